import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createCipher } from '#adapters/postgres/cipher';
import { createDatabase } from '#adapters/postgres/client';
import type { Database } from '#adapters/postgres/client';
import { createStores } from '#adapters/postgres/stores';
import type { Stores } from '#adapters/postgres/stores';
import type { CartId, CustomerId, RecoveryId, ShopId } from '#core/kernel/ids';
import { createTestDatabase } from '../../support/database';
import type { TestDatabase } from '../../support/database';
import { counted } from './counted';

let place: TestDatabase;
let database: Database;
const cipher = createCipher(`k1:${randomBytes(32).toString('base64')}`);

beforeAll(async () => {
  place = await createTestDatabase();
  database = createDatabase(place.url, { max: 2 });
});
afterAll(async () => {
  await database.close();
  await place.drop();
});

describe('what many due steps ask of their facts', () => {
  const now = new Date('2026-03-09T11:00:00Z');
  const buyer = { customerId: 'c' as CustomerId, phone: null, email: null };
  const proofs = { checkoutTokens: ['a'], cartTokens: [], clickTokens: ['b'], discountCodes: [] };

  test.each<[string, (stores: Stores, shop: ShopId) => Promise<unknown>]>([
    ['proofs', ({ recoveries }, shop) => recoveries.purchaseProofs(shop, 'r' as RecoveryId)],
    ['purchases', ({ orders }, shop) => orders.purchasedSince(shop, { ...proofs, ...buyer }, now)],
    ['replies', ({ recoveries }, shop) => recoveries.repliedSince(shop, buyer.customerId, now)],
    ['consents', ({ consents }, shop) => consents.of(shop, buyer.customerId)],
    ['carts', ({ carts }, shop) => carts.byId(shop, 'k' as CartId)],
  ])('is one statement for all of them: %s', async (_what, question) => {
    const shops = ['s1', 's2', 's3'] as ShopId[];
    const { statements } = await counted(database, (together) => {
      const stores = createStores(together, cipher);
      return shops.map((shop) => question(stores, shop));
    });
    expect(statements).toBe(1);
  });
});
