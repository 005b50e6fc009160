import { afterAll, beforeAll, expect, test } from 'vitest';
import { CATALOG } from '../../sandbox/shopify/catalog';
import { reconcileShop } from '../../workers/processors/reconcile-shop';
import { reconcileShops, syncCatalogs } from '../../workers/sweeps/shops-behind';
import { arrived, DAY, linkFor, open, openStage } from './acts';
import type { Stage } from './acts';
import { browse, CUPS, MOKA } from './storefront';

const MANY = 1_000;
let stage: Stage;

beforeAll(async () => {
  stage = await openStage();
  // The rehearsal's clock tells real stamps from its own by nearness, so it starts far away.
  await stage.world.advance(60 * DAY);
});
afterAll(() => stage.rehearsal.close());

/** A quarter of an hour passes, and the sweep asks the store. */
async function reconcile(): Promise<void> {
  await stage.world.advance(16);
  await reconcileShops(stage.rehearsal.services);
  await stage.world.advance(0);
}

const cartsOf = (phone: string) =>
  stage.book.rows<{ id: string; state: string; external_id: string }>(
    'SELECT id, state, external_id FROM cart WHERE phone = $1 ORDER BY external_id',
    [phone],
  );
const toldByWebhook = (text: string) =>
  stage.book.rows(`SELECT topic FROM receipt WHERE position($1 in encode(body, 'escape')) > 0`, [
    text,
  ]);
const loseWebhooks = () => stage.world.faults('shopify', 'lose-webhooks', MANY);

test('looking twice finds nothing new, and what a webhook told is not doubled', async () => {
  const phone = '+393485000003';
  const shopper = browse(stage);
  await shopper.add(MOKA);
  await shopper.pay(await shopper.checkOut({ phone }), { phone });
  await stage.world.advance(1);
  const rows = async () =>
    stage.book.rows(
      `SELECT (SELECT count(*) FROM cart) AS carts, (SELECT count(*) FROM orders) AS orders,
         (SELECT count(*) FROM customer) AS people,
         (SELECT count(*) FROM domain_event WHERE type LIKE 'order.%') AS news`,
    );
  const before = await rows();
  expect(before[0]).toMatchObject({ carts: 1, orders: 1, people: 1, news: 2 });
  await reconcile();
  await reconcile();
  expect(await rows()).toEqual(before);
});

test('a checkout whose webhooks are lost is found, reminded of, and its purchase is found too', async () => {
  const phone = '+393485000001';
  await loseWebhooks();
  const shopper = browse(stage);
  await shopper.add(MOKA);
  await shopper.add(CUPS, 2);
  const token = await shopper.checkOut({ phone, firstName: 'Ida' });
  await reconcile();
  expect(await cartsOf(phone)).toHaveLength(1);
  await stage.world.advance(2 * DAY);
  expect(await arrived(stage, phone)).toHaveLength(1);
  const click = await open(stage, await linkFor(stage, phone));
  expect(click.headers.get('location')).toContain(`/checkouts/${token}/recover?key=`);
  await shopper.pay(token, { phone });
  await reconcile();
  expect((await cartsOf(phone))[0]?.state).toBe('ordered');
  expect(await toldByWebhook(token)).toEqual([]);
  const [order] = await stage.book.rows<{ name: string }>(
    'SELECT name FROM orders WHERE phone = $1',
    [phone],
  );
  expect(await stage.book.credit(order?.name ?? '')).toMatchObject({ minor: 3_490 + 2 * 2_400 });
  await stage.world.advance(10 * DAY);
  expect(await arrived(stage, phone)).toHaveLength(1);
});

test('a purchase that no webhook told stops the reminder', async () => {
  const phone = '+393485000002';
  const shopper = browse(stage);
  await shopper.add(MOKA);
  const token = await shopper.checkOut({ phone });
  await reconcile();
  expect(await cartsOf(phone)).toHaveLength(1);
  await stage.world.advance(120);
  await shopper.pay(token, { phone }, 'cash_on_delivery');
  await reconcile();
  await stage.world.advance(5 * DAY);
  expect(await arrived(stage, phone)).toEqual([]);
  expect((await cartsOf(phone))[0]?.state).toBe('ordered');
});

test('nobody is reminded while the list that names their purchase is being read', async () => {
  const phone = '+393485000004';
  await loseWebhooks();
  const shopper = browse(stage);
  await shopper.add(MOKA);
  const token = await shopper.checkOut({ phone });
  await reconcile();
  await stage.world.advance(120);
  const [step] = await stage.book.rows<{ due_at: Date }>(
    `SELECT due_at FROM recovery_step WHERE state = 'pending' ORDER BY due_at LIMIT 1`,
  );
  if (!step) throw new Error('no reminder is planned');
  const waits = step.due_at.getTime() - (await stage.world.now()).getTime();
  await stage.world.advance(Math.floor(waits / 60_000) - 2);
  await shopper.pay(token, { phone }, 'cash_on_delivery');
  const { services } = stage.rehearsal;
  const { id } = await stage.shop();
  let reading: Promise<void> | undefined;
  await services.transact(async ({ events }) => {
    await events.takeTurn(id);
    reading = reconcileShop({ shopId: id }, services);
    await expect.poll(() => services.stores.receipts.hasUnread(id)).toBe(true);
    await stage.world.advance(5);
    expect(await arrived(stage, phone)).toEqual([]);
  });
  await reading;
  await stage.world.advance(5 * DAY);
  expect(await arrived(stage, phone)).toEqual([]);
});

test('a day later the whole catalogue is compared: what webhooks lost is there, photo and all', async () => {
  await stage.rehearsal.services.database.sql.query('DELETE FROM product');
  await stage.world.advance(25 * 60);
  await syncCatalogs(stage.rehearsal.services);
  await stage.world.advance(0);
  const known = await stage.book.rows<{ products: number; photos: number }>(
    `SELECT count(*)::int AS products, count(image_url)::int AS photos FROM product`,
  );
  expect(known).toEqual([{ products: CATALOG.length, photos: CATALOG.length }]);
});
