import { randomBytes, randomUUID } from 'node:crypto';
import { createCipher } from '#adapters/postgres/cipher';
import type { Cipher } from '#adapters/postgres/cipher';
import { createDatabase } from '#adapters/postgres/client';
import type { Database } from '#adapters/postgres/client';
import { createGatheredTransact } from '#adapters/postgres/gathered-transact';
import { createStores, createTransact } from '#adapters/postgres/stores';
import type { Stores } from '#adapters/postgres/stores';
import { shopSettingsSchema } from '#core/commerce/index';
import type { CommercePlatform, IdentityKind, Shop, ShopSettings } from '#core/commerce/index';
import type { CustomerId, SequenceId } from '#core/kernel/ids';
import type { ShopId } from '#core/kernel/ids';
import type { Transact } from '#core/kernel/transact';
import { STANDARD_TEMPLATES } from '#core/messaging/index';
import type { ProductImageSpec } from '#core/messaging/index';
import { DEFAULT_SEQUENCE_NAME, DEFAULT_STEPS } from '#core/recovery/index';
import type { SequenceStep } from '#core/recovery/index';
import { newId } from '#boot/chance';
import { createTestDatabase } from '../../support/database';

export { hash as sha256, newId, newToken, unit } from '#boot/chance';

/** A Monday, noon in Rome: a cart left now is due on Tuesday at 13:00. */
export const MONDAY = new Date('2026-03-09T11:00:00Z');
export const after = (hours: number, from: Date = MONDAY): Date =>
  new Date(from.getTime() + hours * 60 * 60_000);

/** What the store platform and the renderer were asked, and how they answer. */
export interface Outside {
  readonly codes: string[];
  readonly cards: ProductImageSpec[];
  readonly platform: Pick<
    CommercePlatform,
    'createDiscountCode' | 'variantDetails' | 'checkoutUrl'
  >;
  readonly images: {
    imageFor(spec: ProductImageSpec): Promise<{ hash: string; path: string; bytes: Uint8Array }>;
  };
  /** Set to make the next calls fail. */
  discountFault: Error | null;
  imageFault: ((spec: ProductImageSpec) => Error | null) | null;
  /** Runs while the message is prepared, between the two looks at the facts. */
  meanwhile: (() => Promise<void>) | null;
  checkoutBase: string | null;
}

function createOutside(): Outside {
  const outside: Outside = {
    codes: [],
    cards: [],
    discountFault: null,
    imageFault: null,
    meanwhile: null,
    checkoutBase: 'https://demo.test/checkouts/',
    platform: {
      createDiscountCode: (_domain, { code }) => {
        if (outside.discountFault) return Promise.reject(outside.discountFault);
        outside.codes.push(code);
        return Promise.resolve();
      },
      variantDetails: () => Promise.resolve([]),
      checkoutUrl: (_domain, cart) =>
        outside.checkoutBase && `${outside.checkoutBase}${cart.externalId}?key=a%2Cb`,
    },
    images: {
      async imageFor(spec) {
        await outside.meanwhile?.();
        const fault = outside.imageFault?.(spec);
        if (fault) throw fault;
        outside.cards.push(spec);
        return {
          hash: 'a'.repeat(64),
          path: `/media/${'a'.repeat(64)}.jpg`,
          bytes: new Uint8Array(),
        };
      },
    },
  };
  return outside;
}

export interface World {
  readonly shop: Shop;
  readonly stores: Stores;
  readonly transact: Transact<Stores>;
  /** The same for a rush. */
  readonly gathered: Transact<Stores>;
  readonly outside: Outside;
  readonly sequenceId: SequenceId;
  /** `$1` is the shop's id. */
  readonly query: <Row extends object>(text: string, ...more: readonly unknown[]) => Promise<Row[]>;
}

/** One database for a test file; every world in it is a shop of its own. */
export interface Lab {
  readonly createWorld: (
    settings?: Partial<ShopSettings>,
    steps?: readonly SequenceStep[],
  ) => Promise<World>;
  readonly close: () => Promise<void>;
}

export async function openLab(): Promise<Lab> {
  const scratch = await createTestDatabase();
  const database = createDatabase(scratch.url, { max: 6 });
  const cipher = createCipher(`k1:${randomBytes(32).toString('base64')}`);
  return {
    createWorld: (settings = {}, steps = DEFAULT_STEPS) =>
      createWorld(database, cipher, settings, steps),
    close: async () => {
      await database.close();
      await scratch.drop();
    },
  };
}

/** A shop with a connected number, approved templates and the default sequence; nobody held out. */
async function createWorld(
  database: Database,
  cipher: Cipher,
  settings: Partial<ShopSettings>,
  steps: readonly SequenceStep[],
): Promise<World> {
  const stores = createStores(database.sql, cipher);
  const shop: Shop = {
    id: randomUUID() as ShopId,
    platform: 'shopify',
    domain: `${randomUUID()}.myshopify.com`,
    name: 'Bottega Aurora',
    currency: 'EUR',
    timeZone: 'Europe/Rome',
    countryCode: 'IT',
    locale: 'it',
    state: 'installed',
    settings: shopSettingsSchema.parse({ holdoutPercent: 0, ...settings }),
  };
  const sequenceId: SequenceId = newId();
  await stores.shops.save(shop);
  await stores.channels.connect(channelOf(shop.id), 'token');
  for (const template of STANDARD_TEMPLATES.filter(({ language }) => language === 'it')) {
    await stores.templates.save({
      ...template,
      id: newId(),
      shopId: shop.id,
      approvedCategory: null,
      state: 'approved',
      stateReason: null,
      pausedUntil: null,
      vendorId: null,
    });
  }
  await stores.sequences.save({
    id: sequenceId,
    shopId: shop.id,
    name: DEFAULT_SEQUENCE_NAME,
    state: 'active',
    steps,
    priority: 0,
  });
  return {
    shop,
    stores,
    sequenceId,
    transact: createTransact(database, cipher),
    gathered: createGatheredTransact(database, cipher),
    outside: createOutside(),
    query: (text, ...more) => database.sql.query(text, [shop.id, ...more]),
  };
}

const channelOf = (shopId: ShopId) => ({
  id: newId(),
  shopId,
  phoneNumberId: randomUUID(),
  wabaId: '200',
  displayPhone: '+39 06 9480 0001',
  state: 'connected' as const,
  stateReason: null,
  quality: 'GREEN' as const,
  messagesPerSecond: 80,
});

export async function person(
  { stores, shop }: World,
  ...identities: readonly (readonly [IdentityKind, string])[]
): Promise<CustomerId> {
  const id: CustomerId = newId();
  await stores.customers.save({
    id,
    shopId: shop.id,
    displayName: 'Ada Rossi',
    firstName: 'Ada',
    locale: 'it-IT',
    countryCode: 'IT',
    identities: identities.map(([kind, value]) => ({ kind, value })),
  });
  return id;
}
