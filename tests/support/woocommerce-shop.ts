import { expect } from 'vitest';
import { signatureOf } from '#adapters/commerce/woocommerce/index';
import { newId } from '../../app/boot/chance';
import { DEMO } from '../../app/boot/demo-store';
import { syncTemplates } from '../../app/boot/install';
import { startWooCommerceStandIn } from '../../sandbox/woocommerce/woocommerce-standin';
import type { WooCommerceStandIn } from '../../sandbox/woocommerce/woocommerce-standin';
import { freePort } from './ports';
import { startRehearsal } from './rehearsal';
import type { Rehearsal, RehearsalOptions } from './rehearsal';
import { wooCommerceObjection } from './woocommerce-schemas';

const STATE = 'ab'.repeat(16);

export interface WooCommerceShop {
  readonly rehearsal: Rehearsal;
  readonly site: WooCommerceStandIn;
  readonly appUrl: string;
  readonly domain: string;
  readonly close: () => Promise<void>;
}

/**
 * The product beside a WooCommerce site that is not connected yet. Its `close` fails when a request
 * left the app that WooCommerce would not take.
 */
export async function startWooCommerceShop(
  options: Pick<RehearsalOptions, 'pages' | 'env'> = {},
): Promise<WooCommerceShop> {
  const port = await freePort();
  const domain = `127.0.0.1:${port}`;
  const rehearsal = await startRehearsal({ ...options, sites: [domain] });
  const appUrl = `http://127.0.0.1:${rehearsal.services.env.PORT}`;
  const site = await startWooCommerceStandIn(appUrl, port, rehearsal.services.clock.now);
  const close = async (): Promise<void> => {
    try {
      const objectTo = wooCommerceObjection();
      const requests = objectTo ? site.ledger.entries() : [];
      expect(requests.flatMap((one) => objectTo?.(one) ?? [])).toEqual([]);
    } finally {
      await rehearsal.close();
      await site.close();
    }
  };
  return { rehearsal, site, appUrl, domain, close };
}

/** What the plugin has the merchant's browser open. */
export const wishOf = ({ site }: WooCommerceShop, changes: Record<string, string> = {}) =>
  new URLSearchParams({
    site: site.home,
    rest: site.rest,
    state: STATE,
    return: `${site.home}/wp-admin/admin.php?page=ripresa`,
    ...changes,
  });

/** The merchant agrees; answers where the browser is sent. */
export async function agree(shop: WooCommerceShop, wish = wishOf(shop)): Promise<Response> {
  return fetch(`${shop.appUrl}/woocommerce/connect`, {
    method: 'POST',
    redirect: 'manual',
    body: wish,
  });
}

export const codeIn = (answer: Response): string =>
  new URL(answer.headers.get('location') ?? '').searchParams.get('ripresa_code') ?? '';

/** From the consent to the keys, as the plugin and a browser do it. */
export async function connect(shop: WooCommerceShop): Promise<Response> {
  return shop.site.exchange(codeIn(await agree(shop)), STATE);
}

/** Gives the connected store the rehearsal's WhatsApp number; nobody is held out. */
export async function connectWhatsApp({ rehearsal, domain }: WooCommerceShop): Promise<void> {
  const { services } = rehearsal;
  const { stores } = services;
  const shop = await stores.shops.byDomain(domain);
  if (!shop) throw new Error('the store is not connected');
  await stores.shops.saveSettings(shop.id, { ...shop.settings, holdoutPercent: 0 });
  await services.database.sql.query(`UPDATE channel SET state = 'disconnected'`);
  const { phoneNumberId, wabaId, displayPhone, accessToken } = DEMO;
  const channel = {
    ...{ id: newId(), shopId: shop.id, phoneNumberId, wabaId, displayPhone },
    state: 'connected',
    stateReason: null,
    quality: 'GREEN',
    messagesPerSecond: 80,
  } as const;
  await stores.channels.connect(channel, accessToken);
  await syncTemplates(shop, channel, services);
}

/** A question of the plugin's screens, signed as the plugin signs. */
export function askAsPlugin(
  { site, appUrl }: WooCommerceShop,
  path: string,
  question: { readonly body?: unknown; readonly at?: number; readonly to?: string } = {},
): Promise<Response> {
  const { body, at = Date.now(), to = path } = question;
  const keys = site.state.keys;
  if (!keys) throw new Error('the site is not connected');
  const text = body === undefined ? '' : JSON.stringify(body);
  const timestamp = Math.floor(at / 1000);
  const method = body === undefined ? 'GET' : 'POST';
  const signed = { method, path, timestamp, body: Buffer.from(text) };
  return fetch(`${appUrl}${to}`, {
    method,
    redirect: 'manual',
    headers: {
      'x-ripresa-site': keys.siteId,
      'x-ripresa-timestamp': String(timestamp),
      'x-ripresa-signature': signatureOf(keys.signingKey, signed),
      'content-type': 'application/json',
    },
    ...(body === undefined ? {} : { body: text }),
  });
}
