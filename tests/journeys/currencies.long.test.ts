import { afterAll, beforeAll, expect, test } from 'vitest';
import type { SequenceId } from '#core/kernel/ids';
import { DEFAULT_STEPS } from '#core/recovery/index';
import { attributionSummary } from '#queries/attribution-summary';
import { ALL_TIME } from '#queries/period';
import { recoveredRevenue, revenueByDay } from '#queries/recovered-revenue';
import { LINE, orderPayload } from '../support/outside';
import { arrived, DAY, leave, linkFor, open, openStage, tell } from './acts';
import type { Stage } from './acts';

const BIG = { total_price: '240.00', subtotal_price: '240.00' };
let stage: Stage;

beforeAll(async () => {
  stage = await openStage();
  const { stores } = stage.rehearsal.services;
  const [first] = DEFAULT_STEPS;
  if (!first) throw new Error('the default sequence has no step');
  const bigCarts = { ...first.condition, minTotalMinor: 20_000 };
  const discount = { kind: 'percentage' as const, percent: 10, validHours: 72 };
  await stores.sequences.save({
    id: 'big-carts' as SequenceId,
    shopId: (await stage.shop()).id,
    name: 'Big carts',
    state: 'active',
    steps: [{ ...first, condition: bigCarts, discount }],
    priority: -1,
  });
});
afterAll(() => stage.rehearsal.close());

const summary = async () => {
  const { id, currency } = await stage.shop();
  return attributionSummary(id, stage.rehearsal.services.database.sql, currency);
};

async function changeCurrency(currency: string): Promise<void> {
  await stage.rehearsal.services.stores.shops.save({ ...(await stage.shop()), currency });
}

async function buy(id: number, token: string | null, more: object = {}): Promise<void> {
  const at = await stage.world.now();
  await tell(stage, 'orders/paid', { ...orderPayload({ id, token, at }), ...more });
}

const set = (amount: string, currency: string, paid = amount, paidIn = currency) => ({
  shop_money: { amount, currency_code: currency },
  presentment_money: { amount: paid, currency_code: paidIn },
});

const inCurrency = (amount: string, currency: string, paid = amount, paidIn = currency) => ({
  currency,
  presentment_currency: paidIn,
  total_price: amount,
  total_price_set: set(amount, currency, paid, paidIn),
  current_total_price: amount,
  current_total_price_set: set(amount, currency, paid, paidIn),
});

test('a sale in dollars to a European shop is credited and given back in euros', async () => {
  const usd = { presentment_currency: 'USD', total_price: '100.00' };
  await leave(stage, 'dollars', '+393471100001', usd);
  await stage.world.advance(2 * DAY);
  await open(stage, await linkFor(stage, '+393471100001'));
  const currencies = inCurrency('80.00', 'EUR', '100.00', 'USD');
  await buy(6_001, 'dollars', currencies);
  expect(await stage.book.credit('#6001')).toMatchObject({ minor: 8_000 });
  await stage.world.advance(1);
  const transactions = [{ kind: 'refund', status: 'success', amount: '25.00', currency: 'USD' }];
  // On its own it names dollars only; the order, told next, knows the rate.
  const refund = { id: 61, order_id: 6_001, transactions, refund_line_items: [] };
  await tell(stage, 'refunds/create', refund);
  await buy(6_001, 'dollars', {
    ...currencies,
    financial_status: 'partially_refunded',
    refunds: [refund],
  });
  expect(await stage.book.credit('#6001')).toMatchObject({ minor: 6_000 });
});

test('the coupon that the shopper had typed is kept where only a permalink leads back', async () => {
  const coupon = { abandoned_checkout_url: null, discount_codes: [{ code: 'WELCOME 10' }] };
  await leave(stage, 'coupon', '+393471100002', coupon);
  await stage.world.advance(2 * DAY);
  const answer = await open(stage, await linkFor(stage, '+393471100002'));
  const target = new URL(answer.headers.get('location') ?? '');
  expect(target.pathname).toBe('/sandbox/store/cart/9001:2');
  expect(target.searchParams.get('discount')).toBe('WELCOME 10');
  await buy(6_002, 'coupon', { discount_codes: [{ code: 'WELCOME 10' }] });
});

