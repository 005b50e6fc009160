import { readdirSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ServerBuild } from '@remix-run/node';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { merchantPages } from '../../app/doors/merchant-pages';
import { addOtherShop, OTHER, OTHER_NUMBER, seedTenant, sessionToken } from '../support/tenants';
import type { TenantIds } from '../support/tenants';
import { DEMO, openStage, PHONE_BROWSER } from './acts';
import type { Stage } from './acts';

const MARK = 'Quetzalcoatl';

let stage: Stage;
let own: TenantIds;
let other: TenantIds;
let routes: ServerBuild['routes'];

beforeAll(async () => {
  const build = pathToFileURL(path.resolve('build/server/index.js')).href;
  ({ routes } = (await import(/* @vite-ignore */ build)) as ServerBuild);
  stage = await openStage({ pages: merchantPages, hasWorkers: false });
  const { services } = stage.rehearsal;
  const shop = await stage.shop();
  own = await seedTenant(services, shop, 'Own');
  other = await seedTenant(services, await addOtherShop(services, shop), MARK);
});
afterAll(() => stage.rehearsal.close());

/** Ids for the parameters of every address that has some: a new one must be named here. */
const PARAMS: Readonly<Record<string, (ids: TenantIds) => Readonly<Record<string, string>>>> = {
  'routes/app.sequences.$id': ({ sequence }) => ({ id: sequence }),
  'routes/app.shoppers.$id': ({ shopper }) => ({ id: shopper }),
  'routes/app.templates.$id': ({ template }) => ({ id: template }),
  'routes/app.settings.export.$id': (ids) => ({ id: ids.export }),
  'routes/app.conversations.$id': ({ conversation }) => ({ id: conversation }),
  'routes/app.conversations.$id_.media.$messageId': (ids) => ({
    id: ids.conversation,
    messageId: ids.picture,
  }),
};

const admin = () => Object.values(routes).filter(({ id }) => id.startsWith('routes/app'));
const withParams = () => admin().filter((route) => /[:*]/.test(route.path ?? ''));
const patternOf = (id: string): string => {
  const route = routes[id]!;
  const above = route.parentId ? patternOf(route.parentId) : '';
  return [above, route.path].filter(Boolean).join('/');
};
const address = (id: string, params: Readonly<Record<string, string>> = {}): string =>
  `/${patternOf(id)}`.replaceAll(/:(\w+)/g, (_, name: string) => params[name] ?? `no-${name}`);

interface Asking {
  readonly token?: string;
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: string;
  readonly body?: BodyInit;
  readonly type?: string;
}

const ask = (id: string, asking: Asking = {}): Promise<Response> => {
  const { token = sessionToken(DEMO), params, query = '', body, type } = asking;
  return fetch(`${stage.appUrl}${address(id, params)}?_data=${encodeURIComponent(id)}${query}`, {
    redirect: 'manual',
    headers: {
      authorization: `Bearer ${token}`,
      'user-agent': PHONE_BROWSER,
      ...(type ? { 'content-type': type } : {}),
    },
    ...(body === undefined ? {} : { method: 'POST', body }),
  });
};

/** All rows of the other store, in every table but the figures: those are folded at any time. */
async function othersRows(): Promise<string> {
  const tables = await stage.book.rows<{ name: string }>(
    `SELECT table_name AS name FROM information_schema.columns
     WHERE table_schema = 'public' AND column_name = 'shop_id'
       AND table_name NOT LIKE 'figure%' ORDER BY 1`,
  );
  const found = await Promise.all(
    tables.map(({ name }) =>
      stage.book.rows(
        `SELECT to_jsonb(t) AS row FROM "${name}" t WHERE shop_id = 'other-shop' ORDER BY t::text`,
      ),
    ),
  );
  return JSON.stringify(found);
}

/** What every action answers to bodies about the other store's things, by route. */
async function statusesOf(
  bodies: readonly Pick<Asking, 'body' | 'type'>[],
): Promise<Map<string, number[]>> {
  const statuses = new Map<string, number[]>();
  for (const { id } of admin().filter(({ module }) => module.action)) {
    const query = id.endsWith('_index') ? '&index' : '';
    const params = PARAMS[id]?.(other) ?? {};
    const asked = bodies.map(async (body) => (await ask(id, { params, query, ...body })).status);
    statuses.set(id, await Promise.all(asked));
  }
  return statuses;
}

