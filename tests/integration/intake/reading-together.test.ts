import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { newId } from '#boot/chance';
import type { Fact } from '#core/intake/index';
import type { ShopId } from '#core/kernel/ids';
import { readReceipt, readReceipts, type Reading } from '../../../workers/sweeps/read-receipts';
import { eur, minutes, openRig, receiptOf, seedShop } from '../postgres/sample-rows';
import type { Rig } from '../postgres/sample-rows';
import { openReader } from './reading-rig';

let rig: Rig;
let reader: ReturnType<typeof openReader>;
let reading: Reading;
/** Transactions for many at once, and for one each, that were asked for. */
let asked: { together: number; alone: number };
beforeAll(async () => {
  rig = await openRig();
  reader = openReader(rig.url);
});
afterAll(async () => {
  await reader.close();
  await rig.end();
});
beforeEach(async () => {
  await rig.database.sql.query('TRUNCATE receipt');
  asked = { together: 0, alone: 0 };
  reading = {
    ...reader.reading,
    normalize: ({ body }) => {
      const fact = facts[Number(body.toString())];
      if (!fact) throw new Error('no such fact');
      return { kind: 'facts', facts: [fact] };
    },
    together: (works) => {
      asked.together += 1;
      return reader.reading.together(works);
    },
    transact: (work) => {
      asked.alone += 1;
      return reader.reading.transact(work);
    },
  };
});

/** What the receipts tell: a body names its fact by the place in here. */
let facts: Fact[] = [];

async function openStore(): Promise<ShopId> {
  const { shop } = await seedShop(rig.stores, newId());
  const settings = { ...shop.settings, checkoutMarketingCoversWhatsApp: true };
  await rig.stores.shops.save({ ...shop, settings });
  return shop.id;
}

async function tell(shopId: ShopId, told: readonly Fact[]): Promise<void> {
  facts = [...facts, ...told];
  const first = facts.length - told.length;
  for (const place of told.keys())
    await rig.stores.receipts.record(
      receiptOf(shopId, { body: Buffer.from(String(first + place)) }),
    );
}

const claim = () => rig.stores.receipts.claim('others', minutes(60), minutes(61), 100);

interface Act {
  readonly kind: 'checkout' | 'order' | 'customer';
  readonly phone: number | null;
  readonly email: number | null;
  readonly account: number | null;
  readonly token: number;
  readonly minute: number;
  readonly agrees: boolean;
}

const few = fc.option(fc.nat({ max: 3 }), { freq: 2 });
const act: fc.Arbitrary<Act> = fc.record({
  kind: fc.constantFrom('checkout', 'checkout', 'order', 'customer'),
  ...{ phone: few, email: few, account: few },
  token: fc.nat({ max: 5 }),
  minute: fc.nat({ max: 40 }),
  agrees: fc.boolean(),
});

const contactOf = ({ phone, email, account, token }: Act) => ({
  externalCustomerId: account === null ? null : `account-${account}`,
  email: email === null ? null : `shopper${email}@example.com`,
  phoneRaw: phone === null ? null : `+3934712345${60 + phone}`,
  countryCode: 'IT',
  firstName: `Ada ${token}`,
  ...{ lastName: null, locale: null },
});

function factOf(one: Act): Fact {
  const contact = contactOf(one);
  const at = minutes(one.minute);
  const common = { contact, total: eur(4_900), discountCodes: [], acceptsMarketing: one.agrees };
  if (one.kind === 'customer') return { kind: 'customer', contact, updatedAt: at };
  if (one.kind === 'checkout') {
    const named = { externalId: `cart-${one.token}`, cartToken: null, recoveryUrl: null };
    const times = { createdAt: at, updatedAt: at, completedAt: null };
    return {
      kind: 'checkout',
      checkout: { ...common, ...named, ...times, lineItems: [lamp], locale: null },
    };
  }
  const named = { externalId: `order-${one.token}`, name: `#${one.token}` };
  const tokens = { checkoutToken: `cart-${one.token}`, cartToken: null, clickToken: null };
  const times = { placedAt: at, updatedAt: at, cancelledAt: null };
  return {
    kind: 'order',
    order: {
      ...{ ...common, ...named, ...tokens, ...times, currentTotal: eur(4_900) },
      ...{ payment: 'paid', refunds: [], fromDraft: false },
    },
  };
}

const lamp = {
  ...{ productId: null, variantId: null, title: 'Lampada', variantTitle: null, sku: null },
  ...{ quantity: 1, unitPrice: eur(4_900), compareAt: null, imageUrl: null },
};