test('the code that only one message carried proves the sale, without any click', async () => {
  await leave(stage, 'code', '+393471100003', BIG);
  await stage.world.advance(2 * DAY);
  expect(await arrived(stage, '+393471100003')).toHaveLength(1);
  const [link] = await stage.book.rows<{ discount_code: string }>(
    'SELECT discount_code FROM tracked_link WHERE discount_code IS NOT NULL',
  );
  expect(link?.discount_code).toMatch(/^BACK-/);
  const typed = link?.discount_code.toLowerCase();
  const total = { total_price: '216.00', current_total_price: '216.00' };
  await buy(6_003, null, { ...total, discount_codes: [{ code: typed }] });
  expect(await stage.book.credit('#6003')).toEqual({ minor: 21_600, proof: 'discount_code' });
});

test.each([
  { currency: 'JPY', amount: '12300', minor: 12_300, refund: '300', kept: 12_000 },
  { currency: 'KWD', amount: '12.345', minor: 12_345, refund: '0.345', kept: 12_000 },
])('money in $currency keeps the decimals that the currency has', async (money) => {
  const { currency, amount, minor, refund, kept } = money;
  await changeCurrency(currency);
  const phone = currency === 'JPY' ? '+393471100004' : '+393471100005';
  const id = currency === 'JPY' ? 6_004 : 6_005;
  const line = { ...LINE, quantity: 1, price: amount, line_price: amount };
  const checkout = { currency, presentment_currency: currency, total_price: amount };
  await leave(stage, currency, phone, { ...checkout, line_items: [line] });
  await stage.world.advance(2 * DAY);
  await open(stage, await linkFor(stage, phone));
  await buy(id, currency, inCurrency(amount, currency));
  expect(await stage.book.credit(`#${id}`)).toMatchObject({ minor });
  expect(await summary()).toMatchObject({ currency, totalMinor: minor });
  const transactions = [{ kind: 'refund', status: 'success', amount: refund, currency }];
  const told = { id, order_id: id, transactions, refund_line_items: [] };
  await tell(stage, 'refunds/create', told);
  expect(await summary()).toMatchObject({ currency, totalMinor: kept });
  await changeCurrency('EUR');
});

test('campaigns add up to the total, and days too, to the cent, in every currency', async () => {
  const { sql } = stage.rehearsal.services.database;
  const { id, timeZone } = await stage.shop();
  const shown = await summary();
  expect(
    shown.campaigns.map(({ name, revenueMinor, orders }) => [name, revenueMinor, orders]),
  ).toEqual([
    ['Big carts', 21_600, 1],
    ['Cart recovery', 15_800, 2],
  ]);
  expect(shown).toMatchObject({ currency: 'EUR', totalMinor: 37_400 });
  expect(shown.otherCurrencies.map(({ currency, totalMinor }) => [currency, totalMinor])).toEqual([
    ['JPY', 12_000],
    ['KWD', 12_000],
  ]);
  for (const row of await recoveredRevenue(id, sql, { currency: 'EUR', period: ALL_TIME })) {
    const { currency, totalMinor, campaigns } = row;
    const sum = campaigns.reduce((total, { revenueMinor }) => total + revenueMinor, 0);
    expect(sum, currency).toBe(totalMinor);
    const period = { ...ALL_TIME, since: new Date('2020-01-01') };
    const days = await revenueByDay(id, sql, { currency, period, timeZone });
    expect(days.reduce((total, { revenueMinor }) => total + revenueMinor, 0)).toBe(totalMinor);
    const [ledger] = await stage.book.rows<{ minor: number }>(
      'SELECT sum(amount_minor)::bigint AS minor FROM attribution_entry WHERE currency = $1',
      [currency],
    );
    expect(ledger?.minor).toBe(totalMinor);
  }
});

test('the funnel narrows from stage to stage and ends at the paid recoveries', async () => {
  const { funnel } = await summary();
  const { carts, eligible, sent, delivered, read, clicked, paid } = funnel;
  expect([carts, eligible, sent, paid]).toEqual([5, 5, 5, 5]);
  const stages = [carts, eligible, sent, delivered, read, clicked, paid];
  expect(stages).toEqual([...stages].sort((left, right) => right - left));
});
