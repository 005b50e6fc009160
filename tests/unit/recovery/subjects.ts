import { shopSettingsSchema } from '#core/commerce/index';
import type { Cart, LineItem, Shop } from '#core/commerce/index';
import type { CartId, CustomerId, SequenceId, ShopId } from '#core/kernel/ids';
import type { Sequence } from '#core/recovery/index';
import { step } from './step-facts';

export const shop: Shop = {
  id: 'shop-1' as ShopId,
  platform: 'shopify',
  domain: 'demo.myshopify.com',
  name: 'Bottega Aurora',
  currency: 'EUR',
  timeZone: 'Europe/Rome',
  countryCode: 'IT',
  locale: 'it',
  state: 'installed',
  settings: shopSettingsSchema.parse({}),
};

export const line: LineItem = {
  productId: '1',
  variantId: '11',
  title: 'Lampada',
  variantTitle: null,
  sku: null,
  quantity: 2,
  unitPrice: { minor: 2_000, currency: 'EUR' },
  compareAt: null,
  imageUrl: null,
};

export const cart: Cart = {
  id: 'cart-1' as CartId,
  shopId: shop.id,
  externalId: 'token-1',
  cartToken: null,
  customerId: 'customer-1' as CustomerId,
  phone: '+393471234567',
  phoneProblem: null,
  email: null,
  countryCode: 'IT',
  locale: 'it-IT',
  lineItems: [line],
  total: { minor: 4_500, currency: 'EUR' },
  recoveryUrl: null,
  discountCodes: [],
  state: 'abandoned',
  lastActivityAt: new Date('2026-03-09T10:00:00Z'),
  sourceUpdatedAt: new Date('2026-03-09T10:00:00Z'),
  abandonedAt: new Date('2026-03-09T11:00:00Z'),
};

export const sequence = (name: string, change: Partial<Sequence> = {}): Sequence => ({
  id: name as SequenceId,
  shopId: shop.id,
  name,
  state: 'active',
  steps: [step],
  priority: 0,
  ...change,
});
