import { randomUUID } from 'node:crypto';
import type { CartWrite, LineItem } from '#core/commerce/index';
import type { CustomerId, SequenceId } from '#core/kernel/ids';
import { DEFAULT_STEPS } from '#core/recovery/index';
import { HOUR_MS, newId, seedOutcome } from './demo-outcomes';
import type { DemoInput } from './demo-outcomes';

const NAMES = ['Giulia Bianchi', 'Luca Ferrari', 'Chiara Romano', 'Matteo Ricci', 'Anna Schmidt'];
const GOODS = [
  ['Moka pot', 3_490],
  ['Linen tote', 2_900],
  ['Beeswax candle', 1_850],
  ['Olive oil, 750 ml', 1_690],
] as const;

export interface DemoIds {
  readonly sequences: readonly SequenceId[];
  /** One shopper for each thing that can happen, by number. */
  readonly customers: readonly CustomerId[];
}

/**
 * Sixty carts of sixty shoppers over three weeks, two campaigns, two currencies, and every way in
 * which a reminder can end: paid, refunded, read, failed, declined, skipped, held out, stopped.
 */
export async function seedDemoData(input: DemoInput): Promise<DemoIds> {
  const sequences = await seedSequences(input);
  const customers: CustomerId[] = [];
  for (let index = 0; index < 60; index += 1)
    customers.push(await seedCart(index, sequences, input));
  return { sequences, customers };
}

async function seedSequences({ shop, stores }: DemoInput): Promise<SequenceId[]> {
  const known = await stores.sequences.ofShop(shop.id);
  const second: SequenceId = newId();
  const steps = DEFAULT_STEPS;
  const name = 'Big baskets';
  await stores.sequences.save({
    id: second,
    shopId: shop.id,
    name,
    state: 'active',
    steps,
    priority: 1,
  });
  if (known[0]) return [known[0].id, second];
  const first: SequenceId = newId();
  const shared = { shopId: shop.id, state: 'active' as const, steps };
  await stores.sequences.save({ id: first, ...shared, name: 'Cart recovery', priority: 0 });
  return [first, second];
}

const itemsOf = (index: number): LineItem[] =>
  GOODS.slice(0, 1 + (index % 3)).map(([title, minor]) => ({
    productId: null,
    variantId: null,
    title,
    variantTitle: null,
    sku: null,
    quantity: 1,
    unitPrice: { minor, currency: 'EUR' },
    compareAt: null,
    imageUrl: null,
  }));

async function seedCart(
  index: number,
  sequences: readonly SequenceId[],
  input: DemoInput,
): Promise<CustomerId> {
  const { shop, stores, database } = input;
  const left = new Date(input.now.getTime() - (index * 8 + 30) * HOUR_MS);
  const customerId: CustomerId = newId();
  const phone = `+3933312345${String(index).padStart(2, '0')}`;
  const displayName = NAMES[index % NAMES.length] ?? 'Giulia';
  await stores.customers.save({
    id: customerId,
    shopId: shop.id,
    displayName,
    firstName: displayName.split(' ')[0] ?? null,
    locale: 'it',
    countryCode: 'IT',
    identities: [
      { kind: 'phone', value: phone },
      { kind: 'email', value: `shopper${index}@example.com` },
    ],
  });
  const lineItems = itemsOf(index);
  const cart: CartWrite = {
    id: newId(),
    shopId: shop.id,
    externalId: randomUUID(),
    cartToken: null,
    customerId,
    phone,
    phoneProblem: null,
    email: null,
    countryCode: 'IT',
    locale: 'it',
    lineItems,
    total: {
      minor: lineItems.reduce((sum, item) => sum + item.unitPrice.minor, 0),
      currency: 'EUR',
    },
    recoveryUrl: null,
    discountCodes: [],
    state: 'abandoned',
    lastActivityAt: left,
    sourceUpdatedAt: left,
  };
  await stores.carts.upsertNewest(cart);
  const abandoned = new Date(left.getTime() + HOUR_MS);
  await database.sql.query('UPDATE cart SET abandoned_at = $3 WHERE shop_id = $1 AND id = $2', [
    shop.id,
    cart.id,
    abandoned,
  ]);
  const event = { shopId: shop.id, subjectId: cart.id, occurredAt: abandoned };
  await stores.events.append({ ...event, type: 'cart.abandoned', payload: { customerId } });
  const sequenceId = sequences[index % sequences.length] ?? null;
  await seedOutcome({ index, cart, customerId, sequenceId, abandoned }, input);
  return customerId;
}
