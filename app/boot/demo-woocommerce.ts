import type { Shop } from '#core/commerce/index';
import type { ChannelWrite } from '#core/messaging/index';
import { newId } from './chance';
import { DEMO } from './demo-store';
import { syncTemplates } from './install';
import { connectAccount } from './payment-accounts';
import type { Services } from './service-list';

/** Keys that the sandbox's providers know. */
const KEYS = { stripe: 'rk_test_demo', paypal: 'demo-client:demo-secret' } as const;

/**
 * Does for a rehearsal's WooCommerce store what its merchant would do in the settings: the demo's
 * WhatsApp number moves to it, nobody is held out, and payments by link are turned on. False for a store
 * that is not connected.
 */
export async function equipDemoSite(domain: string, services: Services): Promise<boolean> {
  const { stores } = services;
  const shop = await stores.shops.byDomain(domain);
  if (shop?.platform !== 'woocommerce' || shop.state !== 'installed') return false;
  await stores.shops.saveSettings(shop.id, { ...shop.settings, holdoutPercent: 0 });
  await moveNumber(shop, services);
  for (const provider of ['stripe', 'paypal'] as const) {
    const asked = { shopId: shop.id, provider, secret: KEYS[provider], live: false };
    await connectAccount(asked, services);
  }
  return true;
}

/** A number has one store: the one that had it gives it up. */
async function moveNumber(shop: Shop, services: Services): Promise<void> {
  const { channels } = services.stores;
  const { phoneNumberId, wabaId, displayPhone, accessToken } = DEMO;
  const holder = await channels.byPhoneNumberId(phoneNumberId);
  if (holder?.shopId === shop.id) return;
  if (holder) {
    const reason = 'Connected to another store.';
    await channels.setState(holder.shopId, holder.id, 'disconnected', reason);
  }
  const channel: ChannelWrite = {
    id: newId(),
    shopId: shop.id,
    phoneNumberId,
    wabaId,
    displayPhone,
    state: 'connected',
    stateReason: null,
    quality: 'GREEN',
    messagesPerSecond: 80,
  };
  await channels.connect(channel, accessToken);
  await syncTemplates(shop, channel, services);
}