describe('the admin of one store', () => {
  test('is asked here at all its addresses, as the sources have them', () => {
    const files = readdirSync('app/routes').map((name) => name.replace(/\.tsx?$/, ''));
    expect(Object.keys(routes).toSorted()).toEqual(
      ['root', ...files.map((name) => `routes/${name}`)].toSorted(),
    );
    expect(withParams().map(({ id }) => id)).toEqual(
      expect.arrayContaining(Object.keys(PARAMS).filter((id) => id in routes)),
    );
    for (const { id } of withParams()) expect(PARAMS, `name ids for ${id}`).toHaveProperty([id]);
  });

  test('reads its own things, and answers 404 for the very same things of another store', async () => {
    for (const { id, module } of withParams()) {
      if (!module.loader) continue;
      const mine = await ask(id, { params: PARAMS[id]!(own) });
      // WhatsApp does not know the picture; that it was asked says that it was ours.
      const isPicture = id.includes('media');
      expect(mine.status, id).toBe(isPicture ? 404 : 200);
      if (isPicture) expect(await mine.text()).toContain('WhatsApp does not have');
      const theirs = await ask(id, { params: PARAMS[id]!(other) });
      expect(theirs.status, id).toBe(404);
      expect(await theirs.text()).toMatch(/^There is no such \w+\.$/);
    }
  });

  test('reaches no part of another store’s thing through one of its own', async () => {
    const id = 'routes/app.conversations.$id_.media.$messageId';
    const params = { id: own.conversation, messageId: other.picture };
    expect((await ask(id, { params })).status).toBe(404);
  });

  test('shows nothing of another store on any page, whatever is searched or paged for', async () => {
    const mark = Buffer.from(JSON.stringify(['2026-01-01T00:00:00.000Z', other.shopper]));
    const queries = ['', `&q=${MARK}`, `&shop=${OTHER}`, `&after=${mark.toString('base64url')}`];
    for (const { id, module } of admin().filter((route) => !/[:*]/.test(route.path ?? ''))) {
      if (!module.loader) continue;
      for (const query of queries) {
        const answer = await ask(id, { query });
        expect(answer.status, id).toBe(200);
        const text = await answer.text();
        for (const theirs of [
          `${MARK} `,
          OTHER,
          OTHER_NUMBER,
          ...Object.values<string>({ ...other }),
        ]) {
          if (!query.includes(theirs)) expect(text, `${id} ${query}`).not.toContain(theirs);
        }
      }
    }
  });

  test('changes nothing of another store: every action answers 404 for its ids', async () => {
    const before = await othersRows();
    const json = 'application/json';
    const bodies: readonly Pick<Asking, 'body' | 'type'>[] = [
      { body: new URLSearchParams({ text: 'Hello', id: other.sequence, by: '1' }) },
      { body: JSON.stringify({ intent: 'state', state: 'archived' }), type: json },
      { body: '{', type: json },
      { body: JSON.stringify({ text: 'a\0b' }), type: json },
      { body: new URLSearchParams({ text: 'a\0b', id: 'a\0b' }) },
      {
        body: new URLSearchParams({
          ...{ intent: 'request', what: 'sum', amount: '12.50', reason: 'Repair' },
          key: 'from-another-store',
        }),
      },
      { body: new URLSearchParams({ intent: 'withdraw', request: other.sequence }) },
      { body: new URLSearchParams({ intent: 'accept', payment: other.sequence }) },
      {
        body: JSON.stringify({ draft: { body: 'Hi', fields: [], footer: '', buttons: [] } }),
        type: json,
      },
    ];
    const statuses = await statusesOf(bodies);
    for (const [id, all] of statuses) expect(Math.max(...all), id).toBeLessThan(500);
    for (const id of [...Object.keys(PARAMS), 'routes/app.sequences._index']) {
      if (!routes[id]?.module.action) continue;
      const seen = new Set(statuses.get(id));
      expect(seen, id).toContain(404);
      expect(seen, id).toEqual(new Set([400, 404].filter((one) => seen.has(one))));
    }
    expect(await othersRows()).toBe(before);
  });

  test('can’t take over a number that another store uses', async () => {
    const body = new URLSearchParams({
      intent: 'connect',
      phoneNumberId: OTHER_NUMBER,
      wabaId: '200000000000002',
      accessToken: 'demo-whatsapp-token',
    });
    const answer = await ask('routes/app.settings.whatsapp', { body });
    expect(await answer.json()).toMatchObject({
      ok: false,
      errors: { phoneNumberId: 'Another store uses this number.' },
    });
  });
});

describe('a session token', () => {
  test('that is forged, of another app, or over opens no address at all', async () => {
    const now = Math.floor(Date.now() / 1000);
    const valid = sessionToken(DEMO);
    const [, claims = '', signature = ''] = valid.split('.');
    const none = Buffer.from('{"alg":"none","typ":"JWT"}').toString('base64url');
    const tokens = [
      '',
      'null',
      sessionToken(DEMO, {}, 'somebody-else'),
      sessionToken(DEMO, { aud: 'another-app' }),
      sessionToken(DEMO, { exp: now - 3_600, nbf: now - 7_200, iat: now - 7_200 }),
      sessionToken(DEMO, { nbf: now + 3_600, iat: now + 3_600, exp: now + 7_200 }),
      `${none}.${claims}.`,
      `${none}.${claims}.${signature}`,
      `${sessionToken(OTHER).split('.').slice(0, 2).join('.')}.${signature}`,
    ];
    for (const { id, module } of admin()) {
      for (const token of tokens) {
        if (!module.loader) continue;
        const answer = await ask(id, { token, params: PARAMS[id]?.(own) ?? {} });
        expect([302, 401], `${id} ${token}`).toContain(answer.status);
        expect(await answer.text(), id).not.toContain('Own ');
      }
    }
  });

  test('of one store stays its own, whatever store the address names', async () => {
    const id = 'routes/app.shoppers._index';
    const answer = await ask(id, { query: `&shop=${OTHER}&host=${btoa(OTHER)}` });
    expect(await answer.text()).toContain('Own name');
  });
});
