import { createHmac, randomUUID } from 'node:crypto';
import type { Postman } from '../postman';
import type { SandboxSettings } from '../settings';
import { SHOP } from './shop';
import type { ShopState } from './state';

export const WEBHOOK_API_VERSION = '2026-07';

export interface ShopHerald {
  /** Delivers one webhook, signed over its raw bytes, when the app is installed. */
  tell: (topic: string, body: unknown, at: Date) => Promise<void>;
}

export interface HeraldPorts {
  settings: SandboxSettings;
  state: ShopState;
  postman: Postman;
}

const GOES_TO_ANYONE = ['app/uninstalled', 'shop/redact', 'customers/redact'];

export function createShopHerald(ports: HeraldPorts): ShopHerald {
  return {
    tell: async (topic, body, at) => {
      if (!ports.state.installed && !GOES_TO_ANYONE.includes(topic)) return;
      const raw = JSON.stringify(body);
      const signature = createHmac('sha256', ports.settings.shopifyApiSecret)
        .update(raw)
        .digest('base64');
      await ports.postman.post({
        service: 'shopify',
        topic,
        path: '/webhooks/shopify',
        headers: {
          'x-shopify-topic': topic,
          'x-shopify-hmac-sha256': signature,
          'x-shopify-shop-domain': SHOP.domain,
          'x-shopify-api-version': WEBHOOK_API_VERSION,
          'x-shopify-webhook-id': randomUUID(),
          'x-shopify-event-id': randomUUID(),
          'x-shopify-triggered-at': at.toISOString(),
          'user-agent': 'Shopify-Captain-Hook',
        },
        body: raw,
      });
    },
  };
}
