import { randomBytes } from 'node:crypto';
import { json, jsonBody, isRecord, textOf } from '../../../sandbox/http/exchange';
import type { Answer, Exchange } from '../../../sandbox/http/exchange';
import type { SandboxSettings } from '../../../sandbox/settings';
import { accessToken } from '../../../sandbox/shopify/oauth';
import { createTokens } from '../../../sandbox/shopify/tokens';
import { draw } from '../script/chance';
import { REGIONS, SHOPS } from '../script/places';
import type { ShopPlace } from '../script/places';
import { checkoutNode, orderNode } from './nodes';
import type { World } from './world';

type Json = Record<string, unknown>;

const SCOPES = 'read_orders,read_products,write_customers,write_discounts';
const CHECKOUTS_A_PAGE = 8;
const ORDERS_A_PAGE = 15;

/** Shopify's Admin API for all shops, as far as the app asks it; the answers are lean, not small. */
export function createShopifyStandIn(world: World) {
  const tokens = createTokens((prefix) => `${prefix}${randomBytes(16).toString('hex')}`);
  let calls = 0;
  const settings = {
    shopifyApiKey: world.secrets.shopifyKey,
    shopifyApiSecret: world.secrets.shopifySecret,
  } as SandboxSettings;
  const oauth = {
    settings,
    tokens,
    scopes: SCOPES,
    onInstall: () => undefined,
    realNow: () => new Date(),
  };
  return (exchange: Exchange): Promise<Answer> => {
    const asked = exchange.headers['x-forwarded-host'];
    const shop = SHOPS.find(({ domain }) => domain === asked);
    if (shop && exchange.url.pathname === '/admin/oauth/access_token') {
      return Promise.resolve(accessToken({ ...oauth, domain: shop.domain }, exchange));
    }
    if (!shop) return Promise.resolve(json(404, { errors: 'Not Found' }));
    if (!tokens.isLive(exchange.headers['x-shopify-access-token'] ?? '', new Date())) {
      return Promise.resolve(json(401, { errors: '[API] Invalid API key or access token' }));
    }
    calls += 1;
    const chance = draw(world.seed, 'shopify', calls);
    if (chance < 0.004) return Promise.resolve(THROTTLED);
    if (chance < 0.008) return Promise.resolve(json(500, { errors: 'Internal error' }));
    return Promise.resolve(answerOperation(world, shop, jsonBody(exchange)));
  };
}

const cost = {
  requestedQueryCost: 40,
  actualQueryCost: 20,
  throttleStatus: { maximumAvailable: 2_000, currentlyAvailable: 1_900, restoreRate: 1_000 },
};

const THROTTLED: Answer = json(200, {
  errors: [{ message: 'Throttled', extensions: { code: 'THROTTLED' } }],
  extensions: {
    cost: { ...cost, throttleStatus: { ...cost.throttleStatus, currentlyAvailable: 0 } },
  },
});

type Answering = (world: World, shop: ShopPlace, variables: Json) => Json;

/** By the name that the app gives its operation. */
export const OPERATIONS: Readonly<Record<string, Answering>> = {
  RipresaShop: (_world, shop) => ({
    shop: {
      name: shop.name,
      myshopifyDomain: shop.domain,
      currencyCode: shop.currency,
      ianaTimezone: REGIONS[shop.home].zone,
      shopAddress: { countryCodeV2: REGIONS[shop.home].country },
      primaryDomain: { localization: { defaultLocale: shop.locale } },
    },
  }),
  RipresaVariants: (_world, _shop, { ids }) => ({
    nodes: (ids as string[]).map((id) => ({
      id,
      price: '12.90',
      compareAtPrice: null,
      image: null,
      product: { id: id.replace('ProductVariant/4', 'Product/8'), featuredMedia: null },
    })),
  }),
  RipresaCheckoutsSince: ({ stores }, shop, variables) => {
    const log = stores.checkouts[shop.number]!;
    const { items, after } = log.page(sinceOf(variables), afterOf(variables), CHECKOUTS_A_PAGE);
    const open = items.filter(({ completedAt }) => completedAt === null);
    return { abandonedCheckouts: { nodes: open.map(checkoutNode), pageInfo: pageInfo(after) } };
  },
  RipresaOrdersSince: ({ stores }, shop, variables) => {
    const log = stores.orders[shop.number]!;
    const { items, after } = log.page(sinceOf(variables), afterOf(variables), ORDERS_A_PAGE);
    return { orders: { nodes: items.map(orderNode), pageInfo: pageInfo(after) } };
  },
  RipresaProducts: ({ clock }, _shop, { after }) => ({
    products: {
      nodes:
        after === null ? ['1', '2', '3'].map((id) => productNode(id, new Date(clock.now()))) : [],
      pageInfo: pageInfo(null),
    },
  }),
  RipresaWhatsAppConsentUpdate: (_world, _shop, { input }) => ({
    customerWhatsAppMarketingConsentUpdate: {
      customerPhoneNumber: { whatsAppMarketingConsent: consentOf(input) },
      userErrors: [],
    },
  }),
};

/** Its price is another one each day, so that a pass over the catalogue has something to write. */
const productNode = (id: string, now: Date): Json => ({
  id: `gid://shopify/Product/8${id}`,
  title: `Product ${id}`,
  handle: `product-${id}`,
  status: 'ACTIVE',
  updatedAt: now.toISOString(),
  featuredMedia: null,
  variants: {
    nodes: [
      {
        id: `gid://shopify/ProductVariant/4${id}`,
        title: 'Default Title',
        sku: null,
        price: `${10 + now.getUTCDate()}.90`,
        compareAtPrice: null,
        availableForSale: true,
        image: null,
      },
    ],
    pageInfo: pageInfo(null),
  },
});

function consentOf(input: unknown): Json {
  const given = isRecord(input) ? input['whatsAppMarketingConsent'] : null;
  const { state, updatedAt } = isRecord(given) ? given : {};
  return { state, updatedAt };
}

function answerOperation(world: World, shop: ShopPlace, body: unknown): Answer {
  const fields = isRecord(body) ? body : {};
  const answering = OPERATIONS[textOf(fields['operationName'])];
  const variables = isRecord(fields['variables']) ? fields['variables'] : {};
  if (!answering) return json(400, { errors: [{ message: 'Unknown operation' }] });
  return json(200, { data: answering(world, shop, variables), extensions: { cost } });
}

/** As the app writes it: updated_at:>='2026-11-24T10:00:00.000Z'. */
const sinceOf = ({ filter }: Json): number =>
  Date.parse(/'([^']+)'/.exec(textOf(filter))?.[1] ?? '') || 0;

const afterOf = ({ after }: Json): string | null => (typeof after === 'string' ? after : null);

const pageInfo = (after: string | null): Json => ({
  hasNextPage: after !== null,
  endCursor: after,
});
