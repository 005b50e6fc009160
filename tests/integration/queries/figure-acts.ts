import type { Sql } from '#adapters/postgres/client';
import { createStores } from '#adapters/postgres/stores';
import type { Stores } from '#adapters/postgres/stores';
import type { FirstStep, Recovery } from '#core/recovery/index';
import { cartOf, cipher, customerOf, messageOf, seedShop } from '../postgres/sample-rows';
import { recoveryOf, stepOf } from '../postgres/sample-rows';
import {
  PEOPLE,
  CARTS,
  CODES,
  CURRENCIES,
  STATES,
  STATUSES,
  SHOPS,
  pick,
  shopOf,
  reason,
  named,
  anyRow,
} from './figure-draw';
import type { Draw } from './figure-draw';

type Act = (draw: Draw, stores: Stores, sql: Sql) => Promise<unknown>;

/** Writes both shops with their people and carts. */
export async function seedWorld(stores: Stores): Promise<void> {
  for (const id of SHOPS) {
    const { shop } = await seedShop(stores, id);
    for (let n = 0; n < PEOPLE; n += 1) {
      await stores.customers.save(customerOf(shop.id, { id: named('person', n) }));
    }
    for (let n = 0; n < CARTS; n += 1) {
      const owner = { id: named('cart', n), customerId: named('person', n % PEOPLE) };
      await stores.carts.upsertNewest(cartOf(shop.id, owner));
    }
  }
}

const running = async (draw: Draw, stores: Stores) => {
  const known = await stores.recoveries.running(shopOf(draw), 100);
  return known.length === 0 ? null : pick(known, draw.one);
};

let numbers = 0;
const next = (): number => (numbers += 1);

const firstStep = (recovery: Recovery, index: number): FirstStep => ({
  ...stepOf(recovery, index, recovery.startedAt),
  ...{ state: 'pending', reason: null, messageId: null, decidedAt: null },
});

async function start(draw: Draw, stores: Stores): Promise<void> {
  const shopId = shopOf(draw);
  const state = pick(STATES, draw.two);
  const cart = await stores.carts.byId(shopId, named('cart', draw.one % CARTS));
  if (!cart?.customerId) return;
  const recovery = recoveryOf(cart, cart.customerId, {
    sequenceId: state === 'declined' ? null : named('sequence', draw.two % 2),
    state,
    reason: state === 'declined' ? reason(draw.two) : null,
    startedAt: draw.at,
  });
  const steps = state === 'declined' ? [] : [firstStep(recovery, 0), firstStep(recovery, 1)];
  const started = await stores.recoveries.start(recovery, steps);
  if (!started || state !== 'held_out') return;
  await stores.events.append({
    type: 'recovery.held_out',
    shopId,
    subjectId: recovery.id,
    occurredAt: draw.at,
    payload: { cartId: cart.id },
  });
}

async function decideStep(draw: Draw, stores: Stores, sql: Sql): Promise<void> {
  const row = await anyRow('recovery_step', draw, sql, `state = 'pending'`);
  const state = draw.two % 2 === 0 ? ('skipped' as const) : ('would_have_sent' as const);
  const why = state === 'skipped' ? reason(draw.two) : null;
  if (row) {
    const decision = { state, reason: why, messageId: null };
    await stores.recoveries.decide(shopOf(draw), row.id, decision, draw.at);
  }
}

async function write(draw: Draw, stores: Stores): Promise<void> {
  const recovery = await running(draw, stores);
  const channel = recovery && (await stores.channels.ofShop(recovery.shopId));
  if (!recovery?.customerId || !channel || recovery.state !== 'active') return;
  const message = messageOf(channel, recovery.customerId, {
    recoveryId: recovery.id,
    createdAt: draw.at,
  });
  await stores.messages.enqueue(message);
  await stores.links.save({
    token: named('link', next()),
    shopId: recovery.shopId,
    customerId: recovery.customerId,
    recoveryId: recovery.id,
    sequenceId: recovery.sequenceId ?? named('sequence', 0),
    messageId: message.id,
    cartId: recovery.cartId,
    discountCode: null,
    createdAt: draw.at,
    expiresAt: draw.at,
  });
}

async function send(draw: Draw, stores: Stores, sql: Sql): Promise<void> {
  const row = await anyRow('message', draw, sql, `state = 'queued'`);
  const shopId = shopOf(draw);
  if (!row) return;
  const { id } = row;
  const far = new Date(8.64e15 / 1e3);
  const claimed = await stores.messages.claim([{ shopId, id }], far, draw.at);
  if (claimed.size === 0) return;
  const answer = { vendorId: `v${next()}`, waId: null, userId: null };
  if (draw.two % 3 === 0) await stores.messages.failed(shopId, id, pick(CODES, draw.two), draw.at);
  else await stores.messages.accepted([{ shopId, id, answer, at: draw.at }]);
}

async function report(draw: Draw, stores: Stores, sql: Sql): Promise<void> {
  const row = await anyRow('message', draw, sql, `vendor_id IS NOT NULL`);
  const message = row && (await stores.messages.byId(shopOf(draw), row.id));
  if (!message?.vendorId) return;
  const status = {
    vendorId: message.vendorId,
    callbackId: message.id,
    state: pick(STATUSES, draw.two),
    code: pick(CODES, draw.two),
    at: draw.at,
    waId: null,
    userId: null,
  };
  await stores.messages.applyStatuses([{ shopId: shopOf(draw), status }]);
}

