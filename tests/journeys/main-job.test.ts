import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkoutPayload, orderPayload, outside } from '../support/outside';
import type { Outside } from '../support/outside';
import { startRehearsal } from '../support/rehearsal';
import type { Rehearsal } from '../support/rehearsal';

const PHONE = '+393471234567';
let rehearsal: Rehearsal;
let world: Outside;

beforeAll(async () => {
  rehearsal = await startRehearsal();
  world = outside(rehearsal);
});
afterAll(() => rehearsal.close());

test('an abandoned cart becomes a reminder, a click and a credited sale', async () => {
  const at = await world.now();
  const webhook = await world.shopifyWebhook(
    'checkouts/create',
    checkoutPayload({ token: 'tok1', phone: PHONE, at }),
  );
  expect(webhook.status).toBe(200);
  await world.advance(3 * 24 * 60);
  const sent = await world.messages();
  expect(sent).toHaveLength(1);
  const body = JSON.stringify(sent[0]?.body);
  const token = /"text":"([A-Za-z0-9_-]{22})"/.exec(body)?.[1];
  expect(token).toBeTruthy();
  const image = /"link":"([^"]+)"/.exec(body)?.[1];
  const picture = await fetch(String(image));
  expect(picture.headers.get('content-type')).toBe('image/jpeg');
  const click = await fetch(`${rehearsal.url}/r/${token}`, { redirect: 'manual' });
  expect(click.status).toBe(302);
  expect(click.headers.get('location')).toContain(
    '/checkouts/ac/tok1/recover?key=abc&utm_source=whatsapp',
  );
  // Shopify stamps by the second: the stamp can lie before the tap that led to the order.
  const paidAt = new Date(Math.floor((await world.now()).getTime() / 1000) * 1000);
  const order = orderPayload({ id: 501, token: 'tok1', phone: PHONE, at: paidAt });
  expect((await world.shopifyWebhook('orders/create', order)).status).toBe(200);
  expect((await world.shopifyWebhook('orders/paid', order)).status).toBe(200);
  await world.advance(0);
  const rows = await rehearsal.services.database.sql.query(
    'SELECT sum(amount_minor)::bigint AS total, count(*) FROM attribution_entry',
  );
  expect(rows[0]).toMatchObject({ total: 9800 });
  const [talk] = await rehearsal.services.database.sql.query(
    `SELECT (SELECT placed_at FROM orders) > (SELECT max(occurred_at) FROM touch) AS "isInOrder"`,
  );
  expect(talk).toEqual({ isInOrder: true });
});
