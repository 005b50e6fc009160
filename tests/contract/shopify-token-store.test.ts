import { randomBytes } from 'node:crypto';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { createCipher } from '#adapters/postgres/cipher';
import { createDatabase, type Database } from '#adapters/postgres/client';
import { shopifySessions } from '#adapters/postgres/shopify-sessions';
import { shopifyTokens } from '#adapters/postgres/shopify-tokens';

import { exchangeToken, SHOP, startStandIn, type StandIn } from '../fixtures/shopify/stand-in';
import { createTestDatabase, type TestDatabase } from '../support/database';

let test: TestDatabase;
let shopify: StandIn;
const databases: Database[] = [];
const cipher = createCipher(`k1:${randomBytes(32).toString('base64')}`);

beforeAll(async () => {
  test = await createTestDatabase();
  shopify = await startStandIn();
  databases.push(...[1, 2, 3].map(() => createDatabase(test.url, { max: 4 })));
});
afterAll(async () => {
  await shopify.close();
  await Promise.all(databases.map((database) => database.close()));
  await test.drop();
});

const database = (): Database => {
  const [first] = databases;
  if (!first) throw new Error('no database');
  return first;
};

const refreshes = () =>
  shopify.requests.entries().filter(({ path }) => path.endsWith('/access_token')).length;

describe('offline tokens in PostgreSQL', () => {
  it('are refreshed once when the workers of three processes need one at once', async () => {
    const stores = databases.map((each) => shopifyTokens(each, cipher));
    const [store] = stores;
    if (!store) throw new Error('no store');
    await exchangeToken(shopify, store);
    const token = await store.read(SHOP);
    if (!token) throw new Error('no token');
    await store.save(SHOP, { ...token, expiresAt: new Date(Date.now() + 60_000) });
    const before = refreshes();
    const clients = stores.flatMap((each) => [shopify.client(each), shopify.client(each)]);
    const shops = await Promise.all(clients.map((client) => client.readShop(SHOP)));
    expect(new Set(shops.map(({ name }) => name)).size).toBe(1);
    expect(refreshes() - before).toBe(1);
    expect((await store.read(SHOP))?.refreshToken).not.toBe(token.refreshToken);
  });

  it('are the library’s own offline session, and are unreadable in the table', async () => {
    const store = shopifyTokens(database(), cipher);
    await exchangeToken(shopify, store);
    const token = await store.read(SHOP);
    const session = await shopifySessions(database().sql, cipher).loadSession(`offline_${SHOP}`);
    expect(session).toMatchObject({
      shop: SHOP,
      accessToken: token?.accessToken,
      refreshToken: token?.refreshToken,
    });
    const rows = JSON.stringify(await database().sql.query('SELECT * FROM session'));
    expect(rows).not.toContain(token?.accessToken);
    expect(rows).not.toContain(token?.refreshToken);
  });

  it('are forgotten when the app is removed', async () => {
    const store = shopifyTokens(database(), cipher);
    await exchangeToken(shopify, store);
    await store.forget(SHOP);
    expect(await store.read(SHOP)).toBeNull();
    await store.forget(SHOP);
  });
});
