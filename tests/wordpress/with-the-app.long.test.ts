import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { merchantPages } from '../../app/doors/merchant-pages';
import { ledger } from '../support/ledger';
import { outside } from '../support/outside';
import { startRehearsal, type Rehearsal } from '../support/rehearsal';
import { Browser } from './support/browser';
import { askOfAdmin, connectByClicks } from './support/merchant';
import { startWordPress, type RunningWordPress } from './support/wordpress';

let store: RunningWordPress;
let rehearsal: Rehearsal;
let merchant: Browser;
let appUrl = '';
let mug = 0;

beforeAll(async () => {
  store = await startWordPress();
  const { host } = new URL(store.url);
  rehearsal = await startRehearsal({ pages: merchantPages, host: '127.0.0.1', sites: [host] });
  appUrl = rehearsal.services.env.PUBLIC_URL;
  merchant = new Browser(store.url);
  await merchant.logIn('admin', 'admin');
  mug = await store.php<number>(
    "return stub_save_product(['name' => 'Tazza', 'meta' => ['_price' => '30.10']]);",
  );
});
afterAll(async () => {
  const complaints = store.complaints();
  await rehearsal.close();
  store.stop();
  expect(complaints).toBe('');
});

const deliver = async (): Promise<void> => {
  await store.php('stub_run_queue(); Ripresa\\Outbox\\Delivery::runAll(); return true;');
  await outside(rehearsal).advance(0);
};
const storeState = async () => {
  const domain = new URL(store.url).host;
  const rows = ledger(rehearsal).rows<{ state: string; currency: string }>(
    'SELECT state, currency FROM shop WHERE domain = $1',
    [domain],
  );
  return (await rows)[0];
};
const ask = (path: string, body?: unknown) => askOfAdmin(merchant, path, body);

describe('the plugin and the app', () => {
  it('are connected by two clicks of the merchant', async () => {
    const back = await connectByClicks(merchant, appUrl);
    expect(back).toContain('Your store is connected.');
    expect(await storeState()).toEqual({ state: 'installed', currency: 'EUR' });
  });

  it('share the cart that a shopper left', async () => {
    const shopper = new Browser(store.url);
    await shopper.get(`/?add-to-cart=${mug}`);
    await shopper.capture({ phone: '+39 348 100 0042', country: 'IT', consent: 'yes' });
    await deliver();
    const carts = await ledger(rehearsal).rows(
      `SELECT phone, total_minor, cart.currency, cart.state FROM cart
       JOIN shop ON shop.id = shop_id WHERE platform = 'woocommerce'`,
    );
    expect(carts).toEqual([
      { phone: '+393481000042', total_minor: 3_010, currency: 'EUR', state: 'open' },
    ]);
  });

  it('show the merchant in wp-admin what the app knows', async () => {
    expect(await ask('overview?days=7')).toMatchObject({
      days: 7,
      currency: 'EUR',
      timeZone: 'Europe/Rome',
      revenue: [{ currency: 'EUR', total: '0.00', orders: 0, campaigns: [] }],
    });
    expect(await ask('health')).toMatchObject({
      fault: null,
      app: { ready: { activeSequences: 1, cartsSeen: 1 } },
      site: { waiting: 0, problem: null },
    });
    const { sequences } = (await ask('sequences')) as { sequences: { id: string }[] };
    const id = sequences[0]?.id ?? '';
    expect(await ask(`sequences/${id}/state`, { state: 'paused' })).toEqual({
      id,
      state: 'paused',
    });
  });

  it('lead the merchant into the full admin', async () => {
    const { url } = await ask('sign-in', {});
    const opened = await fetch(String(url), { redirect: 'manual' });
    expect([opened.status, opened.headers.get('location')]).toEqual([303, '/app']);
  });

  it('part when the merchant disconnects', async () => {
    await store.php('Ripresa\\Connect\\Disconnect::byMerchant(); return true;');
    await outside(rehearsal).advance(0);
    expect((await storeState())?.state).toBe('uninstalled');
    expect(await ask('overview')).toMatchObject({ code: 'not_connected' });
  });
});
