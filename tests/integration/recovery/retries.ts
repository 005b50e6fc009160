import { whatsappFaults } from '#adapters/messaging/whatsapp-cloud/index';
import type { DomainEventOf } from '#core/events/index';
import type { MessageId, RecoveryId } from '#core/kernel/ids';
import { recordDeliveries } from '#core/messaging/index';
import { runStep } from '#core/recovery/index';
import type { RecoveryStep, RunStepOutcome } from '#core/recovery/index';
import { REACTIONS } from '../../../workers/reactions';
import { newId, newToken, sha256 } from './world';
import type { World } from './world';

/** The vendor fails a message that it had taken, and the worker reacts to what follows from it. */
export async function failLater(
  world: World,
  messageId: MessageId,
  code: string,
  at: Date,
): Promise<void> {
  const { shop } = world;
  const status = {
    vendorId: `wamid.${messageId}`,
    callbackId: messageId,
    state: 'failed' as const,
    code,
    at,
    waId: null,
    userId: null,
  };
  const statuses = [{ shopId: shop.id, status }];
  await world.transact((stores) =>
    recordDeliveries({ statuses, now: at }, { ...stores, faults: whatsappFaults }),
  );
  await react(world, messageId, at);
}

async function react(world: World, messageId: MessageId, at: Date): Promise<void> {
  const rows = await world.query<{ payload: DomainEventOf<'message.try_again'>['payload'] }>(
    `SELECT payload FROM domain_event
     WHERE shop_id = $1 AND type = 'message.try_again' AND subject_id = $2`,
    messageId,
  );
  for (const { payload } of rows) {
    const event = {
      type: 'message.try_again' as const,
      shopId: world.shop.id,
      subjectId: messageId,
      occurredAt: at,
      payload,
    };
    for (const reaction of REACTIONS['message.try_again']) {
      await world.transact((stores) => reaction(event, stores, at));
    }
  }
}

/** The same failure is told again, and its event is reacted to again. */
export async function tellAgain(
  world: World,
  recovery: RecoveryId,
  index: number,
  at: Date,
): Promise<void> {
  const rows = await world.stores.recoveries.steps(world.shop.id, recovery);
  const first = rows.find((row) => row.index === index);
  if (!first?.messageId) throw new Error(`step ${index} wrote nothing`);
  await failLater(world, first.messageId, '131049', at);
}

export async function retryOf(
  world: World,
  recovery: RecoveryId,
  index: number,
): Promise<RecoveryStep | undefined> {
  const rows = await world.stores.recoveries.steps(world.shop.id, recovery);
  return rows.find((row) => row.index === index && row.retryFrom !== null);
}

/** Runs the one more try of a step at its due time, or at `now`. */
export async function runRetry(
  world: World,
  recovery: RecoveryId,
  index: number,
  now?: Date,
): Promise<RunStepOutcome> {
  const row = await retryOf(world, recovery, index);
  if (!row) throw new Error(`no second try of step ${index}`);
  return runStep(
    {
      shopId: world.shop.id,
      recoveryId: row.recoveryId,
      stepId: row.id,
      now: now ?? row.dueAt,
      newId,
      newToken,
      hash: sha256,
      publicUrl: 'https://app.test',
    },
    {
      transact: world.transact,
      platformOf: () => world.outside.platform,
      images: world.outside.images,
    },
  );
}
