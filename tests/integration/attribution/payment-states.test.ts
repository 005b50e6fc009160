import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { creditable, recordOrder, recordRefund } from '#core/commerce/index';
import type { OrderSeen, PaymentState, RefundSeen } from '#core/commerce/index';
import type { LinkToken, OrderId } from '#core/kernel/ids';
import type { SettleReason } from '#core/attribution/index';
import { PHONE } from '../recovery/acts';
import { after, newId, openLab } from '../recovery/world';
import type { Lab, World } from '../recovery/world';
import { balance, changed, openWithClick, paid } from './acts';

let lab: Lab;
let world: World;
let token: LinkToken;

beforeAll(async () => {
  lab = await openLab();
  ({ world, token } = await openWithClick(lab));
});
afterAll(() => lab.close());

const eur = (minor: number) => ({ minor, currency: 'EUR' });

let tellings = 0;
let orders = 0;
const newName = (): string => `told-${(orders += 1)}`;

/** An order's state as the platform tells it, a minute after the one before. */
function seen(externalId: string, parts: Partial<OrderSeen>): OrderSeen {
  tellings += 1;
  return {
    externalId,
    name: externalId,
    checkoutToken: null,
    cartToken: null,
    clickToken: token,
    contact: {
      externalCustomerId: null,
      email: null,
      phoneRaw: PHONE,
      countryCode: null,
      firstName: null,
      lastName: null,
      locale: null,
    },
    total: eur(3_000),
    currentTotal: eur(3_000),
    payment: 'paid',
    discountCodes: [],
    refunds: [],
    placedAt: after(27),
    updatedAt: new Date(after(27).getTime() + tellings * 60_000),
    cancelledAt: null,
    acceptsMarketing: null,
    fromDraft: false,
    ...parts,
  };
}

async function known(externalId: string) {
  const order = await world.stores.orders.byExternalId(world.shop.id, externalId);
  if (!order) throw new Error('the order is not known');
  return order;
}

interface News {
  readonly id: string;
  readonly type: string;
  readonly subject: OrderId;
  readonly payload: { readonly reason: SettleReason; readonly sourceKey: string };
}

let lastHeard = '0';
/** Lets follow what was announced, and nothing else. */
async function react(): Promise<void> {
  const news = await world.query<News>(
    `SELECT id::text, type, subject_id AS subject, payload FROM domain_event
     WHERE shop_id = $1 AND id > $2::bigint AND type IN ('order.paid', 'order.changed') ORDER BY id`,
    lastHeard,
  );
  for (const { id, type, subject, payload } of news) {
    lastHeard = id;
    if (type === 'order.paid') await paid(world, subject, after(40));
    else await changed(world, { orderId: subject, ...payload, now: after(40) });
  }
}

async function tell(externalId: string, parts: Partial<OrderSeen>): Promise<void> {
  const order = seen(externalId, parts);
  await world.transact((stores) =>
    recordOrder({ shop: world.shop, order, now: after(40), newId }, stores),
  );
  await react();
}

async function tellRefund(refund: RefundSeen): Promise<void> {
  await world.transact((stores) =>
    recordRefund({ shop: world.shop, refund, now: after(40) }, stores),
  );
  await react();
}

const credit = async (name: string): Promise<number> => balance(world, (await known(name)).id);

describe('a credited order', () => {
  it('keeps its credit while the rest that an edit added is outstanding', async () => {
    const name = newName();
    await tell(name, {});
    await tell(name, { payment: 'partially_paid', currentTotal: eur(4_500) });
    expect(await credit(name)).toBe(3_000);
  });

  it('is not credited for the rest before it is paid, also where the total tells it', async () => {
    const name = newName();
    const dearer = { total: eur(4_500), currentTotal: eur(4_500) };
    await tell(name, {});
    await tell(name, { payment: 'partially_paid', ...dearer });
    await tell(name, { payment: 'partially_paid', ...dearer });
    expect(await credit(name)).toBe(3_000);
    await tell(name, dearer);
    expect(await credit(name)).toBe(4_500);
  });

  it.each(['voided', 'pending'] as const)('loses its credit when it is %s', async (payment) => {
    const name = newName();
    await tell(name, {});
    await tell(name, { payment });
    expect(await credit(name)).toBe(0);
    await tell(name, {});
    expect(await credit(name)).toBe(3_000);
  });
});

