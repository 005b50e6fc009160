import { createHmac, randomUUID } from 'node:crypto';
import { SECRETS } from './secrets';
import type { Rehearsal } from './rehearsal';

/** A program outside of the product: it signs webhooks and steers the sandbox over HTTP. */
export function outside({ url }: Pick<Rehearsal, 'url'>) {
  const call = async <Answer>(method: string, path: string, body?: unknown): Promise<Answer> => {
    const response = await fetch(`${url}/sandbox/api/${path}`, {
      method,
      ...(body === undefined
        ? {}
        : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    });
    const answer = (await response.json()) as Answer;
    if (!response.ok)
      throw new Error(`${method} ${path}: ${response.status} ${JSON.stringify(answer)}`);
    return answer;
  };
  return {
    now: async () => new Date((await call<{ now: string }>('GET', 'clock')).now),
    advance: (minutes: number) =>
      call<{ now: string }>('POST', 'clock', { advanceMinutes: minutes }),
    settings: (settings: Record<string, unknown>) => call('POST', 'settings', settings),
    faults: (service: string, kind: string, times = 1) =>
      call('POST', 'faults', { service, kind, times }),
    reply: (from: string, what: Record<string, unknown>) =>
      call('POST', 'whatsapp/reply', { from, ...what }),
    call,
    /** What arrived at the messages address of WhatsApp, in order. */
    messages: async () =>
      (await call<RecordedRequest[]>('GET', 'whatsapp/requests')).filter(
        ({ method, path }) => method === 'POST' && path.endsWith('/messages'),
      ),
    shopifyWebhook: (topic: string, payload: unknown, headers: Record<string, string> = {}) =>
      shopifyWebhook(url, topic, payload, headers),
  };
}

export type Outside = ReturnType<typeof outside>;

export interface RecordedRequest {
  readonly at: string;
  readonly method: string;
  readonly path: string;
  readonly body: Record<string, unknown>;
  readonly status: number;
  readonly answer: unknown;
}

async function shopifyWebhook(
  url: string,
  topic: string,
  payload: unknown,
  headers: Record<string, string>,
): Promise<Response> {
  const body = JSON.stringify(payload);
  const signature = createHmac('sha256', SECRETS.SHOPIFY_API_SECRET).update(body).digest('base64');
  return fetch(`${url}/webhooks/shopify`, {
    method: 'POST',
    body,
    headers: {
      'content-type': 'application/json',
      'x-shopify-topic': topic,
      'x-shopify-shop-domain': 'demo.myshopify.com',
      'x-shopify-api-version': '2026-07',
      'x-shopify-webhook-id': randomUUID(),
      'x-shopify-event-id': randomUUID(),
      'x-shopify-triggered-at': new Date().toISOString(),
      'x-shopify-hmac-sha256': signature,
      ...headers,
    },
  });
}

const stamp = (at: Date): string => at.toISOString().replace(/\.\d+Z$/, 'Z');

export interface CheckoutParts {
  readonly token: string;
  readonly phone?: string | null;
  readonly email?: string | null;
  readonly at: Date;
  readonly url?: string | null;
  readonly items?: readonly Record<string, unknown>[];
  readonly acceptsMarketing?: boolean;
}

export const LINE = {
  title: 'Linen shirt',
  variant_title: 'M / White',
  quantity: 2,
  price: '49.00',
  line_price: '98.00',
  sku: 'SHIRT-M',
  product_id: 8001,
  variant_id: 9001,
  gift_card: false,
} as const;

/** A checkout as Shopify's webhook writes it, with the fields that matter here. */
export const checkoutPayload = (parts: CheckoutParts) => ({
  id: 1_000_000 + parts.token.length,
  token: parts.token,
  cart_token: `cart-${parts.token}`,
  email: parts.email ?? null,
  phone: parts.phone ?? null,
  created_at: stamp(parts.at),
  updated_at: stamp(parts.at),
  completed_at: null,
  abandoned_checkout_url:
    parts.url === undefined
      ? `https://demo.myshopify.com/70000/checkouts/ac/${parts.token}/recover?key=abc`
      : parts.url,
  buyer_accepts_marketing: parts.acceptsMarketing ?? false,
  currency: 'EUR',
  presentment_currency: 'EUR',
  customer_locale: 'en-IT',
  total_price: '98.00',
  subtotal_price: '98.00',
  line_items: parts.items ?? [LINE],
  discount_codes: [],
  shipping_address: { country_code: 'IT', first_name: 'Giulia', last_name: 'Rossi' },
});

export const orderPayload = (parts: {
  readonly id: number;
  readonly token: string | null;
  readonly at: Date;
  readonly phone?: string | null;
  readonly email?: string | null;
  readonly total?: string;
  readonly status?: string;
}) => ({
  id: parts.id,
  name: `#${parts.id}`,
  checkout_token: parts.token,
  cart_token: parts.token && `cart-${parts.token}`,
  email: parts.email ?? null,
  phone: parts.phone ?? null,
  created_at: stamp(parts.at),
  processed_at: stamp(parts.at),
  updated_at: stamp(parts.at),
  cancelled_at: null,
  currency: 'EUR',
  presentment_currency: 'EUR',
  total_price: parts.total ?? '98.00',
  current_total_price: parts.total ?? '98.00',
  financial_status: parts.status ?? 'paid',
  discount_codes: [],
  refunds: [],
  line_items: [LINE],
  source_name: 'web',
  test: false,
});
