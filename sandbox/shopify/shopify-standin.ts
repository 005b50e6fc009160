import { randomBytes } from 'node:crypto';
import { json, type Answer, type Exchange } from '../http/exchange';
import { createLedger, type Ledger } from '../http/ledger';
import { listen, type Listening } from '../http/listen';
import type { Postman } from '../postman';
import { createBucket, type Bucket } from './graphql/cost';
import { runGraphql } from './graphql/execute';
import { mutationRoot } from './graphql/mutations';
import { createMoment, queryRoot } from './graphql/queries';
import { createSchemas, type Schemas } from './graphql/schema';
import { accessToken } from './oauth';
import { grantedScopes, withScopes } from './scopes';
import { SHOP } from './shop';
import { clearShopState, createShopState } from './state';
import { createTokens, type Tokens } from './tokens';
import { createShopHerald } from './webhooks';
import type { ShopWorld } from './world';

export interface ShopifyStandIn {
  world: ShopWorld;
  ledger: Ledger;
  start: () => Promise<Listening>;
  /** The merchant removes the app: tokens die first, then the webhook comes, twice. */
  uninstall: () => Promise<void>;
  clear: () => void;
}

export type ShopifyPorts = Pick<
  ShopWorld,
  'settings' | 'clock' | 'faults' | 'schedule' | 'changed'
> & { postman: Postman };

interface Api {
  world: ShopWorld;
  tokens: Tokens;
  schemas: Schemas;
  bucket: Bucket;
  scopes: string;
}

const HANG_MS = 2_000;

/** A stand-in for a shop's own admin: token exchange and the Admin GraphQL API. */
export function createShopifyStandIn(ports: ShopifyPorts): ShopifyStandIn {
  const { settings } = ports;
  const state = createShopState();
  const world: ShopWorld = {
    ...ports,
    state,
    herald: createShopHerald({ settings, state, postman: ports.postman }),
    token: () => randomBytes(16).toString('hex'),
  };
  const api: Api = {
    world,
    tokens: createTokens((prefix) => `${prefix}${randomBytes(16).toString('hex')}`),
    schemas: createSchemas(settings.root),
    bucket: createBucket(Date.now),
    scopes: grantedScopes(settings.root, settings.shopifyConfig),
  };
  const ledger = createLedger();
  return {
    world,
    ledger,
    start: () =>
      listen('127.0.0.1', settings.shopifyPort, async (exchange) => {
        const close = ledger.open(exchange, ports.clock.peek().toISOString());
        const answer = await withFaults(api, exchange);
        close(answer);
        return answer;
      }),
    uninstall: () => uninstall(api),
    clear: () => {
      clearShopState(state);
      ledger.clear();
    },
  };
}

async function uninstall({ tokens, world }: Api): Promise<void> {
  tokens.revokeAll();
  world.state.installed = false;
  const now = await world.clock.now();
  const body = { id: SHOP.id, name: SHOP.name, myshopify_domain: SHOP.domain };
  await world.herald.tell('app/uninstalled', body, now);
  await world.herald.tell('app/uninstalled', body, now);
}

async function withFaults(api: Api, exchange: Exchange): Promise<Answer> {
  const { faults } = api.world;
  const fault = faults.take('shopify', (kind) =>
    ['throttled', 'http-500', 'timeout', 'token-expired'].includes(kind),
  );
  if (fault === 'http-500') return json(500, { errors: 'Internal Server Error' });
  if (fault === 'timeout') return { kind: 'silence', forMs: HANG_MS };
  if (fault === 'token-expired') api.tokens.expireAccess();
  const answer = await route(api, exchange, fault === 'throttled');
  const isLost = faults.take('shopify', (kind) => isAnswerOf(kind, exchange)) !== null;
  return isLost ? json(504, { errors: 'Gateway Timeout' }) : answer;
}

function isAnswerOf(kind: string, { body }: Exchange): boolean {
  const mutation = /^answer-lost:(\w+)$/.exec(kind)?.[1];
  return mutation !== undefined && body.includes(`${mutation}(`);
}

async function route(api: Api, exchange: Exchange, throttle: boolean): Promise<Answer> {
  const path = exchange.url.pathname;
  const shop = exchange.headers['x-forwarded-host'] ?? SHOP.domain;
  if (shop !== SHOP.domain) return json(404, { errors: 'Not Found' });
  if (exchange.method !== 'POST') return json(404, { errors: 'Not Found' });
  if (path === '/admin/oauth/access_token') {
    return accessToken(
      {
        settings: api.world.settings,
        tokens: api.tokens,
        scopes: api.scopes,
        onInstall: () => {
          api.world.state.installed = true;
        },
        realNow: () => new Date(),
      },
      exchange,
    );
  }
  const version = /^\/admin\/api\/([^/]+)\/graphql\.json$/.exec(path)?.[1];
  return version === undefined
    ? json(404, { errors: 'Not Found' })
    : graphqlCall(api, exchange, version, throttle);
}

async function graphqlCall(
  api: Api,
  exchange: Exchange,
  version: string,
  throttle: boolean,
): Promise<Answer> {
  const token = exchange.headers['x-shopify-access-token'] ?? '';
  if (!api.tokens.isLive(token, new Date())) {
    return json(401, {
      errors: '[API] Invalid API key or access token (unrecognized login or wrong password)',
    });
  }
  const schema = api.schemas.of(version);
  if (schema === null) return json(404, { errors: 'Not Found' });
  const moment = createMoment(api.world, await api.world.clock.now());
  const fields = { ...queryRoot(moment, api.scopes), ...mutationRoot(moment) };
  const rootValue = withScopes(fields, api.scopes);
  const reply = await runGraphql({ schema, rootValue, bucket: api.bucket, throttle }, exchange);
  reply.headers['x-shopify-api-version'] = version;
  return reply;
}
