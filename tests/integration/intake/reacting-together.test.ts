import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { newId } from '#boot/chance';
import { DEFAULT_STEPS } from '#core/recovery/index';
import type { CustomerId, ShopId } from '#core/kernel/ids';
import { reactToEvents, type Reacting } from '../../../workers/sweeps/react-to-events';
import { cartOf, customerOf, minutes, NOW, openRig, seedShop } from '../postgres/sample-rows';
import type { Rig } from '../postgres/sample-rows';
import { openReader } from './reading-rig';

let rig: Rig;
let reader: ReturnType<typeof openReader>;
let reacting: Reacting;
let groups: number[];
let shopId: ShopId;
beforeAll(async () => {
  rig = await openRig();
  reader = openReader(rig.url);
});
afterAll(async () => {
  await reader.close();
  await rig.end();
});
beforeEach(async () => {
  await rig.database.sql.query('TRUNCATE domain_event');
  const { shop } = await seedShop(rig.stores, newId());
  shopId = shop.id;
  await rig.stores.shops.save({ ...shop, settings: { ...shop.settings, holdoutPercent: 0 } });
  await rig.stores.sequences.save({
    ...{ id: newId(), shopId, name: 'All carts', state: 'active', priority: 1 },
    ...{ conditions: {}, steps: DEFAULT_STEPS },
  });
  groups = [];
  reacting = {
    ...reader.reading,
    queue: NO_QUEUE,
    nesting: (outer) =>
      reader.nesting((stores, together) =>
        outer(stores, (works) => {
          groups.push(works.length);
          return together(works);
        }),
      ),
  };
});

/** Nothing here sets off a job. */
const NO_QUEUE = {} as Reacting['queue'];

let phones = 0;
async function shopper(state: 'granted' | 'withdrawn' = 'granted'): Promise<CustomerId> {
  phones += 1;
  const phone = `+3934712${String(phones).padStart(5, '0')}`;
  const customer = customerOf(shopId, { identities: [{ kind: 'phone', value: phone }] });
  await rig.stores.customers.save(customer);
  await rig.stores.consents.append(shopId, {
    ...{ customerId: customer.id, state, source: 'checkout_checkbox', occurredAt: NOW },
    ...{ proof: {}, key: newId() },
  });
  return customer.id;
}

/** A cart that was just found abandoned. */
async function leave(customerId: CustomerId | null): Promise<string> {
  const phone = customerId && '+393471234567';
  const cart = cartOf(shopId, { customerId, phone, state: 'abandoned' });
  await rig.stores.carts.upsertNewest(cart);
  await rig.stores.events.append({
    ...{ type: 'cart.abandoned', shopId, subjectId: cart.id, occurredAt: minutes(60) },
    payload: { customerId },
  });
  return cart.id;
}

/** What became of each cart, in the order in which they were left. */
async function outcomes(carts: readonly string[]): Promise<readonly string[]> {
  const rows = await rig.database.sql.query<{ cart_id: string; state: string }>(
    `SELECT rc.cart_id, r.state || coalesce(' ' || r.reason, '') AS state
     FROM recovery_cart rc JOIN recovery r ON r.shop_id = rc.shop_id AND r.id = rc.recovery_id
     WHERE rc.shop_id = $1`,
    [shopId],
  );
  const byCart = new Map(rows.map((row) => [row.cart_id, row.state]));
  return carts.map((cart) => byCart.get(cart) ?? 'nothing');
}

describe('carts that were left at once', () => {
  test('are looked at together where different people left them, each as if it were alone', async () => {
    const [one, refuser, two] = [await shopper(), await shopper('withdrawn'), await shopper()];
    const carts = [];
    for (const person of [one, refuser, two, null, one]) carts.push(await leave(person));
    expect(await reactToEvents(reacting)).toBe(5);
    expect(groups).toEqual([3, 1, 1]);
    expect(await outcomes(carts)).toEqual([
      'active',
      'declined opted_out',
      'active',
      'declined no_phone',
      'active',
    ]);
    const [running] = await rig.database.sql.query<{ count: number }>(
      `SELECT count(*)::int FROM recovery WHERE shop_id = $1 AND state = 'active'`,
      [shopId],
    );
    expect(running?.count).toBe(2);
  });

  test('are looked at one by one once one of them fails, which holds back no other', async () => {
    const carts = [];
    for (let count = 0; count < 3; count += 1) carts.push(await leave(await shopper()));
    await rig.database.sql.query(
      `ALTER TABLE recovery ADD CONSTRAINT planted CHECK (cart_id <> '${carts[1] ?? ''}')`,
    );
    await reactToEvents(reacting);
    expect(groups).toEqual([3, 1, 1, 1]);
    expect(await outcomes(carts)).toEqual(['active', 'nothing', 'active']);
    await rig.database.sql.query('ALTER TABLE recovery DROP CONSTRAINT planted');
    const waiting = await rig.database.sql.query(
      'SELECT subject_id, attempts FROM domain_event WHERE dispatched_at IS NULL',
    );
    expect(waiting).toEqual([{ subject_id: carts[1], attempts: 1 }]);
  });
});