describe('a refund told in the shopper’s currency', () => {
  const yenOf = (name: string): RefundSeen => ({
    externalId: `refund-${name}`,
    orderExternalId: name,
    amount: { minor: 1_000, currency: 'JPY' },
    at: after(30),
  });
  const euroOf = (name: string): RefundSeen => ({ ...yenOf(name), amount: eur(633) });
  const total = { total: eur(7_810), currentTotal: eur(7_810) };

  it('counts once the order tells it in its own', async () => {
    const name = newName();
    await tell(name, total);
    await tellRefund(yenOf(name));
    await tell(name, { ...total, payment: 'partially_refunded', refunds: [euroOf(name)] });
    expect(await credit(name)).toBe(7_810 - 633);
  });

  it('counts also when it came before its order', async () => {
    const name = newName();
    await tellRefund(yenOf(name));
    await tell(name, { ...total, payment: 'partially_refunded', refunds: [euroOf(name)] });
    expect(await credit(name)).toBe(7_810 - 633);
  });

  it('replaces no amount that is known in the order’s, nor does another amount', async () => {
    const name = newName();
    await tell(name, { ...total, refunds: [euroOf(name)] });
    await tellRefund(yenOf(name));
    await tellRefund({ ...euroOf(name), amount: eur(5_000) });
    expect(await credit(name)).toBe(7_810 - 633);
  });
});

describe('the credit after any history of payments, edits and refunds', () => {
  const telling = fc.record({
    payment: fc.constantFrom<PaymentState>(
      'pending',
      'authorized',
      'voided',
      'partially_paid',
      'partially_paid',
      'paid',
      'paid',
      'partially_refunded',
    ),
    total: fc.constantFrom(3_000, 4_500),
    currentTotal: fc.constantFrom(0, 2_000, 3_000, 4_500),
    refund: fc.option(fc.constantFrom(500, 1_000), { nil: null }),
    currency: fc.constantFrom('EUR', 'JPY'),
    cancelled: fc.constantFrom(false, false, false, false, true),
  });

  const told = { total: 3_000, refund: null, currency: 'EUR', cancelled: false } as const;
  const paid = { ...told, payment: 'paid', currentTotal: 4_500 } as const;
  const unpaid = { ...told, payment: 'pending', currentTotal: 0 } as const;
  /** By one and the same change, within one moment. */
  const edited = { ...paid, currentTotal: 2_000 } as const;
  const TO_AND_FRO = [paid, unpaid, paid, unpaid, edited];

  it('is what the order is worth, and never more than was paid', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(telling, { minLength: 1, maxLength: 7 }), async (history) => {
        const name = newName();
        const refunds: RefundSeen[] = [];
        let paidAtMost = 0;
        for (const { payment, refund, currency, cancelled, ...totals } of history) {
          const [total, currentTotal] = [eur(totals.total), eur(totals.currentTotal)];
          const worth = { total, currentTotal, payment };
          if (refund !== null) {
            const externalId = `${name}-${refunds.length}`;
            const at = { externalId, orderExternalId: name, at: after(30) };
            await tellRefund({ ...at, amount: { minor: refund, currency } });
            refunds.push({ ...at, amount: eur(refund) });
          }
          await tell(name, { ...worth, refunds, cancelledAt: cancelled ? after(30) : null });
          const order = await known(name);
          const counts = ['paid', 'partially_refunded'].includes(payment);
          if (counts) paidAtMost = total.minor;
          expect(await credit(name)).toBe(creditable(order).minor);
          if (!counts && payment !== 'partially_paid') expect(await credit(name)).toBe(0);
          expect(await credit(name)).toBeLessThanOrEqual(paidAtMost);
        }
      }),
      { numRuns: 25, examples: [[TO_AND_FRO]] },
    );
  });
});
