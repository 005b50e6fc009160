import { createHmac, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { merchantPages } from '../../app/doors/merchant-pages';
import { lines, sendRaw } from '../support/raw-http';
import { SECRETS } from '../support/secrets';
import { seedTenant, sessionToken } from '../support/tenants';
import { DEMO, open, openStage, PHONE_BROWSER } from './acts';
import type { Stage } from './acts';

const SQL = [
  `' OR '1'='1`,
  `'; DROP TABLE cart; --`,
  `" OR ""="`,
  `\\'; SELECT pg_sleep(60); --`,
  `$1`,
  `%' UNION SELECT id, access_token FROM channel --`,
];

let stage: Stage;
beforeAll(async () => {
  stage = await openStage({ pages: merchantPages });
  await seedTenant(stage.rehearsal.services, await stage.shop(), 'Own');
});
afterAll(() => stage.rehearsal.close());

const tables = () =>
  stage.book.rows(`SELECT relname FROM pg_class WHERE relkind = 'r' ORDER BY relname`);

const list = (name: string, query: Readonly<Record<string, string>>) => {
  const search = new URLSearchParams({ _data: `routes/app.${name}._index`, ...query });
  return fetch(`${stage.appUrl}/app/${name}?${search.toString()}`, {
    headers: { authorization: `Bearer ${sessionToken(DEMO)}`, 'user-agent': PHONE_BROWSER },
  });
};

describe('SQL that is put', () => {
  test('into a search finds nobody, and jokers stand for themselves', async () => {
    for (const q of [...SQL, '%', '_', '%%%', '\\', 'O_n', '%Own%']) {
      const answer = await list('shoppers', { q });
      expect(answer.status, q).toBe(200);
      expect(((await answer.json()) as { shoppers: unknown[] }).shoppers, q).toEqual([]);
    }
    const found = (await (await list('shoppers', { q: 'Own' })).json()) as { shoppers: unknown[] };
    expect(found.shoppers).toHaveLength(1);
  });

  test('into a page’s mark leads to a page, never to an error', async () => {
    const before = await tables();
    const mark = (values: unknown) => Buffer.from(JSON.stringify(values)).toString('base64url');
    const now = '2026-01-01T00:00:00.000Z';
    for (const sql of SQL) {
      const marks = [
        sql,
        mark(sql),
        mark([sql, sql]),
        mark([now, sql]),
        mark([sql, sql, sql]),
        mark(['never', sql]),
        mark({ 0: sql }),
        mark([now, 'a\u0000b']),
      ];
      for (const name of ['shoppers', 'conversations', 'templates']) {
        for (const value of marks) {
          expect((await list(name, { after: value })).status, `${name} ${value}`).toBe(200);
          expect((await list(name, { before: value })).status, `${name} ${value}`).toBe(200);
        }
      }
    }
    expect(await tables()).toEqual(before);
  });

  test('into a token, an id, a topic or a store’s name is only a text', async () => {
    const before = await tables();
    for (const sql of SQL) {
      expect((await open(stage, encodeURIComponent(sql))).status).toBe(404);
      const shopper = await fetch(
        `${stage.appUrl}/app/shoppers/${encodeURIComponent(sql)}?_data=routes%2Fapp.shoppers.%24id`,
        { headers: { authorization: `Bearer ${sessionToken(DEMO)}`, 'user-agent': PHONE_BROWSER } },
      );
      expect(shopper.status, sql).toBe(404);
      expect(await webhook({ topic: sql })).toBe(200);
      expect(await webhook({ shop: sql })).toBe(401);
      expect(await webhook({ event: sql })).toBe(200);
    }
    await stage.world.advance(1);
    expect(await tables()).toEqual(before);
  });
});

async function webhook(told: { topic?: string; shop?: string; event?: string }): Promise<number> {
  const body = JSON.stringify({ id: randomUUID() });
  const signature = createHmac('sha256', SECRETS.SHOPIFY_API_SECRET).update(body).digest('base64');
  const head = lines(
    'POST /webhooks/shopify HTTP/1.1',
    'host: door',
    `content-length: ${body.length}`,
    `x-shopify-topic: ${told.topic ?? 'themes/update'}`,
    `x-shopify-shop-domain: ${told.shop ?? DEMO}`,
    `x-shopify-event-id: ${told.event ?? randomUUID()}`,
    `x-shopify-hmac-sha256: ${signature}`,
  );
  return (await sendRaw(stage.appUrl, `${head}${body}`)).status;
}
