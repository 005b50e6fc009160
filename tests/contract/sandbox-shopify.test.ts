import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { mintSessionToken } from '../../sandbox/shopify/session-token';
import { at, startStage, type Answered, type Stage } from './sandbox-fixture';

const VERSION = '2026-07';
let stage: Stage;
let base: string;

beforeAll(async () => {
  stage = await startStage();
  base = `http://127.0.0.1:${stage.running.ports.shopify}/admin`;
});
afterAll(() => stage.close());
beforeEach(async () => {
  await stage.control('POST', 'reset');
  stage.app.webhooks = [];
});

function exchange(more: Record<string, unknown> = {}): Promise<Answered> {
  const { shopifyApiKey, shopifyApiSecret } = stage.settings;
  return stage.call('POST', `${base}/oauth/access_token`, {
    client_id: shopifyApiKey,
    client_secret: shopifyApiSecret,
    grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
    subject_token: mintSessionToken(shopifyApiKey, shopifyApiSecret, new Date()),
    subject_token_type: 'urn:ietf:params:oauth:token-type:id_token',
    requested_token_type: 'urn:shopify:params:oauth:token-type:offline-access-token',
    expiring: '1',
    ...more,
  });
}

function refresh(refreshToken: unknown): Promise<Answered> {
  return exchange({ grant_type: 'refresh_token', refresh_token: refreshToken });
}

async function graphql(
  query: string,
  variables: Record<string, unknown> = {},
  token?: string,
): Promise<Answered> {
  const accessToken = token ?? String(at((await exchange()).body, 'access_token'));
  return stage.call(
    'POST',
    `${base}/api/${VERSION}/graphql.json`,
    { query, variables },
    { 'x-shopify-access-token': accessToken },
  );
}

describe('token exchange', () => {
  it('gives an expiring offline token with a refresh token', async () => {
    const answer = await exchange();
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({ expires_in: 3600, refresh_token_expires_in: 7776000 });
    expect(at((await graphql('{ shop { name currencyCode ianaTimezone } }')).body, 'data')).toEqual(
      {
        shop: { name: 'Bottega Demo', currencyCode: 'EUR', ianaTimezone: 'Europe/Rome' },
      },
    );
  });

  it.each([
    ['a forged signature', () => mintSessionToken('ripresa-demo-key', 'wrong', new Date())],
    ['another app', () => mintSessionToken('other', 'ripresa-demo-secret', new Date())],
    [
      'an expired token',
      () => mintSessionToken('ripresa-demo-key', 'ripresa-demo-secret', new Date(Date.now() - 1e6)),
    ],
  ])('is refused for %s', async (_name, token) => {
    const answer = await exchange({ subject_token: token() });
    expect(answer.status).toBe(400);
    expect(at(answer.body, 'error')).toBe('invalid_subject_token');
  });

  it('is refused for a wrong client secret', async () => {
    const answer = await exchange({ client_secret: 'wrong' });
    expect([answer.status, at(answer.body, 'error')]).toEqual([400, 'invalid_client']);
  });

  it('rotates refresh tokens, and a retry gives the same result until the new one is used', async () => {
    const first = await exchange();
    const old = at(first.body, 'refresh_token');
    const second = await refresh(old);
    expect((await refresh(old)).body).toEqual(second.body);
    await refresh(at(second.body, 'refresh_token'));
    const late = await refresh(old);
    expect([late.status, at(late.body, 'error')]).toEqual([400, 'invalid_grant']);
  });
});

