import { createHmac, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { orderPayload } from '../support/outside';
import { lines, sendRaw } from '../support/raw-http';
import { SECRETS } from '../support/secrets';
import { addOtherShop, OTHER, OTHER_NUMBER } from '../support/tenants';
import { arrived, DAY, DEMO, leave, openStage, tell } from './acts';
import type { Stage } from './acts';

const NUMBER = '100000000000001';
const PHONE = '+393484000001';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
  await addOtherShop(stage.rehearsal.services, await stage.shop());
});
afterAll(() => stage.rehearsal.close());

const base64 = (body: string, secret: string = SECRETS.SHOPIFY_API_SECRET) =>
  createHmac('sha256', secret).update(body).digest('base64');
const hex = (body: string, secret: string = SECRETS.WHATSAPP_APP_SECRET) =>
  createHmac('sha256', secret).update(body).digest('hex');

const receipts = async () => (await stage.book.rows('SELECT 1 FROM receipt')).length;

/** Posts to the app with header lines exactly as written. */
async function post(source: string, body: string, ...headers: string[]): Promise<number> {
  const length = `content-length: ${Buffer.byteLength(body)}`;
  const head = lines(`POST /webhooks/${source} HTTP/1.1`, 'host: door', length, ...headers);
  return (await sendRaw(stage.appUrl, `${head}${body}`)).status;
}

/** The header lines of a delivery of Shopify's, but for its signature. */
const about = (topic = 'products/update', shop = DEMO): string[] => [
  `x-shopify-topic: ${topic}`,
  `x-shopify-shop-domain: ${shop}`,
  `x-shopify-event-id: ${randomUUID()}`,
];

const number = (id: string) => ({ phone_number_id: id, display_phone_number: '390694800001' });
const whatsappBody = (phoneNumberId: string, value: object): string =>
  JSON.stringify({
    object: 'whatsapp_business_account',
    entry: [
      {
        id: '200000000000001',
        changes: [{ field: 'messages', value: { metadata: number(phoneNumberId), ...value } }],
      },
    ],
  });
const whatsapp = async (phoneNumberId: string, value: object): Promise<void> => {
  const body = whatsappBody(phoneNumberId, value);
  expect(await post('whatsapp', body, `x-hub-signature-256: sha256=${hex(body)}`)).toBe(200);
  await stage.world.advance(1);
};

describe('a signature', () => {
  test('counts in one header only: two of them are refused, whichever comes first', async () => {
    const before = await receipts();
    const body = '{"id":1}';
    const good = `x-shopify-hmac-sha256: ${base64(body)}`;
    const bad = `x-shopify-hmac-sha256: ${base64(body, 'somebody-else')}`;
    expect(await post('shopify', body, ...about(), good, bad)).toBe(401);
    expect(await post('shopify', body, ...about(), bad, good)).toBe(401);
    const meta = '{"entry":[]}';
    const metaGood = `x-hub-signature-256: sha256=${hex(meta)}`;
    const metaBad = `x-hub-signature-256: sha256=${hex(meta, 'somebody-else')}`;
    expect(await post('whatsapp', meta, metaGood, metaBad)).toBe(401);
    expect(await post('whatsapp', meta, metaBad, metaGood)).toBe(401);
    expect(await receipts()).toBe(before);
  });

  test('is found however its header’s name is written', async () => {
    const body = '{"id":2}';
    const signature = base64(body);
    expect(await post('shopify', body, ...about(), `X-SHOPIFY-HMAC-SHA256: ${signature}`)).toBe(
      200,
    );
    expect(await post('shopify', body, ...about(), `x-ShOpIfY-hMaC-sHa256:\t${signature} `)).toBe(
      200,
    );
  });

  test('of the other source, in its place or in its form, is refused', async () => {
    const before = await receipts();
    const body = '{"id":3}';
    const statuses = [
      await post(
        'whatsapp',
        body,
        `x-hub-signature-256: sha256=${hex(body, SECRETS.SHOPIFY_API_SECRET)}`,
      ),
      await post(
        'shopify',
        body,
        ...about(),
        `x-shopify-hmac-sha256: ${base64(body, SECRETS.WHATSAPP_APP_SECRET)}`,
      ),
      await post('shopify', body, ...about(), `x-hub-signature-256: sha256=${hex(body)}`),
      await post(
        'whatsapp',
        body,
        `x-hub-signature: sha1=${createHmac('sha1', SECRETS.WHATSAPP_APP_SECRET).update(body).digest('hex')}`,
      ),
      await post('whatsapp', body, `x-hub-signature-256: ${hex(body)}`),
    ];
    expect(statuses).toEqual([401, 401, 401, 401, 401]);
    expect(await receipts()).toBe(before);
  });

  test('is not of the address: what is signed is taken at its own door only', async () => {
    const body = '{"id":4}';
    const signature = `x-shopify-hmac-sha256: ${base64(body)}`;
    for (const path of ['shopify/', 'Shopify', 'shopify%2f', 'shopify/../whatsapp/x', '/shopify'])
      expect([404, 405], path).toContain(await post(path, body, ...about(), signature));
  });
});

