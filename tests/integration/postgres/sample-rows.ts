import { randomUUID } from 'node:crypto';
import { newId } from '#boot/chance';
import { createCipher } from '#adapters/postgres/cipher';
import { createDatabase, type Database } from '#adapters/postgres/client';
import { createStores, type Stores } from '#adapters/postgres/stores';
import { shopSettingsSchema } from '#core/commerce/index';
import type { CartWrite, Customer, OrderWrite, Shop } from '#core/commerce/index';
import type { NewReceipt } from '#core/intake/index';
import type { CustomerId, ShopId } from '#core/kernel/ids';
import type { Channel, OutboundMessage } from '#core/messaging/index';
import type { Recovery, RecoveryStep } from '#core/recovery/index';
import { createTestDatabase } from '../../support/database';

export const KEYS = `k1:${Buffer.alloc(32, 1).toString('base64')}`;
export const cipher = createCipher(KEYS);
export const NOW = new Date('2026-11-24T10:00:00.000Z');
export const minutes = (count: number): Date => new Date(NOW.getTime() + count * 60_000);
export const eur = (minor: number) => ({ minor, currency: 'EUR' });

export interface Rig {
  readonly database: Database;
  readonly stores: Stores;
  readonly url: string;
  readonly end: () => Promise<void>;
}

/** A database of the test file's own, with every store on its pool. */
export async function openRig(max = 6): Promise<Rig> {
  const { url, drop } = await createTestDatabase();
  const database = createDatabase(url, { max });
  return {
    database,
    url,
    stores: createStores(database.sql, cipher),
    end: async () => {
      await database.close();
      await drop();
    },
  };
}

export const shopOf = (id: string, settings: Partial<Shop['settings']> = {}): Shop => ({
  id: id as ShopId,
  platform: 'shopify',
  domain: `${id}.myshopify.com`,
  name: `Shop ${id}`,
  currency: 'EUR',
  timeZone: 'Europe/Rome',
  countryCode: 'IT',
  locale: 'it',
  state: 'installed',
  settings: { ...shopSettingsSchema.parse({}), ...settings },
});

export const siteOf = (
  shop: Pick<Shop, 'id' | 'domain'>,
  with_: Partial<Parameters<Stores['sites']['connect']>[0]> = {},
): Parameters<Stores['sites']['connect']>[0] => ({
  id: randomUUID(),
  shopId: shop.id,
  domain: shop.domain,
  home: `https://${shop.domain}`,
  rest: `https://${shop.domain}/wp-json/`,
  signingKey: '0a'.repeat(32),
  consumerKey: 'ck_1',
  consumerSecret: 'cs_1',
  ...with_,
});

export const customerOf = (shopId: ShopId, with_: Partial<Customer> = {}): Customer => ({
  id: newId(),
  shopId,
  displayName: 'Marco Verdi',
  firstName: 'Marco',
  locale: 'it',
  countryCode: 'IT',
  identities: [],
  ...with_,
});

export const cartOf = (shopId: ShopId, with_: Partial<CartWrite> = {}): CartWrite => ({
  id: newId(),
  shopId,
  externalId: randomUUID(),
  cartToken: null,
  customerId: null,
  phone: null,
  phoneProblem: null,
  email: null,
  countryCode: 'IT',
  locale: 'it',
  lineItems: [
    {
      productId: '1',
      variantId: '11',
      title: 'Moka ☕️',
      variantTitle: null,
      sku: null,
      quantity: 2,
      unitPrice: eur(1_990),
      compareAt: eur(2_490),
      imageUrl: null,
    },
  ],
  total: eur(3_980),
  recoveryUrl: null,
  discountCodes: [],
  state: 'open',
  lastActivityAt: NOW,
  sourceUpdatedAt: NOW,
  ...with_,
});

export const orderOf = (shopId: ShopId, with_: Partial<OrderWrite> = {}): OrderWrite => ({
  id: newId(),
  shopId,
  externalId: randomUUID(),
  name: '#1001',
  customerId: null,
  phone: null,
  email: null,
  checkoutToken: null,
  cartToken: null,
  clickToken: null,
  discountCodes: [],
  total: eur(3_980),
  currentTotal: eur(3_980),
  payment: 'pending',
  placedAt: NOW,
  paidAt: null,
  cancelledAt: null,
  sourceUpdatedAt: NOW,
  isRequested: false,
  ...with_,
});

export const channelOf = (shopId: ShopId, with_: Partial<Channel> = {}): Channel => ({
  id: newId(),
  shopId,
  phoneNumberId: randomUUID(),
  wabaId: '200',
  displayPhone: '+39 06 9480 0001',
  state: 'connected',
  stateReason: null,
  quality: 'GREEN',
  messagesPerSecond: 80,
  portfolio: null,
  hold: null,
  ...with_,
});

export const messageOf = (
  channel: Channel,
  customerId: CustomerId,
  with_: Partial<OutboundMessage> = {},
): OutboundMessage => ({
  id: newId(),
  shopId: channel.shopId,
  channelId: channel.id,
  customerId,
  conversationId: null,
  key: `reply:${randomUUID()}`,
  to: { kind: 'phone', phone: '+393471234567' },
  body: { kind: 'text', text: 'Ciao Giulia' },
  category: 'marketing',
  recoveryId: null,
  stepId: null,
  linkToken: null,
  state: 'queued',
  attempts: 0,
  vendorId: null,
  failureCode: null,
  createdAt: NOW,
  sentAt: null,
  ...with_,
});

export const recoveryOf = (
  cart: Pick<CartWrite, 'id' | 'shopId'>,
  customerId: CustomerId | null,
  with_: Partial<Recovery> = {},
): Recovery => ({
  id: newId(),
  shopId: cart.shopId,
  customerId,
  cartId: cart.id,
  sequenceId: null,
  steps: [],
  state: 'active',
  reason: null,
  startedAt: NOW,
  endedAt: null,
  ...with_,
});

export const stepOf = (recovery: Recovery, index: number, dueAt: Date): RecoveryStep => ({
  id: newId(),
  shopId: recovery.shopId,
  recoveryId: recovery.id,
  index,
  retryFrom: null,
  dueAt,
  state: 'pending',
  reason: null,
  messageId: null,
  decidedAt: null,
});

export const receiptOf = (shopId: ShopId | null, with_: Partial<NewReceipt> = {}): NewReceipt => ({
  source: 'shopify',
  externalId: randomUUID(),
  deliveryId: null,
  bodyHash: 'ab',
  shopId,
  topic: 'checkouts/create',
  triggeredAt: null,
  receivedAt: NOW,
  body: Buffer.from('{}'),
  ...with_,
});

/** Writes a shop with a connected channel and one customer. */
export async function seedShop(stores: Stores, id: string) {
  const shop = shopOf(id);
  await stores.shops.save(shop);
  const channel = channelOf(shop.id);
  await stores.channels.connect(channel, 'a-token');
  const customer = customerOf(shop.id);
  await stores.customers.save(customer);
  return { shop, channel, customer };
}

/** Writes a cart with a running recovery and its steps. */
export async function seedRecovery(
  stores: Stores,
  customer: Customer,
  dueAt: readonly Date[],
  with_: Partial<Recovery> = {},
) {
  const cart = cartOf(customer.shopId, { customerId: customer.id, state: 'abandoned' });
  await stores.carts.upsertNewest(cart);
  const recovery = recoveryOf(cart, customer.id, with_);
  const steps = dueAt.map((at, index) => stepOf(recovery, index, at));
  const started = await stores.recoveries.start(recovery, steps);
  return { cart, recovery, steps, started };
}
