import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Phone } from '#core/kernel/phone';
import type { RecoveryId } from '#core/kernel/ids';
import { runStep } from '#core/recovery/index';
import { begin, leaveCart, order, stop, stepOf } from './acts';
import { after, newId, newToken, openLab, person, sha256 } from './world';
import type { Lab, World } from './world';

let lab: Lab;
beforeAll(async () => {
  lab = await openLab();
});
afterAll(() => lab.close());

const MOST = 24;
const phoneOf = (n: number): Phone => `+3934712345${String(n).padStart(2, '0')}` as Phone;

/** People in every situation: some bought, some opted out, some wrote back, some left two carts. */
async function peopleOf(world: World): Promise<readonly RecoveryId[]> {
  const recoveries: RecoveryId[] = [];
  for (let n = 0; n < MOST; n += 1) {
    const phone = phoneOf(n);
    const who = await person(world, ['phone', phone]);
    const recovery = await begin(world, await leaveCart(world, who, { phone }));
    if (n % 6 === 1) await order(world, { phone, placedAt: after(20) });
    if (n % 6 === 2) {
      await stop(world, { kind: 'opted_out', customerId: who }, after(20));
    }
    if (n % 6 === 3) {
      const record = {
        customerId: who,
        state: 'withdrawn' as const,
        source: 'whatsapp_keyword' as const,
        occurredAt: after(2),
        proof: {},
        key: `stop:${n}`,
      };
      await world.stores.consents.append(world.shop.id, record);
    }
    recoveries.push(recovery);
  }
  return recoveries;
}

async function runAll(
  world: World,
  recoveries: readonly RecoveryId[],
  transact: World['transact'],
): Promise<readonly string[]> {
  const steps = await Promise.all(recoveries.map((recovery) => stepOf(world, recovery, 0)));
  const outcomes = await Promise.all(
    steps.map(({ id, recoveryId, dueAt }) =>
      runStep(
        {
          shopId: world.shop.id,
          recoveryId,
          stepId: id,
          now: dueAt,
          newId,
          newToken,
          hash: sha256,
          publicUrl: 'https://app.test',
        },
        {
          transact,
          platformOf: () => world.outside.platform,
          images: world.outside.images,
        },
      ),
    ),
  );
  return outcomes.map((outcome) =>
    'reason' in outcome ? `${outcome.kind}: ${outcome.reason}` : outcome.kind,
  );
}

/** What became of the steps and messages, without what differs from run to run. */
async function ends(world: World, recoveries: readonly RecoveryId[]) {
  const steps = await Promise.all(
    recoveries.map((recovery) => world.stores.recoveries.steps(world.shop.id, recovery)),
  );
  const messages = await Promise.all(
    recoveries.map((recovery) => world.stores.messages.ofRecovery(world.shop.id, recovery)),
  );
  return {
    steps: steps.map((rows) => rows.map(({ index, state, reason }) => ({ index, state, reason }))),
    messages: messages.map((rows) => rows.map(({ to, state, body }) => [to, state, body.kind])),
  };
}

test('many due steps at once end as each would alone', async () => {
  const [alone, rush] = [await lab.createWorld(), await lab.createWorld()];
  const [few, many] = [await peopleOf(alone), await peopleOf(rush)];
  const expected = await runAll(alone, few, alone.transact);
  expect(await runAll(rush, many, rush.gathered)).toEqual(expected);
  expect(await ends(rush, many)).toEqual(await ends(alone, few));
  expect(new Set(expected)).toEqual(
    new Set(['queued', 'stopped: purchased', 'decided', 'stopped: opted_out']),
  );
});
