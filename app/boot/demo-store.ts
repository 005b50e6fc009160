import { createHmac } from 'node:crypto';
import { createAdminApp } from '#adapters/commerce/shopify/admin-app.server';
import type { ShopId } from '#core/kernel/ids';
import type { Channel, ChannelWrite } from '#core/messaging/index';
import { newId } from './chance';
import { refreshNumber, syncTemplates } from './install';
import type { Services } from './service-list';

/** The store of the sandbox; its stand-ins know the same numbers. */
export const DEMO = {
  domain: 'demo.myshopify.com',
  phoneNumberId: '100000000000001',
  wabaId: '200000000000001',
  displayPhone: '+39 06 9480 0001',
  accessToken: 'demo-whatsapp-token',
} as const;

/** What the demo's checkout says: its marketing checkbox names WhatsApp, and nobody is held out. */
const DEMO_SETTINGS = { holdoutPercent: 0, checkoutMarketingCoversWhatsApp: true };

/**
 * Fills an empty rehearsal with the demo store, through the same doors as every store: a signed
 * session token is exchanged, the app installs itself, a number is connected. Idempotent.
 */
export async function seedDemoStore(services: Services): Promise<void> {
  const { stores, gateway } = services;
  const before = await stores.shops.byDomain(DEMO.domain);
  await openAdmin(services);
  const shop = await stores.shops.byDomain(DEMO.domain);
  if (!shop) throw new Error('the demo store did not install the app');
  if (!before) await stores.shops.saveSettings(shop.id, { ...shop.settings, ...DEMO_SETTINGS });
  const channel = (await stores.channels.ofShop(shop.id)) ?? (await connectDemo(shop.id, stores));
  const access = await stores.channels.access(shop.id, channel.id);
  if (access) await gateway.subscribeWebhooks(access);
  await refreshNumber(channel, services);
  await syncTemplates(shop, channel, services);
}

async function connectDemo(shopId: ShopId, { channels }: Services['stores']): Promise<Channel> {
  const written: ChannelWrite = {
    id: newId(),
    shopId,
    phoneNumberId: DEMO.phoneNumberId,
    wabaId: DEMO.wabaId,
    displayPhone: DEMO.displayPhone,
    state: 'connected',
    stateReason: null,
    quality: 'GREEN',
    messagesPerSecond: 80,
  };
  await channels.connect(written, DEMO.accessToken);
  return { ...written, portfolio: null, hold: null };
}

/** Opens the app's first page as the store's owner would: that is what installs it. */
async function openAdmin({ adminApp, env }: Services): Promise<void> {
  const app = await createAdminApp(adminApp);
  const authorization = `Bearer ${sessionToken(env)}`;
  await app.authenticate(new Request(`${env.PUBLIC_URL}/app`, { headers: { authorization } }));
}

/** What App Bridge would hand over: https://shopify.dev/docs/apps/build/authentication-authorization/session-tokens */
function sessionToken({ SHOPIFY_API_KEY, SHOPIFY_API_SECRET }: Services['env']): string {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const now = Math.floor(Date.now() / 1000);
  const claims = {
    iss: `https://${DEMO.domain}/admin`,
    dest: `https://${DEMO.domain}`,
    aud: SHOPIFY_API_KEY,
    sub: '1',
    exp: now + 60,
    nbf: now - 5,
    iat: now,
    jti: newId(),
    sid: newId(),
  };
  const signed = `${part({ alg: 'HS256', typ: 'JWT' })}.${part(claims)}`;
  return `${signed}.${createHmac('sha256', SHOPIFY_API_SECRET).update(signed).digest('base64url')}`;
}