describe('a delivery that is played again', () => {
  test('under another event id changes nothing: the cart stays what it has become', async () => {
    await leave(stage, 'replayed', PHONE);
    const [{ body } = { body: Buffer.from('') }] = await stage.book.rows<{ body: Buffer }>(
      `SELECT body FROM receipt WHERE topic = 'checkouts/create' ORDER BY id DESC LIMIT 1`,
    );
    await stage.world.advance(1);
    const at = await stage.world.now();
    await tell(stage, 'orders/paid', orderPayload({ id: 9_101, token: 'replayed', at }));
    const then = await stage.book.cart('replayed');
    const text = body.toString();
    const signature = `x-shopify-hmac-sha256: ${base64(text)}`;
    for (const topic of ['checkouts/create', 'checkouts/update']) {
      expect(await post('shopify', text, ...about(topic), signature)).toBe(200);
    }
    await stage.world.advance(3 * DAY);
    expect(await stage.book.cart('replayed')).toEqual(then);
    expect(await arrived(stage, PHONE)).toEqual([]);
  });
});

describe('what is signed for one store', () => {
  test('and sent in another’s name is not believed where the body names its store', async () => {
    const body = JSON.stringify({ shop_domain: DEMO, shop_id: 1 });
    const uninstalled = JSON.stringify({ id: 1, myshopify_domain: DEMO });
    const sent: [string, string][] = [
      ['shop/redact', body],
      ['customers/redact', JSON.stringify({ shop_domain: DEMO, customer: { phone: PHONE } })],
      ['app/uninstalled', uninstalled],
    ];
    for (const [topic, text] of sent) {
      const signature = `x-shopify-hmac-sha256: ${base64(text)}`;
      expect(await post('shopify', text, ...about(topic, OTHER), signature)).toBe(200);
    }
    await stage.world.advance(1);
    const { shops } = stage.rehearsal.services.stores;
    expect(await shops.byDomain(OTHER)).toMatchObject({ state: 'installed' });
    const kept = await stage.book.rows(
      `SELECT state, reason FROM receipt WHERE shop_id = 'other-shop' ORDER BY id`,
    );
    const reason = 'the body names another store than the header';
    expect(kept).toEqual(Array(3).fill({ state: 'unreadable', reason }));
  });

  test('never touches a thing of the store that it is not sent for', async () => {
    await leave(stage, 'mine', '+393484000002');
    await stage.world.advance(0);
    const before = await stage.book.rows(`SELECT * FROM cart WHERE external_id = 'mine'`);
    const at = await stage.world.now();
    const order = orderPayload({ id: 9_102, token: 'mine', phone: '+393484000002', at });
    const headers = { 'x-shopify-shop-domain': OTHER };
    await tell(stage, 'orders/cancelled', order, headers);
    await tell(
      stage,
      'checkouts/update',
      { token: 'mine', phone: '+391', line_items: [] },
      headers,
    );
    const rows = await stage.book.rows<{ shop_id: string }>(
      `SELECT * FROM cart WHERE external_id = 'mine' AND shop_id <> 'other-shop'`,
    );
    expect(rows).toEqual(before);
  });
});

describe('what WhatsApp tells of one store’s number', () => {
  test('about a message of another store’s number changes nothing there', async () => {
    const phone = '+393484000003';
    await leave(stage, 'told', phone);
    await stage.world.advance(2 * DAY);
    const [sent] = await stage.book.rows<{ id: string; vendor_id: string; state: string }>(
      `SELECT id, vendor_id, state FROM message WHERE recipient = $1`,
      [phone],
    );
    const status = {
      id: sent?.vendor_id,
      status: 'failed',
      timestamp: '4102444800',
      recipient_id: phone.slice(1),
      biz_opaque_callback_data: sent?.id,
      errors: [{ code: 131026, title: 'undeliverable' }],
    };
    await whatsapp(OTHER_NUMBER, { statuses: [status] });
    const [now] = await stage.book.messagesTo(phone);
    expect(now).toMatchObject({ state: sent?.state, failure_code: null });
  });

  test('as a STOP holds for that store alone', async () => {
    const phone = '+393484000004';
    await leave(stage, 'both', phone);
    const message = { id: 'wamid.stop-1', from: phone.slice(1), type: 'text', timestamp: '1' };
    const contacts = [{ wa_id: phone.slice(1), profile: { name: 'A' } }];
    await whatsapp(OTHER_NUMBER, { contacts, messages: [{ ...message, text: { body: 'STOP' } }] });
    await stage.world.advance(2 * DAY);
    expect(await arrived(stage, phone)).not.toEqual([]);
    const records = await stage.book.rows(
      `SELECT shop_id FROM consent_record WHERE state = 'withdrawn'`,
    );
    expect(records).toEqual([{ shop_id: 'other-shop' }]);
  });

  test('or of a number of nobody is kept and changes nothing', async () => {
    for (const id of ['999', `${NUMBER}0`, `' OR 1=1 --`, '']) {
      await whatsapp(id, { messages: [{ id: `wamid.${id}`, from: '39', type: 'text', text: {} }] });
    }
    const kept = await stage.book.rows<{ state: string }>(
      `SELECT state FROM receipt WHERE source = 'whatsapp' ORDER BY id DESC LIMIT 4`,
    );
    expect(kept.map(({ state }) => state)).toEqual(Array(4).fill('ignored'));
  });
});