async function credit(draw: Draw, stores: Stores, sql: Sql): Promise<void> {
  const shopId = shopOf(draw);
  const row = await anyRow('recovery', draw, sql, 'sequence_id IS NOT NULL');
  const orderId = named('order', draw.one % 3);
  if (!row) return;
  await stores.attributions.lockOrder(shopId, orderId);
  await stores.attributions.attribute({
    ...{ shopId, orderId, recoveryId: row.id, sequenceId: named('sequence', draw.one % 2) },
    ...{ proof: 'click_token', evidence: 'x', attributedAt: draw.at },
  });
  const minor = [4_000, -4_000, -1_500, 900][draw.two % 4] ?? 1;
  await stores.attributions.append(shopId, orderId, {
    kind: minor > 0 ? 'credit' : 'refund',
    amount: { minor, currency: pick(CURRENCIES, draw.one) },
    sourceKey: `key${next()}`,
    at: draw.at,
  });
}

async function convert(draw: Draw, stores: Stores, sql: Sql): Promise<void> {
  const shopId = shopOf(draw);
  const row = await anyRow('customer', draw, sql);
  if (!row) return;
  const ids = { recoveryId: named('any', 0), customerId: row.id };
  await stores.experiments.recordConversion(shopId, {
    ...{ orderId: named('bought', draw.two % 4), ...ids, arm: 'treatment' },
    amount: { minor: [0, 2_500, 99][draw.one % 3] ?? 0, currency: pick(CURRENCIES, draw.two) },
    convertedAt: draw.at,
  });
}

async function merge(draw: Draw, stores: Stores, sql: Sql): Promise<void> {
  const from = await anyRow('customer', draw, sql);
  const into = await anyRow('customer', { ...draw, one: draw.two }, sql);
  if (from && into) await stores.customers.merge(shopOf(draw), from.id, into.id, draw.at);
}

/** All that changes what Home shows, through the stores as the product does it. */
export const ACTS = {
  abandon: (draw, stores) =>
    stores.carts.setState(shopOf(draw), named('cart', draw.one % CARTS), 'abandoned', draw.at),
  start,
  adopt: async (draw, stores) => {
    const recovery = await running(draw, stores);
    if (!recovery) return;
    const { shopId, id: subjectId } = recovery;
    const cartId = named('cart', draw.two % CARTS);
    await stores.recoveries.adoptCart(shopId, subjectId, cartId);
    const occurredAt = draw.at;
    const payload = { cartId };
    const type = 'recovery.cart_adopted';
    await stores.events.append({ type, shopId, subjectId, occurredAt, payload });
  },
  discard: async (draw, stores, sql) => {
    const row = await anyRow('recovery', draw, sql);
    if (!row) return;
    const credits = await sql.query('SELECT FROM attribution WHERE recovery_id = $1', [row.id]);
    if (credits.length === 0) await stores.recoveries.discard(shopOf(draw), row.id);
  },
  decideStep,
  stop: async (draw, stores) => {
    const recovery = await running(draw, stores);
    if (!recovery) return;
    const { shopId, id } = recovery;
    await stores.recoveries.cancelPending(shopId, id, reason(draw.two), draw.at);
    await stores.recoveries.end(shopId, id, 'stopped', reason(draw.two), draw.at);
  },
  write,
  send,
  report,
  cancel: async (draw, stores, sql) => {
    const row = await anyRow('message', draw, sql, `state = 'queued'`);
    if (row) await stores.messages.cancelled(shopOf(draw), row.id, reason(draw.two), draw.at);
  },
  touch: async (draw, stores, sql) => {
    const rows = await sql.query<{ token: never }>(
      'SELECT token FROM tracked_link WHERE shop_id = $1 ORDER BY token',
      [shopOf(draw)],
    );
    if (rows.length === 0) return;
    const touch = { shopId: shopOf(draw), token: pick(rows, draw.one).token, occurredAt: draw.at };
    await stores.links.recordTouch({ ...touch, robot: draw.two % 3 === 0, client: 'x' });
  },
  credit,
  assign: async (draw, stores, sql) => {
    const row = await anyRow('customer', draw, sql);
    const arm = draw.two % 2 === 0 ? ('treatment' as const) : ('holdout' as const);
    const experimentKey = 'recovery-holdout';
    if (row)
      await stores.experiments.assign(shopOf(draw), {
        customerId: row.id,
        experimentKey,
        arm,
        assignedAt: draw.at,
      });
  },
  convert,
  merge,
  erase: async (draw, stores, sql) => {
    const row = await anyRow('customer', draw, sql);
    if (row) await stores.customers.erase(shopOf(draw), row.id);
  },
  moveZone: (draw, _stores, sql) =>
    sql.query('UPDATE shop SET time_zone = $2 WHERE id = $1', [
      shopOf(draw),
      pick(['Europe/Rome', 'America/New_York', 'Asia/Kolkata', 'Pacific/Chatham'], draw.two),
    ]),
} as const satisfies Readonly<Record<string, Act>>;

export type ActName = keyof typeof ACTS;
export const act = (name: ActName, draw: Draw, sql: Sql): Promise<unknown> =>
  (ACTS[name] as Act)(draw, createStores(sql, cipher), sql);