/** All that a store knows afterwards; people are told by what they are known by. */
async function known(shopId: ShopId): Promise<unknown> {
  const rows = (text: string) => rig.database.sql.query(text, [shopId]);
  const person = (
    column: string,
  ) => `(SELECT string_agg(kind || ' ' || value, ', ' ORDER BY kind, value)
    FROM customer_identity i WHERE i.shop_id = $1 AND i.customer_id = ${column}) AS person`;
  return {
    people: await rows(`SELECT first_name, ${person('id')} FROM customer c WHERE shop_id = $1
      ORDER BY person, first_name`),
    carts: await rows(`SELECT external_id, state, phone, email, last_activity_at, source_updated_at,
      ${person('customer_id')} FROM cart WHERE shop_id = $1 ORDER BY external_id`),
    orders:
      await rows(`SELECT external_id, phone, email, placed_at, paid_at, ${person('customer_id')}
      FROM orders WHERE shop_id = $1 ORDER BY external_id`),
    consents: await rows(`SELECT split_part(key, ':', 2) AS place, state, occurred_at,
      ${person('customer_id')} FROM consent_record WHERE shop_id = $1 ORDER BY place, person`),
    events: await rows(`SELECT type, count(*) FROM domain_event WHERE shop_id = $1
      GROUP BY type ORDER BY type`),
    receipts: await rows(`SELECT state, reason FROM receipt WHERE shop_id = $1 ORDER BY id`),
  };
}

describe('receipts that are read together', () => {
  test('leave what they leave one after the other, whoever they turn out to be about', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(act, { minLength: 2, maxLength: 14 }), async (acts) => {
        const [many, single] = [await openStore(), await openStore()];
        await tell(many, acts.map(factOf));
        asked = { together: 0, alone: 0 };
        await readReceipts(reading);
        expect(asked).toEqual({ together: 1, alone: 0 });
        await tell(single, acts.map(factOf));
        for (const receipt of await claim()) await readReceipt(receipt, reading);
        expect(await known(many)).toEqual(await known(single));
      }),
      { numRuns: 25 },
    );
  });

  test('of several stores share a transaction, and those of one stay in their order', async () => {
    const stores = [await openStore(), await openStore(), await openStore(), await openStore()];
    const shopper = { phone: 1, email: null, account: null, agrees: true };
    for (const minute of [1, 2, 3]) {
      for (const shopId of stores)
        await tell(shopId, [factOf({ ...shopper, kind: 'checkout', token: 1, minute })]);
    }
    expect(await readReceipts(reading)).toBe(12);
    expect(asked).toEqual({ together: 2, alone: 0 });
    for (const shopId of stores) {
      const cart = await rig.stores.carts.byExternalId(shopId, 'cart-1');
      expect(cart?.sourceUpdatedAt).toEqual(minutes(3));
    }
  });

  test('end before the first of their store that tells of something else', async () => {
    const shopId = await openStore();
    const shopper = { phone: 1, email: null, account: null, agrees: true };
    const checkout = factOf({ ...shopper, kind: 'checkout', token: 1, minute: 1 });
    const later = factOf({ ...shopper, kind: 'checkout', token: 1, minute: 9 });
    const contact = contactOf({ ...shopper, kind: 'customer', token: 1, minute: 1 });
    const withdrawn = { kind: 'whatsapp_consent', contact, state: 'withdrawn' } as const;
    await tell(shopId, [checkout, { ...withdrawn, at: minutes(5) }, later]);
    await readReceipts(reading);
    expect(asked).toEqual({ together: 1, alone: 2 });
    const cart = await rig.stores.carts.byExternalId(shopId, 'cart-1');
    expect(cart?.sourceUpdatedAt).toEqual(minutes(9));
    const consents = await rig.stores.consents.of(shopId, cart?.customerId ?? newId());
    expect(consents.map(({ state }) => state)).toEqual(['granted', 'withdrawn']);
  });

  test('are read one by one when one of them can’t be written, and only that one waits', async () => {
    const shopId = await openStore();
    const shopper = { phone: 1, email: null, account: null, agrees: true };
    const good = factOf({ ...shopper, kind: 'checkout', token: 1, minute: 1 });
    const bad = factOf({ ...shopper, kind: 'checkout', token: 2, minute: 2, phone: 2 });
    if (bad.kind !== 'checkout') throw new Error('a checkout was wanted');
    const wrong = { ...bad.checkout, total: { minor: 1.5, currency: 'EUR' } };
    await tell(shopId, [good, { ...bad, checkout: wrong }]);
    await readReceipts(reading);
    expect(asked).toEqual({ together: 1, alone: 2 });
    expect(await rig.database.sql.query('SELECT state FROM receipt ORDER BY id')).toEqual([
      { state: 'processed' },
      { state: 'received' },
    ]);
    expect(await rig.stores.carts.byExternalId(shopId, 'cart-1')).not.toBeNull();
  });
});
