import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { orderPayload } from '../support/outside';
import { DAY, leave, linkFor, open, openStage, tell } from './acts';
import type { Stage } from './acts';

/** Carts by the name of their checkout; each shopper is reminded and taps the link. */
const CLICKED = [
  'plain',
  'cash',
  'voided',
  'partial',
  'whole',
  'unpaid-refund',
  'early-refund',
  'cancelled',
  'edited',
  'paid-first',
  'same-second',
  'landing',
  'reordered',
] as const;
const UNCLICKED = ['no-click', 'late-click', 'robot-click', 'too-late'] as const;
const NAMES = [...CLICKED, ...UNCLICKED];
type Name = (typeof NAMES)[number];

let stage: Stage;
const phoneOf = (name: Name): string =>
  `+3934710001${String(NAMES.indexOf(name)).padStart(2, '0')}`;
const idOf = (name: Name): number => 5_000 + NAMES.indexOf(name);
const creditOf = (name: Name) => stage.book.credit(`#${idOf(name)}`);

beforeAll(async () => {
  stage = await openStage();
  for (const name of NAMES) await leave(stage, name, phoneOf(name));
  await stage.world.advance(2 * DAY);
  for (const name of CLICKED) {
    expect((await open(stage, await linkFor(stage, phoneOf(name)))).status).toBe(302);
  }
});
afterAll(() => stage.rehearsal.close());

type Parts = Partial<Parameters<typeof orderPayload>[0]>;

/** The order of a cart as a webhook tells it now. */
async function orderOf(name: Name, parts: Parts = {}, more: object = {}) {
  const at = await stage.world.now();
  const order = orderPayload({ id: idOf(name), token: name, phone: phoneOf(name), at, ...parts });
  return { ...order, ...more };
}

const refundOf = (name: Name, id: number, amount: string, more: object = {}) => ({
  id,
  order_id: idOf(name),
  transactions: [{ kind: 'refund', status: 'success', amount, currency: 'EUR' }],
  refund_line_items: [],
  ...more,
});

describe('only money that came counts', () => {
  test('cash on delivery is credited when it is collected, and not before', async () => {
    const order = await orderOf('cash', { status: 'pending' });
    await tell(stage, 'orders/create', order);
    expect(await creditOf('cash')).toMatchObject({ minor: null, proof: null });
    await stage.world.advance(60);
    const at = await stage.world.now();
    const paid = { ...order, financial_status: 'paid', updated_at: at.toISOString() };
    await tell(stage, 'orders/paid', paid);
    expect(await creditOf('cash')).toEqual({ minor: 9_800, proof: 'checkout_token' });
  });

  test('a card that failed and an authorisation that was voided earn nothing', async () => {
    await tell(stage, 'orders/create', await orderOf('voided', { status: 'authorized' }));
    await stage.world.advance(1);
    await tell(stage, 'orders/updated', await orderOf('voided', { status: 'voided' }));
    expect(await creditOf('voided')).toMatchObject({ minor: null, proof: null });
  });

  test('a refund told before the order, and of an order that is never paid, makes no debt', async () => {
    await tell(stage, 'refunds/create', refundOf('unpaid-refund', 801, '20.00'));
    await tell(stage, 'orders/create', await orderOf('unpaid-refund', { status: 'pending' }));
    expect(await creditOf('unpaid-refund')).toMatchObject({ minor: null });
  });
});

describe('what went back is not counted', () => {
  test('a part that is refunded is taken off once, however often it is told', async () => {
    await tell(stage, 'orders/paid', await orderOf('partial'));
    const refund = refundOf('partial', 802, '30.50');
    await tell(stage, 'refunds/create', refund);
    await tell(stage, 'refunds/create', refund);
    await stage.world.advance(1);
    const updated = await orderOf('partial', { status: 'partially_refunded' });
    await tell(stage, 'orders/updated', { ...updated, refunds: [refund] });
    expect(await creditOf('partial')).toMatchObject({ minor: 6_750 });
  });

  test('a whole refund and a cancellation bring the credit to zero, never below', async () => {
    await tell(stage, 'orders/paid', await orderOf('whole'));
    await tell(stage, 'refunds/create', refundOf('whole', 803, '98.00'));
    await stage.world.advance(1);
    const at = await stage.world.now();
    const gone = { financial_status: 'refunded', cancelled_at: at.toISOString() };
    const cancelled = await orderOf('whole', {}, { ...gone, current_total_price: '0.00' });
    await tell(stage, 'orders/cancelled', cancelled);
    await tell(stage, 'orders/updated', cancelled);
    expect(await creditOf('whole')).toMatchObject({ minor: 0 });
  });

  test('a cancellation without a refund takes the credit back', async () => {
    await tell(stage, 'orders/paid', await orderOf('cancelled'));
    expect(await creditOf('cancelled')).toMatchObject({ minor: 9_800 });
    await stage.world.advance(1);
    const cancelledAt = (await stage.world.now()).toISOString();
    await tell(
      stage,
      'orders/cancelled',
      await orderOf('cancelled', {}, { cancelled_at: cancelledAt }),
    );
    expect(await creditOf('cancelled')).toMatchObject({ minor: 0 });
  });

  test('an item that is edited out lowers the credit, one that is added does not raise it', async () => {
    await tell(stage, 'orders/paid', await orderOf('edited'));
    await stage.world.advance(1);
    await tell(
      stage,
      'orders/updated',
      await orderOf('edited', {}, { current_total_price: '49.00' }),
    );
    expect(await creditOf('edited')).toMatchObject({ minor: 4_900 });
    await stage.world.advance(1);
    await tell(
      stage,
      'orders/updated',
      await orderOf('edited', {}, { current_total_price: '120.00' }),
    );
    expect(await creditOf('edited')).toMatchObject({ minor: 9_800 });
  });

  test('a refund that is told before its order counts when the order is paid', async () => {
    await tell(stage, 'refunds/create', refundOf('early-refund', 804, '8.00'));
    await tell(stage, 'orders/paid', await orderOf('early-refund'));
    expect(await creditOf('early-refund')).toMatchObject({ minor: 9_000 });
  });
});

