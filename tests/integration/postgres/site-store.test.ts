import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createCipher } from '#adapters/postgres/cipher';
import { rotateSecrets } from '#adapters/postgres/rotate-secrets';
import { createStores } from '#adapters/postgres/stores';
import { KEYS, minutes, NOW, openRig, shopOf, siteOf, type Rig } from './sample-rows';

let rig: Rig;
beforeAll(async () => {
  rig = await openRig(4);
});
afterAll(() => rig.end());

/** The time until which a key before is taken is the database's, so it is far from now. */
const LATER = { at: NOW, previousKeyUntil: new Date('2999-01-01T00:00:00Z') };
const OVER = { at: NOW, previousKeyUntil: new Date('2000-01-01T00:00:00Z') };

async function shop(id: string) {
  const saved = { ...shopOf(id), platform: 'woocommerce' as const, domain: `${id}.example` };
  await rig.stores.shops.save(saved);
  return saved;
}

describe('a connected site', () => {
  test('is found by its id and by its domain, with its secrets', async () => {
    const one = await shop('found');
    const written = siteOf(one);
    const { signingKey, ...rest } = written;
    expect(await rig.stores.sites.connect(written, LATER)).toBe(written.id);
    const expected = { ...rest, signingKeys: [signingKey] };
    expect(await rig.stores.sites.byId(written.id)).toEqual(expected);
    expect(await rig.stores.sites.byDomain('FOUND.example')).toEqual(expected);
    expect(await rig.stores.sites.byId('nobody')).toBeNull();
  });

  test('has no secret in clear, and none that opens in another row', async () => {
    const [one, two] = [await shop('sealed'), await shop('other')];
    await rig.stores.sites.connect(siteOf(one), LATER);
    const other = siteOf(two);
    await rig.stores.sites.connect(other, LATER);
    const [row] = await rig.database.sql.query<{ text: string }>(
      `SELECT t::text AS text FROM woocommerce_site t WHERE shop_id = $1`,
      [one.id],
    );
    for (const secret of ['0a0a', 'ck_1', 'cs_1']) expect(row?.text).not.toContain(secret);
    await rig.database.sql.query(
      `UPDATE woocommerce_site SET consumer_key = (SELECT consumer_key FROM woocommerce_site
         WHERE shop_id = $1) WHERE shop_id = $2`,
      [one.id, two.id],
    );
    await expect(rig.stores.sites.byId(other.id)).rejects.toThrow(/does not open/);
    await rig.stores.sites.disconnect(two.id, NOW);
  });

  test('that connects again keeps its id, and its key before for a while', async () => {
    const one = await shop('again');
    const first = siteOf(one);
    await rig.stores.sites.connect(first, LATER);
    const second = siteOf(one, { signingKey: '0b'.repeat(32), consumerKey: 'ck_2' });
    expect(await rig.stores.sites.connect(second, LATER)).toBe(first.id);
    expect(await rig.stores.sites.byId(first.id)).toMatchObject({
      signingKeys: ['0b'.repeat(32), '0a'.repeat(32)],
      consumerKey: 'ck_2',
    });
    await rig.stores.sites.connect(siteOf(one, { signingKey: '0c'.repeat(32) }), OVER);
    expect((await rig.stores.sites.byId(first.id))?.signingKeys).toEqual(['0c'.repeat(32)]);
  });

  test('that is disconnected is forgotten with its secrets, and keeps its id for later', async () => {
    const one = await shop('gone');
    const written = siteOf(one);
    await rig.stores.sites.connect(written, LATER);
    await rig.stores.sites.disconnect(one.id, NOW);
    await rig.stores.sites.disconnect(one.id, minutes(5));
    expect(await rig.stores.sites.byId(written.id)).toBeNull();
    const rows = await rig.database.sql.query(
      `SELECT signing_key, consumer_key, consumer_secret, disconnected_at AS at
       FROM woocommerce_site WHERE shop_id = $1`,
      [one.id],
    );
    expect(rows).toEqual([
      { signing_key: null, consumer_key: null, consumer_secret: null, at: NOW },
    ]);
    expect(await rig.stores.sites.connect(siteOf(one), LATER)).toBe(written.id);
    expect((await rig.stores.sites.byId(written.id))?.signingKeys).toHaveLength(1);
  });

  test('goes with all that the store let us do', async () => {
    const one = await shop('cleaned');
    const written = siteOf(one);
    await rig.stores.sites.connect(written, LATER);
    await rig.stores.sessions.deleteForShop(one.domain);
    expect(await rig.stores.sites.byId(written.id)).toBeNull();
  });

  test('is sealed anew when the keys of the app change', async () => {
    const one = await shop('rotated');
    const written = siteOf(one);
    await rig.stores.sites.connect(written, LATER);
    const newest = `k2:${Buffer.alloc(32, 2).toString('base64')}`;
    expect(await rotateSecrets(rig.database, createCipher(`${newest},${KEYS}`))).toBeGreaterThan(2);
    const stores = createStores(rig.database.sql, createCipher(newest));
    expect(await stores.sites.byId(written.id)).toMatchObject({ consumerSecret: 'cs_1' });
  });
});

describe('a one-time code', () => {
  const code = (hash: string) => ({
    hash,
    home: 'https://shop.example',
    rest: 'https://shop.example/wp-json/',
    state: 'ab'.repeat(16),
    expiresAt: minutes(10),
  });

  test('is used once, whoever asks at the same time', async () => {
    await rig.stores.sites.offerCode(code('h1'), NOW);
    const answers = await Promise.all(
      [1, 2, 3].map(() => rig.stores.sites.useCode('h1', minutes(1))),
    );
    expect(answers.filter(Boolean)).toHaveLength(1);
    expect(await rig.stores.sites.code('h1')).toEqual({ ...code('h1'), usedAt: minutes(1) });
  });

  test('is of no use once its time is over, and is gone a day later', async () => {
    await rig.stores.sites.offerCode(code('h2'), NOW);
    expect(await rig.stores.sites.useCode('h2', minutes(11))).toBe(false);
    const nextDay = minutes(10 + 24 * 60 + 1);
    await rig.stores.sites.offerCode({ ...code('h3'), expiresAt: minutes(99_999) }, nextDay);
    expect(await rig.stores.sites.code('h2')).toBeNull();
    expect(await rig.stores.sites.code('h3')).not.toBeNull();
  });
});
