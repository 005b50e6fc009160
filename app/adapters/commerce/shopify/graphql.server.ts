import { setTimeout as sleep } from 'node:timers/promises';

import { parseJson } from '#adapters/http/parse-json';
import type { Http, HttpResponse } from '#adapters/http/request';

import type { AccessTokens } from './access-token.server';
import { addressOf, type ShopifyAddress } from './address';
import {
  errorsFault,
  graphqlAnswer,
  shopifyFault,
  throttleWaitMs,
  type GraphqlAnswer,
} from './graphql-errors';
import { API_VERSION } from './manifest';
import type { Operation } from './operation';

/** Runs one operation in one shop. Throws VendorFault; its `code` is Shopify's own where it has one. */
export type AdminGraphql = <Data>(
  domain: string,
  operation: Operation<Data>,
  variables?: Readonly<Record<string, unknown>>,
) => Promise<Data>;

export interface GraphqlOptions {
  readonly http: Pick<Http, 'request'>;
  readonly tokens: AccessTokens;
  readonly address: ShopifyAddress;
  readonly wait?: (milliseconds: number) => Promise<unknown>;
}

/** A call waits this long for the throttle in all; a longer wait is the caller's to plan. */
const LONGEST_THROTTLE_MS = 10_000;

const TIMEOUT_MS = 20_000;
const LARGEST_ANSWER = 20 * 1024 * 1024;

/** The Admin GraphQL API: throttling by `extensions.cost`, one new token after a 401. */
export function createAdminGraphql(options: GraphqlOptions): AdminGraphql {
  return async (domain, operation, variables = {}) => {
    const answer = await untilUnthrottled(domain, operation, variables, options);
    const refused = errorsFault(answer, operation.name);
    if (refused) throw refused;
    const data = operation.data.safeParse(answer.data);
    if (!data.success) throw shopifyFault('bad_answer', `${operation.name} answered oddly`, null);
    return data.data;
  };
}

type Call = Parameters<AdminGraphql>[1];
type Variables = Readonly<Record<string, unknown>>;

async function untilUnthrottled(
  domain: string,
  operation: Call,
  variables: Variables,
  options: GraphqlOptions,
): Promise<GraphqlAnswer> {
  for (let waited = 0; ;) {
    const answer = await authorised(domain, operation, variables, options);
    const wait = throttleWaitMs(answer);
    if (wait === null) return answer;
    if (waited + wait > LONGEST_THROTTLE_MS) {
      throw shopifyFault('THROTTLED', `${operation.name} is throttled`, wait);
    }
    await (options.wait ?? sleep)(wait);
    waited += wait;
  }
}

async function authorised(
  domain: string,
  operation: Call,
  variables: Variables,
  options: GraphqlOptions,
): Promise<GraphqlAnswer> {
  const token = await options.tokens.valid(domain);
  const first = await send(domain, token, operation, variables, options);
  if (first.status !== 401) return readAnswer(first, operation);
  const renewed = await options.tokens.renewed(domain, token);
  const second = await send(domain, renewed, operation, variables, options);
  if (second.status === 401) {
    throw shopifyFault('reauthorize', 'a fresh access token is refused', null, 401);
  }
  return readAnswer(second, operation);
}

/**
 * Repeatable unless it says otherwise: queries change nothing, a discount's code and a consent's state
 * make their mutations idempotent.
 */
function send(
  domain: string,
  token: string,
  operation: Call,
  variables: Variables,
  options: GraphqlOptions,
): Promise<HttpResponse> {
  const { url, headers } = addressOf(
    options.address,
    domain,
    `/admin/api/${API_VERSION}/graphql.json`,
  );
  return options.http.request({
    vendor: 'shopify',
    method: 'POST',
    url,
    headers: {
      ...headers,
      'content-type': 'application/json',
      accept: 'application/json',
      'x-shopify-access-token': token,
    },
    body: JSON.stringify({
      query: operation.document,
      operationName: operation.name,
      variables,
    }),
    timeoutMs: TIMEOUT_MS,
    maxBytes: LARGEST_ANSWER,
    repeatable: !operation.isOnce,
  });
}

function readAnswer(response: HttpResponse, operation: Call): GraphqlAnswer {
  if (response.status !== 200) throw statusFault(response, operation);
  const read = graphqlAnswer.safeParse(parseJson(response.body));
  if (!read.success) throw shopifyFault('bad_answer', `${operation.name} answered oddly`, null);
  return read.data;
}

/**
 * 402 a frozen shop, 403 a missing scope or approval, 404 and 410 a shop that is gone, 423 a locked
 * one (https://shopify.dev/docs/api/usage/response-codes): nothing that waiting mends.
 */
function statusFault(response: HttpResponse, operation: Call): Error {
  const { status, retryAfterMs } = response;
  const passing = status === 429 || status === 430 || status >= 500;
  return shopifyFault(
    `http_${status}`,
    `${operation.name} got HTTP ${status}`,
    passing ? (retryAfterMs ?? 30_000) : null,
    status,
  );
}