describe('news that come in the wrong order', () => {
  test('an order that is told as paid first and as placed later is paid', async () => {
    const created = await orderOf('paid-first', { status: 'pending' });
    await stage.world.advance(1);
    const at = await stage.world.now();
    const paid = { ...created, financial_status: 'paid', updated_at: at.toISOString() };
    await tell(stage, 'orders/paid', paid);
    await tell(stage, 'orders/create', created);
    expect(await creditOf('paid-first')).toMatchObject({ minor: 9_800 });
    const [order] = await stage.book.rows<{ payment: string }>(
      `SELECT payment FROM orders WHERE name = '#${idOf('paid-first')}'`,
    );
    expect(order?.payment).toBe('paid');
  });

  test('placed and paid within one second stay paid, whichever is told last', async () => {
    const paid = await orderOf('same-second');
    await tell(stage, 'orders/paid', paid);
    await tell(stage, 'orders/create', { ...paid, financial_status: 'pending' });
    await tell(stage, 'refunds/create', refundOf('same-second', 805, '10.00'));
    expect(await creditOf('same-second')).toMatchObject({ minor: 8_800 });
  });

  test('webhooks in any order and twice end in the same sum', async () => {
    const created = await orderOf('reordered', { status: 'pending' });
    await stage.world.advance(1);
    const at = (await stage.world.now()).toISOString();
    const refund = refundOf('reordered', 806, '18.00');
    const last = { ...created, financial_status: 'partially_refunded', updated_at: at };
    await tell(stage, 'orders/updated', { ...last, refunds: [refund] });
    await tell(stage, 'refunds/create', refund);
    await tell(stage, 'orders/paid', { ...created, financial_status: 'paid' });
    await tell(stage, 'orders/create', created);
    expect(await creditOf('reordered')).toMatchObject({ minor: 8_000 });
  });
});

describe('no credit without a proof', () => {
  test('the token on the landing page proves more than the checkout', async () => {
    const link = await linkFor(stage, phoneOf('landing'));
    const landing = { landing_site: `/cart/9001:2?utm_source=whatsapp&rp_click=${link}` };
    const order = await orderOf('landing', { token: null, phone: null }, landing);
    await tell(stage, 'orders/paid', order);
    expect(await creditOf('landing')).toEqual({ minor: 9_800, proof: 'click_token' });
  });

  test('a reminder that was merely received earns nothing', async () => {
    await tell(stage, 'orders/paid', await orderOf('no-click'));
    expect(await creditOf('no-click')).toMatchObject({ minor: null, proof: null });
    expect((await stage.book.recoveriesOf('no-click'))[0]).toMatchObject({ state: 'recovered' });
  });

  test('a preview robot’s opening earns nothing', async () => {
    const link = await linkFor(stage, phoneOf('robot-click'));
    await open(stage, link, { 'user-agent': 'WhatsApp/2.24.1 A' });
    await open(stage, link, { 'user-agent': 'facebookexternalhit/1.1' });
    await open(stage, link, {}, 'HEAD');
    await tell(stage, 'orders/paid', await orderOf('robot-click'));
    expect(await creditOf('robot-click')).toMatchObject({ minor: null });
  });

  test('a click after the purchase earns nothing, also when the money comes later', async () => {
    const order = await orderOf('late-click', { status: 'pending' });
    await tell(stage, 'orders/create', order);
    await stage.world.advance(10);
    const page = await open(stage, await linkFor(stage, phoneOf('late-click')));
    expect(page.status).toBe(200);
    const at = (await stage.world.now()).toISOString();
    await tell(stage, 'orders/paid', { ...order, financial_status: 'paid', updated_at: at });
    expect(await creditOf('late-click')).toMatchObject({ minor: null });
  });

  test('a purchase five days after the click is credited, one on the sixth day is not', async () => {
    await open(stage, await linkFor(stage, phoneOf('too-late')));
    await stage.world.advance(5 * DAY - 30);
    const link = await linkFor(stage, phoneOf('plain'));
    const again = await open(stage, link);
    expect(again.status).toBe(302);
    await stage.world.advance(60);
    await tell(stage, 'orders/paid', await orderOf('too-late'));
    await tell(stage, 'orders/paid', await orderOf('plain'));
    expect(await creditOf('too-late')).toMatchObject({ minor: null });
    expect(await creditOf('plain')).toMatchObject({ minor: 9_800 });
  });
});

test('every order’s entries add up to what the merchant kept of it', async () => {
  const wrong = await stage.book.rows(
    `SELECT o.name FROM orders o JOIN attribution a ON a.shop_id = o.shop_id AND a.order_id = o.id
     WHERE (SELECT coalesce(sum(e.amount_minor), 0) FROM attribution_entry e
            WHERE e.shop_id = o.shop_id AND e.order_id = o.id) <>
       CASE WHEN o.cancelled_at IS NOT NULL OR o.payment NOT IN ('paid', 'partially_refunded', 'refunded')
         THEN 0
       ELSE greatest(0, least(o.current_total_minor, o.total_minor - (
         SELECT coalesce(sum(r.amount_minor), 0) FROM refund r
         WHERE r.shop_id = o.shop_id AND r.order_external_id = o.external_id))) END`,
  );
  expect(wrong).toEqual([]);
});
