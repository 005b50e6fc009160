import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ledger } from '../support/ledger';
import { Browser } from './support/browser';
import { askOfAdmin, connectByClicks } from './support/merchant';
import { startStoreAndApp, type StoreAndApp } from './support/store-and-app';

let stage: StoreAndApp;
let store: StoreAndApp['store'];
let rehearsal: StoreAndApp['rehearsal'];
let world: StoreAndApp['world'];
let merchant: StoreAndApp['merchant'];
let mug: StoreAndApp['mug'];
let deliver: StoreAndApp['deliver'];
let appUrl = '';

beforeAll(async () => {
  stage = await startStoreAndApp();
  ({ store, rehearsal, world, merchant, mug, deliver } = stage);
  appUrl = rehearsal.services.env.PUBLIC_URL;
});
afterAll(() => stage.close());

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
    await world.advance(0);
    expect((await storeState())?.state).toBe('uninstalled');
    expect(await ask('overview')).toMatchObject({ code: 'not_connected' });
  });
});
