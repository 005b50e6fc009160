import { execute, parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { PRODUCTS } from '../../app/adapters/commerce/shopify/catalog-operations';
import { API_VERSION } from '../../app/adapters/commerce/shopify/manifest';
import {
  READ_SHOP,
  VARIANT_DETAILS,
  WRITE_CONSENT,
} from '../../app/adapters/commerce/shopify/operations';
import {
  CHECKOUTS_SINCE,
  ORDERS_SINCE,
} from '../../app/adapters/commerce/shopify/reconcile-operations';
import { createShoppers } from '../chaos/world/shopper';
import type { LedgerLine } from '../chaos/ledger';
import { SHOPS } from '../chaos/script/places';
import { HOUR, WORLD_HOURS } from '../chaos/script/plan';
import { OPERATIONS } from '../chaos/world/shopify-standin';
import type { Parcel } from '../chaos/world/postman';
import { findRecipient, tellWhatsApp } from '../chaos/world/recipient';
import { createStatuses } from '../chaos/world/statuses';
import { createWorld } from '../chaos/world/world';
import type { World } from '../chaos/world/world';
import { withMetaSchemas } from '../support/meta-schemas';
import { adminSchema } from '../support/official-schemas';

const SECRETS = { shopifyKey: 'key', shopifySecret: 'secret', whatsappSecret: 'secret' };

/** A world whose script has run without an app; what it would have posted is kept. */
function livedThrough(): { world: World; parcels: Parcel[]; lines: LedgerLine[] } {
  const [parcels, lines]: [Parcel[], LedgerLine[]] = [[], []];
  const world = createWorld({
    seed: 'contract',
    carts: 400,
    webUrls: ['http://127.0.0.1:9'],
    secrets: SECRETS,
    write: (_shop, line) => lines.push(line),
  });
  Object.assign(world.postman, { post: (parcel: Parcel) => parcels.push(parcel) });
  const shoppers = createShoppers(world);
  world.beginsAt = Date.now();
  const until = world.beginsAt + WORLD_HOURS * HOUR;
  world.clock.moveTo(until);
  shoppers.begin(until);
  for (let next = world.agenda.take(until); next; next = world.agenda.take(until)) {
    next.event(next.at);
  }
  return { world, parcels, lines };
}

const lived = livedThrough();
const schema = adminSchema(API_VERSION);

const ASKED = [
  [READ_SHOP, {}],
  [PRODUCTS, { after: null }],
  [VARIANT_DETAILS, { ids: ['gid://shopify/ProductVariant/4000101'] }],
  [
    CHECKOUTS_SINCE,
    { filter: `updated_at:>='2020-01-01T00:00:00.000Z'`, after: null, withUrl: true },
  ],
  [ORDERS_SINCE, { filter: `updated_at:>='2020-01-01T00:00:00.000Z'`, after: null }],
  [
    WRITE_CONSENT,
    {
      input: {
        customerId: 'gid://shopify/Customer/7',
        whatsAppMarketingConsent: { state: 'UNSUBSCRIBED', updatedAt: '2026-11-27T10:00:00Z' },
      },
    },
  ],
] as const;

describe('Shopify’s stand-in of the chaos run', () => {
  it.each(ASKED)('answers $name as the published schema has it', async (operation, variables) => {
    const [shop] = SHOPS;
    const answer = OPERATIONS[operation.name]!(lived.world, shop!, variables);
    const read = await execute({
      schema,
      document: parse(operation.document),
      rootValue: answer,
      variableValues: variables,
      typeResolver: () => 'ProductVariant',
    });
    expect(read.errors).toBeUndefined();
    expect(JSON.parse(JSON.stringify(read.data))).toEqual(answer);
    expect(operation.data.safeParse(answer).success).toBe(true);
  });

  it('lists everything that changed, page by page and each in its newest state', () => {
    const { stores } = lived.world;
    for (const { number } of SHOPS) {
      const seen = new Map<number, number>();
      let after: string | null = null;
      do {
        const page = stores.checkouts[number]!.page(0, after, 8);
        for (const { plan, updatedAt } of page.items) seen.set(plan.number, updatedAt);
        after = page.after;
      } while (after !== null);
      const own = [...stores.carts.values()].filter(({ plan }) => plan.shop.number === number);
      expect(seen.size).toBe(own.length);
      for (const { plan, updatedAt } of own.filter(({ completedAt }) => completedAt === null)) {
        expect(seen.get(plan.number)).toBe(updatedAt);
      }
    }
  });
});

describe('Meta’s stand-in of the chaos run', () => {
  withMetaSchemas(({ messaging }) => {
    it('tells statuses as the published schema has them', () => {
      const { world, parcels } = lived;
      const cart = [...world.stores.carts.values()][0]!;
      const recipient = findRecipient(world, cart.plan.person.phone)!;
      const before = parcels.length;
      createStatuses(world, cart.plan.shop).follow({
        vendorId: 'wamid.1',
        callback: 'message',
        recipient,
      });
      const until = world.clock.now() + HOUR;
      for (let next = world.agenda.take(until); next; next = world.agenda.take(until)) {
        next.event(next.at);
      }
      // Orders of the script are followed up meanwhile.
      const told = parcels.slice(before).filter(({ path }) => path === '/webhooks/whatsapp');
      expect(told.length).toBeGreaterThan(0);
      for (const { body } of told)
        expect(messaging('WebhookPayload')(JSON.parse(body))).toEqual([]);
    });

    it('tells what shoppers write as the published schema has it', () => {
      const { world, parcels } = lived;
      const shop = SHOPS[0]!;
      const text = { from: '393470000001', id: 'wamid.2', timestamp: '1795000000', type: 'text' };
      const value = {
        contacts: [{ profile: { name: 'Ada' }, wa_id: '393470000001' }],
        messages: [{ ...text, text: { body: 'STOP' } }],
      };
      const parcel = { id: 'x', delivered: () => undefined };
      tellWhatsApp(world, shop, { field: 'messages', value }, parcel);
      expect(messaging('WebhookPayload')(JSON.parse(parcels.at(-1)!.body))).toEqual([]);
    });
  });
});
