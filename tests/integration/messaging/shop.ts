import type { Stores } from '#adapters/postgres/stores';
import { shopSettingsSchema } from '#core/commerce/index';
import type { ChannelId, CustomerId, ShopId, TemplateId } from '#core/kernel/ids';
import { STANDARD_TEMPLATES } from '#core/messaging/index';

export const shopId = 'shop-1' as ShopId;
export const channelId = 'channel-1' as ChannelId;
export const customerId = 'customer-1' as CustomerId;

/** A connected number with its standard templates, and a shopper. */
export async function seed(stores: Stores): Promise<void> {
  await stores.shops.save({
    id: shopId,
    platform: 'shopify',
    domain: 'demo.myshopify.com',
    name: 'Bottega Demo',
    currency: 'EUR',
    timeZone: 'Europe/Rome',
    countryCode: 'IT',
    locale: 'it',
    state: 'installed',
    settings: shopSettingsSchema.parse({}),
  });
  await stores.customers.save({
    id: customerId,
    shopId,
    displayName: 'Maria Rossi',
    firstName: 'Maria',
    locale: 'it',
    countryCode: 'IT',
    identities: [{ kind: 'phone', value: '+393471234567' }],
  });
  await stores.channels.connect(
    {
      id: channelId,
      shopId,
      phoneNumberId: '100000000000001',
      wabaId: '200000000000001',
      displayPhone: '+39 06 9480 0001',
      state: 'connected',
      stateReason: null,
      quality: 'GREEN',
      messagesPerSecond: 80,
    },
    'demo-whatsapp-token',
  );
  for (const { name, language, category, content } of STANDARD_TEMPLATES) {
    await stores.templates.save({
      id: `${name}-${language}` as TemplateId,
      shopId,
      name,
      language,
      category,
      approvedCategory: null,
      state: 'approved',
      stateReason: null,
      pausedUntil: null,
      vendorId: `${name}-${language}`,
      content,
    });
  }
}
