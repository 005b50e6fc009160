import { Session } from '@shopify/shopify-api';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { shopifySessions } from '#adapters/postgres/shopify-sessions';
import { shopifyTokens } from '#adapters/postgres/shopify-tokens';
import { cipher, minutes, openRig, type Rig } from './sample-rows';

let rig: Rig;
const domain = 'demo.myshopify.com';
beforeAll(async () => {
  rig = await openRig(3);
});
afterAll(() => rig.end());

const sessions = () => shopifySessions(rig.database.sql, cipher);
const tokens = () => shopifyTokens(rig.database, cipher);
const offline = (accessToken: string) =>
  new Session({
    id: `offline_${domain}`,
    shop: domain,
    state: '',
    isOnline: false,
    scope: 'read_orders',
    expires: minutes(60),
    accessToken,
    refreshToken: 'refresh-1',
    refreshTokenExpires: minutes(9_999),
  });

test('a session comes back as it was stored', async () => {
  const session = offline('access-1');
  expect(await sessions().storeSession(session)).toBe(true);
  const loaded = await sessions().loadSession(session.id);
  expect(loaded?.equals(session)).toBe(true);
  expect(loaded?.refreshToken).toBe('refresh-1');
  const online = new Session({
    id: 'online-1',
    shop: domain,
    state: 's',
    isOnline: true,
    accessToken: 'x',
    onlineAccessInfo: {
      expires_in: 9,
      associated_user_scope: 'a',
      associated_user: {
        id: 7,
        first_name: 'A',
        last_name: 'B',
        email: 'a@b.c',
        account_owner: true,
        locale: 'it',
        collaborator: false,
        email_verified: true,
      },
    },
  });
  await sessions().storeSession(online);
  expect((await sessions().loadSession('online-1'))?.toObject()).toEqual(online.toObject());
  const found = await sessions().findSessionsByShop(domain);
  expect(found.map(({ id }) => id)).toEqual([session.id, 'online-1']);
});

test('the worker’s token and the admin’s session are one row', async () => {
  await sessions().storeSession(offline('access-2'));
  expect(await tokens().read(domain)).toEqual({
    accessToken: 'access-2',
    expiresAt: minutes(60),
    refreshToken: 'refresh-1',
    refreshTokenExpiresAt: minutes(9_999),
    scope: 'read_orders',
  });
  await tokens().save(domain, {
    accessToken: 'access-3',
    expiresAt: minutes(120),
    refreshToken: 'refresh-2',
    refreshTokenExpiresAt: null,
    scope: 'read_orders,write_orders',
  });
  const session = await sessions().loadSession(`offline_${domain}`);
  expect(session).toMatchObject({ accessToken: 'access-3', refreshToken: 'refresh-2' });
  expect(session?.refreshTokenExpires).toBeUndefined();
});

test('of many refreshes at once one asks the platform and the others find its token', async () => {
  await tokens().save(domain, {
    accessToken: 'stale',
    expiresAt: minutes(0),
    refreshToken: 'r',
    refreshTokenExpiresAt: null,
    scope: '',
  });
  let asked = 0;
  const refresh = () =>
    tokens().withLock(domain, async () => {
      const known = await tokens().read(domain);
      if (known && known.accessToken !== 'stale') return known.accessToken;
      asked += 1;
      const fresh = { expiresAt: minutes(60), refreshToken: 'r2', refreshTokenExpiresAt: null };
      await tokens().save(domain, { ...fresh, accessToken: 'fresh', scope: '' });
      return 'fresh';
    });
  const answers = await Promise.all(Array.from({ length: 12 }, refresh));
  expect(new Set(answers)).toEqual(new Set(['fresh']));
  expect(asked).toBe(1);
});

test('forgetting a shop’s access leaves nothing, twice too', async () => {
  await tokens().forget(domain);
  await tokens().forget(domain);
  expect(await tokens().read(domain)).toBeNull();
  expect(await sessions().findSessionsByShop(domain)).toEqual([]);
  expect(await sessions().loadSession('online-1')).toBeUndefined();
  expect(await sessions().deleteSession('online-1')).toBe(true);
  expect(await sessions().deleteSessions(['a', 'b'])).toBe(true);
});
