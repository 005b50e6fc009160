import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CipherError, createCipher } from '#adapters/postgres/cipher';
import { rotateSecrets } from '#adapters/postgres/rotate-secrets';
import { shopifyTokens } from '#adapters/postgres/shopify-tokens';
import { createStores } from '#adapters/postgres/stores';
import { cipher, KEYS, openRig, seedShop, type Rig } from './sample-rows';

const key2 = `k2:${Buffer.alloc(32, 2).toString('base64')}`;

describe('cipher', () => {
  test('what it seals opens again, and the same text never looks the same twice', () => {
    const sealed = cipher.encrypt('shpat_✓', 'channel:1');
    expect(cipher.decrypt(sealed, 'channel:1')).toBe('shpat_✓');
    expect(cipher.encrypt('shpat_✓', 'channel:1')).not.toBe(sealed);
    expect(sealed).not.toContain('shpat');
  });

  test('a text that was moved to another row, cut or changed does not open', () => {
    const sealed = cipher.encrypt('secret', 'channel:1');
    const changed = `${sealed.slice(0, -2)}${sealed.endsWith('AA') ? 'BB' : 'AA'}`;
    for (const [text, context] of [
      [sealed, 'channel:2'],
      [changed, 'channel:1'],
      [sealed.slice(0, 20), 'channel:1'],
      ['plain', 'channel:1'],
    ] as const) {
      expect(() => cipher.decrypt(text, context)).toThrow(CipherError);
    }
  });

  test('keys that are wrong are refused by name and never printed', () => {
    const short = Buffer.alloc(16, 7).toString('base64');
    expect(() => createCipher(`k9:${short}`)).toThrow('encryption key k9 must have 32 bytes');
    expect(() => createCipher(`k9:${short}`)).not.toThrow(short);
    expect(() => createCipher('')).toThrow(CipherError);
    expect(() => createCipher(`${KEYS},${KEYS}`)).toThrow('k1 is there twice');
    const sealed = cipher.encrypt('x', 'c');
    expect(() => createCipher(key2).decrypt(sealed, 'c')).toThrow('k1 is not configured');
  });
});

describe('rotation', () => {
  let rig: Rig;
  beforeAll(async () => {
    rig = await openRig();
  });
  afterAll(() => rig.end());

  test('every secret is sealed again with the newest key, after which the old one can go', async () => {
    const { shop, channel } = await seedShop(rig.stores, 'rotating');
    await shopifyTokens(rig.database, cipher).save(shop.domain, {
      accessToken: 'access',
      expiresAt: null,
      refreshToken: 'refresh',
      refreshTokenExpiresAt: null,
      scope: 'read_orders',
    });
    expect(await rotateSecrets(rig.database, createCipher(`${key2},${KEYS}`))).toBe(3);
    expect(await rotateSecrets(rig.database, createCipher(`${key2},${KEYS}`))).toBe(0);

    const onlyNew = createCipher(key2);
    const access = await createStores(rig.database.sql, onlyNew).channels.access(
      shop.id,
      channel.id,
    );
    expect(access?.accessToken).toBe('a-token');
    const token = await shopifyTokens(rig.database, onlyNew).read(shop.domain);
    expect(token).toMatchObject({ accessToken: 'access', refreshToken: 'refresh' });
  });

  test('no secret is readable in the database', async () => {
    const rows = await rig.database.sql.query<{ row: string }>(
      `SELECT channel::text AS row FROM channel UNION ALL SELECT session::text FROM session`,
    );
    expect(rows).toHaveLength(2);
    for (const { row } of rows) expect(row).not.toMatch(/a-token|access"|refresh"/);
  });
});
