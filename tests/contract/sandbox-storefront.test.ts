import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { at, startStage, type Received, type Stage } from './sandbox-fixture';

const MOKA = 45_100_000_000_001;
const CUPS = 45_100_000_000_002;
const FORM = 'application/x-www-form-urlencoded';
let stage: Stage;
let shopper: Browser;

/** A browser as far as the shop needs one: it keeps cookies and follows redirects. */
interface Browser {
  go: (path: string) => Promise<{ path: string; text: string; status: number }>;
  submit: (path: string, fields: Record<string, string>) => ReturnType<Browser['go']>;
}

function openBrowser(): Browser {
  let cookie = '';
  const request = async (
    path: string,
    init: RequestInit,
  ): Promise<{ path: string; text: string; status: number }> => {
    const response = await fetch(new URL(path, stage.gateway), {
      ...init,
      redirect: 'manual',
      headers: { cookie, 'content-type': FORM },
    });
    cookie = response.headers.get('set-cookie')?.split(';')[0] ?? cookie;
    const location = response.headers.get('location');
    if (location !== null) return request(location, { method: 'GET' });
    return { path, text: await response.text(), status: response.status };
  };
  return {
    go: (path) => request(path, { method: 'GET' }),
    submit: (path, fields) =>
      request(path, {
        method: 'POST',
        body: new URLSearchParams(fields).toString(),
      }),
  };
}

beforeAll(async () => {
  stage = await startStage();
});
afterAll(() => stage.close());
beforeEach(async () => {
  await stage.control('POST', 'reset');
  stage.app.webhooks = [];
  shopper = openBrowser();
});

async function abandon(): Promise<string> {
  await shopper.submit('/sandbox/store/cart/add', { variant: String(MOKA) });
  await shopper.submit('/sandbox/store/cart/add', { variant: String(CUPS) });
  const { path } = await shopper.submit('/sandbox/store/checkout', {});
  await shopper.submit(`${path}/contact`, { phone: '347 123 4567', country: 'IT' });
  return path;
}

function topics(): unknown[] {
  return stage.app.webhooks.map((webhook) => webhook.headers['x-shopify-topic']);
}

function lastOf(topic: string): Received | undefined {
  return stage.app.webhooks.filter((w) => w.headers['x-shopify-topic'] === topic).at(-1);
}

describe('the storefront', () => {
  it('announces a checkout at the first contact detail and its changes after that', async () => {
    const path = await abandon();
    expect(topics()).toEqual(['checkouts/create']);
    expect(lastOf('checkouts/create')?.body).toMatchObject({
      phone: '+393471234567',
      total_price: '58.90',
      currency: 'EUR',
      completed_at: null,
      shipping_address: { country_code: 'IT' },
    });
    await shopper.submit(`${path}/contact`, { phone: '347 123 4567', country: 'IT' });
    expect(topics()).toEqual(['checkouts/create']);
    await shopper.submit(`${path}/contact`, { phone: '347 123 4567', firstName: 'Giulia' });
    expect(topics()).toEqual(['checkouts/create', 'checkouts/update']);
  });

  it('announces consent only when the box is ticked', async () => {
    const path = await abandon();
    await shopper.submit(`${path}/contact`, { phone: '347 123 4567', whatsapp: 'yes' });
    expect(lastOf('customers_whats_app_marketing_consent/update')?.body).toMatchObject({
      phone: '+393471234567',
      whats_app_marketing_consent: { state: 'subscribed', opt_in_level: 'single_opt_in' },
    });
  });

  it('restores the cart in another browser through the recovery link and takes the payment', async () => {
    await abandon();
    const link = String(lastOf('checkouts/create')?.body['abandoned_checkout_url']);
    const other = openBrowser();
    const { path, text } = await other.go(link);
    expect(text).toContain('Moka pot');
    const thanks = await other.submit(`${path}/pay`, {
      phone: '347 123 4567',
      firstName: 'Giulia',
      payment: 'card',
    });
    expect(thanks.text).toContain('Thank you, Giulia!');
    expect(topics().slice(-4)).toEqual([
      'orders/create',
      'orders/paid',
      'checkouts/update',
      'customers/update',
    ]);
    expect(lastOf('orders/paid')?.body).toMatchObject({
      total_price: '58.90',
      financial_status: 'paid',
      checkout_token: lastOf('checkouts/create')?.body['token'],
    });
    expect((await other.go(link)).text).toContain('Thank you');
  });

  it('refuses a recovery link with a wrong key', async () => {
    const path = await abandon();
    expect((await openBrowser().go(`${path}/recover?key=wrong`)).status).toBe(404);
  });

  it('makes no order of a declined card and an unpaid one of cash on delivery', async () => {
    const path = await abandon();
    const contact = { phone: '347 123 4567' };
    const declined = await shopper.submit(`${path}/pay`, { ...contact, payment: 'card_declined' });
    expect(declined.text).toContain('Your card was declined');
    expect(topics()).not.toContain('orders/create');
    await shopper.submit(`${path}/pay`, { ...contact, payment: 'cash_on_delivery' });
    expect(topics()).toContain('orders/create');
    expect(topics()).not.toContain('orders/paid');
    await stage.control('POST', 'shopify/mark-paid');
    expect(lastOf('orders/paid')?.body).toMatchObject({ financial_status: 'paid' });
  });

  it('opens a checkout from a cart permalink with its attributes', async () => {
    const { path, text } = await shopper.go(
      `/sandbox/store/cart/${MOKA}:2,${CUPS}:1?attributes[ref]=abc`,
    );
    expect(text).toContain('× 2');
    await shopper.submit(`${path}/contact`, { email: 'giulia@example.com' });
    expect(lastOf('checkouts/create')?.body).toMatchObject({
      total_price: '93.80',
      note_attributes: [{ name: 'ref', value: 'abc' }],
    });
  });

  it('refunds in part and in whole, and never more than was paid', async () => {
    const path = await abandon();
    await shopper.submit(`${path}/pay`, { phone: '347 123 4567', payment: 'card' });
    await stage.control('POST', 'shopify/refund', { amount: '10.00' });
    expect(at(lastOf('refunds/create')?.body, 'transactions', 0, 'amount')).toBe('10.00');
    expect(lastOf('orders/updated')?.body).toMatchObject({
      financial_status: 'partially_refunded',
      current_total_price: '48.90',
    });
    const much = await stage.control('POST', 'shopify/refund', { amount: '48.91' });
    expect(much.status).toBe(400);
    await stage.control('POST', 'shopify/refund', {});
    expect(lastOf('orders/updated')?.body).toMatchObject({ financial_status: 'refunded' });
  });

  it('leaves the recovery link out on request', async () => {
    await stage.control('POST', 'faults', { service: 'shopify', kind: 'null-recovery-url' });
    await abandon();
    expect(lastOf('checkouts/create')?.body['abandoned_checkout_url']).toBeNull();
  });
});
