import { createHmac } from 'node:crypto';

export const SHOPIFY_SECRET = 'bench-shopify-secret';
export const WHATSAPP_SECRET = 'bench-whatsapp-secret';

const LINE_ITEMS = 8;

const lineItem = (number: number) => ({
  id: 10_000_000_000_000 + number,
  title: 'Merino Wool Crew Neck Sweater – Navy / M',
  quantity: 2,
  price: '89.00',
  sku: `SKU-${number}`,
  variant_id: 40_000_000_000_000 + number,
  product_id: 8_000_000_000_000 + number,
  vendor: 'Example Woollens',
  grams: 450,
  requires_shipping: true,
  taxable: true,
  properties: [],
  tax_lines: [{ price: '14.20', rate: 0.19, title: 'VAT' }],
  line_price: '178.00',
  variant_title: 'Navy / M',
  fulfillment_service: 'manual',
  gift_card: false,
  compare_at_price: '119.00',
  discount_allocations: [],
});

/** A checkout of eight lines as Shopify sends it, 4.8 KB. */
export const checkoutBody = (): Buffer =>
  Buffer.from(
    JSON.stringify({
      id: 31_337,
      token: 'bd5a8aa1ecd019dd3520ff791ee3a24c',
      cart_token: '68778783ad298f1c80c3bafcddeea02f',
      email: 'shopper@example.com',
      buyer_accepts_marketing: true,
      created_at: '2026-11-27T00:00:00+01:00',
      updated_at: '2026-11-27T00:03:00+01:00',
      landing_site: '/products/sweater?utm_source=ig&utm_medium=social',
      phone: '+34600123456',
      customer_locale: 'es',
      currency: 'EUR',
      total_price: '1424.00',
      subtotal_price: '1424.00',
      abandoned_checkout_url: 'https://shop-0001.myshopify.com/548380009/checkouts/bd5a/recover',
      shipping_address: {
        first_name: 'María',
        last_name: 'Ejemplo',
        address1: 'Calle Mayor 1',
        city: 'Madrid',
        zip: '28013',
        country_code: 'ES',
        phone: '+34600123456',
      },
      line_items: Array.from({ length: LINE_ITEMS }, (_, index) => lineItem(index)),
    }),
  );

/** Shops' domains are of one length, as are the ids, so that every request weighs the same. */
export const shopDomain = (number: number): string =>
  `shop-${String(number).padStart(4, '0')}.myshopify.com`;

/**
 * Signed webhooks one after the other, each an event of its own, of shops in turn.
 * @param run distinguishes one measurement's events from another's
 */
export function webhookRequests(path: string, shops: number, run: number): () => Buffer {
  const body = checkoutBody();
  const signature = createHmac('sha256', SHOPIFY_SECRET).update(body).digest('base64');
  let count = 0;
  return () => {
    count += 1;
    const id = `${String(run).padStart(6, '0')}-${String(count).padStart(12, '0')}`;
    const head = [
      `POST ${path} HTTP/1.1`,
      'host: app.example.com',
      'content-type: application/json',
      `content-length: ${body.length}`,
      'x-shopify-topic: checkouts/update',
      'x-shopify-api-version: 2026-07',
      `x-shopify-shop-domain: ${shopDomain(count % shops)}`,
      `x-shopify-webhook-id: ${id}`,
      `x-shopify-event-id: ${id}`,
      `x-shopify-hmac-sha256: ${signature}`,
      '\r\n',
    ].join('\r\n');
    return Buffer.concat([Buffer.from(head), body]);
  };
}