describe('the Admin GraphQL API', () => {
  it('refuses a field that the official schema does not have, in the words of Shopify', async () => {
    const answer = await graphql('{ shop { nickname } }');
    expect(at(answer.body, 'errors', 0)).toMatchObject({
      message: "Field 'nickname' doesn't exist on type 'Shop'",
      extensions: { code: 'undefinedField', typeName: 'Shop', fieldName: 'nickname' },
    });
  });

  it('answers 401 to an unknown and to an expired token', async () => {
    expect((await graphql('{ shop { name } }', {}, 'shpat_unknown')).status).toBe(401);
    const token = String(at((await exchange()).body, 'access_token'));
    await stage.control('POST', 'faults', { service: 'shopify', kind: 'token-expired' });
    expect((await graphql('{ shop { name } }', {}, token)).status).toBe(401);
  });

  it('says what a query cost and throttles on request', async () => {
    const answer = await graphql('{ products(first: 5) { nodes { id title } } }');
    expect(at(answer.body, 'data', 'products', 'nodes')).toHaveLength(5);
    expect(at(answer.body, 'extensions', 'cost', 'requestedQueryCost')).toBe(7);
    const token = String(at((await exchange()).body, 'access_token'));
    await stage.control('POST', 'faults', { service: 'shopify', kind: 'throttled' });
    const throttled = await graphql('{ shop { name } }', {}, token);
    expect(at(throttled.body, 'errors', 0, 'extensions', 'code')).toBe('THROTTLED');
    expect(at(throttled.body, 'extensions', 'cost', 'actualQueryCost')).toBeNull();
  });

  it('pages through products with cursors', async () => {
    const query = `query($after: String) {
      products(first: 3, after: $after) { nodes { id } pageInfo { hasNextPage endCursor } } }`;
    const ids: unknown[] = [];
    let after: unknown = null;
    for (let pages = 0; pages < 9; pages += 1) {
      const { body } = await graphql(query, { after });
      ids.push(...(at(body, 'data', 'products', 'nodes') as unknown[]));
      after = at(body, 'data', 'products', 'pageInfo', 'endCursor');
      if (at(body, 'data', 'products', 'pageInfo', 'hasNextPage') === false) break;
    }
    expect(new Set(ids.map((node) => at(node, 'id'))).size).toBe(8);
  });

  it('creates a discount code once and calls a repeated code taken', async () => {
    const mutation = `mutation($d: DiscountCodeBasicInput!) {
      discountCodeBasicCreate(basicCodeDiscount: $d) {
        codeDiscountNode { id } userErrors { field code message } } }`;
    const d = {
      title: 'Ten off',
      code: 'TEN-1',
      startsAt: '2026-01-01T00:00:00Z',
      context: { all: 'ALL' },
      customerGets: { value: { percentage: 0.1 }, items: { all: true } },
    };
    const first = await graphql(mutation, { d });
    expect(at(first.body, 'data', 'discountCodeBasicCreate', 'userErrors')).toEqual([]);
    const again = await graphql(mutation, { d: { ...d, code: 'ten-1' } });
    expect(at(again.body, 'data', 'discountCodeBasicCreate', 'userErrors', 0, 'code')).toBe(
      'TAKEN',
    );
    const wrong = await graphql(mutation, { d: { ...d, startsAt: 'tomorrow' } });
    expect(at(wrong.body, 'errors', 0, 'extensions', 'code')).toBe('INVALID_VARIABLE');
  });

  it('refuses an operation whose access scope the app was not granted', async () => {
    const answer = await graphql(
      'mutation { draftOrderCreate(input: { lineItems: [] }) { userErrors { message } } }',
    );
    expect(at(answer.body, 'errors', 0, 'extensions', 'code')).toBe('ACCESS_DENIED');
  });
});

describe('uninstalling', () => {
  it('revokes the tokens first and then tells the app twice, signed', async () => {
    const token = String(at((await exchange()).body, 'access_token'));
    await stage.control('POST', 'shopify/uninstall');
    expect((await graphql('{ shop { name } }', {}, token)).status).toBe(401);
    const topics = stage.app.webhooks.map((webhook) => webhook.headers['x-shopify-topic']);
    expect(topics).toEqual(['app/uninstalled', 'app/uninstalled']);
    const [webhook] = stage.app.webhooks;
    expect(webhook?.headers['x-shopify-hmac-sha256']).toBe(
      createHmac('sha256', stage.settings.shopifyApiSecret)
        .update(webhook?.raw ?? '')
        .digest('base64'),
    );
  });
});
