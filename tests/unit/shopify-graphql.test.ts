import { describe, expect, it } from 'vitest';
import { z } from 'zod';

import type { AccessTokens } from '#adapters/commerce/shopify/access-token.server';
import { createAdminGraphql } from '#adapters/commerce/shopify/graphql.server';
import { operation } from '#adapters/commerce/shopify/operation';
import type { Http, HttpRequest } from '#adapters/http/request';
import { VendorFault } from '#core/kernel/vendor-fault';

const SHOP = 'demo.myshopify.com';
const NAME = operation(
  'Name',
  'query Name { shop { name } }',
  z.object({ shop: z.object({ name: z.string() }) }),
);

interface Answer {
  readonly status?: number;
  readonly body?: unknown;
  readonly retryAfterMs?: number;
}

const OK: Answer = { body: { data: { shop: { name: 'Demo' } } } };

const throttled = (available: number): Answer => ({
  body: {
    errors: [{ message: 'Throttled', extensions: { code: 'THROTTLED' } }],
    extensions: {
      cost: {
        requestedQueryCost: 300,
        throttleStatus: { maximumAvailable: 2000, currentlyAvailable: available, restoreRate: 100 },
      },
    },
  },
});

const refused = (code: string): Answer => ({
  body: { data: null, errors: [{ message: 'about zoe@example.com', extensions: { code } }] },
});

/** A shop that gives these answers in turn, the last one for ever. */
function shop(...answers: Answer[]) {
  const requests: HttpRequest[] = [];
  const waits: number[] = [];
  const renewals: string[] = [];
  const request: Http['request'] = (call) => {
    requests.push(call);
    const {
      status = 200,
      body = '',
      retryAfterMs = null,
    } = answers[Math.min(requests.length, answers.length) - 1] ?? OK;
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    return Promise.resolve({
      status,
      headers: {},
      body: Buffer.from(text),
      url: call.url,
      retryAfterMs,
    });
  };
  const tokens: AccessTokens = {
    valid: () => Promise.resolve('first'),
    renewed: (_, old) => {
      renewals.push(old);
      return Promise.resolve('second');
    },
  };
  const wait = (milliseconds: number) => {
    waits.push(milliseconds);
    return Promise.resolve();
  };
  const graphql = createAdminGraphql({ http: { request }, tokens, address: {}, wait });
  return { requests, waits, renewals, ask: () => graphql(SHOP, NAME) };
}

const faultOf = async (promise: Promise<unknown>): Promise<VendorFault> => {
  const error: unknown = await promise.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (error instanceof VendorFault) return error;
  throw new Error('no fault');
};

const tokenOf = (request: HttpRequest | undefined) => request?.headers?.['x-shopify-access-token'];

describe('the Admin API', () => {
  it('is asked at the shop’s own address with its own token', async () => {
    const { ask, requests } = shop(OK);
    expect(await ask()).toEqual({ shop: { name: 'Demo' } });
    expect(requests[0]?.url).toBe('https://demo.myshopify.com/admin/api/2026-07/graphql.json');
    expect(tokenOf(requests[0])).toBe('first');
  });

  it('is asked again when its bucket has refilled', async () => {
    const { ask, waits } = shop(throttled(100), throttled(250), OK);
    expect(await ask()).toEqual({ shop: { name: 'Demo' } });
    expect(waits).toEqual([2000, 500]);
  });

  it('hands a long throttle back with the time to wait', async () => {
    const { ask, waits } = shop(throttled(-800));
    expect((await faultOf(ask())).details).toMatchObject({
      code: 'THROTTLED',
      retry: 'after',
      afterMs: 11_000,
    });
    expect(waits).toEqual([]);
  });

  it('never waits longer than ten seconds in all', async () => {
    const { ask, waits } = shop(throttled(-100));
    await faultOf(ask());
    expect(waits.reduce((sum, wait) => sum + wait, 0)).toBeLessThanOrEqual(10_000);
  });

  it('waits a second when it is throttled without saying for how long', async () => {
    const { ask, waits } = shop(refused('THROTTLED'), OK);
    await ask();
    expect(waits).toEqual([1000]);
  });

  it('is asked once more with a new token after a 401', async () => {
    const { ask, requests, renewals } = shop({ status: 401 }, OK);
    expect(await ask()).toEqual({ shop: { name: 'Demo' } });
    expect(renewals).toEqual(['first']);
    expect(requests.map(tokenOf)).toEqual(['first', 'second']);
  });

  it('needs the merchant when a new token is refused too', async () => {
    const { ask, requests } = shop({ status: 401 });
    expect((await faultOf(ask())).details).toMatchObject({ code: 'reauthorize', retry: 'never' });
    expect(requests).toHaveLength(2);
  });

  it.each([
    [402, 'never'],
    [403, 'never'],
    [404, 'never'],
    [423, 'never'],
    [429, 'after'],
    [500, 'after'],
    [503, 'after'],
  ])('answers HTTP %i: retry %s', async (status, retry) => {
    const { ask } = shop({ status, body: '<html>' });
    expect((await faultOf(ask())).details).toMatchObject({ retry, httpStatus: status });
  });

  it('names its own wait with a 429', async () => {
    const { ask } = shop({ status: 429, retryAfterMs: 4000 });
    expect((await faultOf(ask())).details.afterMs).toBe(4000);
  });

  it.each([
    ['ACCESS_DENIED', 'never'],
    ['MAX_COST_EXCEEDED', 'never'],
    ['undefinedField', 'never'],
    ['INTERNAL_SERVER_ERROR', 'after'],
  ])('refuses with %s: retry %s, and its words stay out of the log', async (code, retry) => {
    const fault = await faultOf(shop(refused(code)).ask());
    expect(fault.details).toMatchObject({ code, retry });
    expect(fault.message).not.toContain('zoe');
  });

  it.each([
    ['no JSON', 'hello'],
    ['other data', { data: { shop: null } }],
    ['a text of errors', { errors: 'Not Found' }],
  ])('is at fault when it answers %s', async (_, body) => {
    expect((await faultOf(shop({ body }).ask())).details.retry).toBe('never');
  });
});
