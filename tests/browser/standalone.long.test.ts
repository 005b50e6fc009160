import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { merchantPages } from '../../app/doors/merchant-pages';
import { launchBrowser } from '../support/browser';
import {
  askAsPlugin,
  connect,
  connectWhatsApp,
  startWooCommerceShop,
} from '../support/woocommerce-shop';
import type { WooCommerceShop } from '../support/woocommerce-shop';
import { axe } from './admin-rig';

const SIZE = { width: 1280, height: 900 };

let shop: WooCommerceShop;
let browser: Browser;
let page: Page;
const complaints: string[] = [];

beforeAll(async () => {
  shop = await startWooCommerceShop({ pages: merchantPages });
  await connect(shop);
  await connectWhatsApp(shop);
  browser = await launchBrowser();
  page = await (await browser.newContext({ viewport: SIZE })).newPage();
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
});
afterAll(async () => {
  await browser.close();
  await shop.close();
});

const own = (path: string): string => `${shop.rehearsal.services.env.PUBLIC_URL}${path}`;
const picture = async (name: string): Promise<void> => {
  const folder = process.env['RIPRESA_TEST_PICTURES'];
  if (folder) await page.screenshot({ path: `${folder}/${name}.png` });
};

describe('the admin on a page of its own', () => {
  it('opens by an address of the store’s own admin, without Shopify around it', async () => {
    const path = '/api/woocommerce/sign-in';
    const answer = await askAsPlugin(shop, path, { body: { nonce: 'look' } });
    const { url } = (await answer.json()) as { url: string };
    await page.goto(url);
    await page.waitForURL(own('/app'));
    await page.getByText('Bottega Woo').waitFor();
    await picture('standalone');
    expect(await axe(page)).toEqual([]);
    const scripts = await page.evaluate('[...document.scripts].map((script) => script.src)');
    for (const script of scripts as string[]) {
      if (script !== '') expect(new URL(script).origin).toBe(new URL(own('/')).origin);
    }
  });

  // Polaris holds the body's first child still while a dialog is open.
  it('is held still as a whole while a dialog is open', async () => {
    const held = 'document.body.firstElementChild.querySelectorAll("header, main").length';
    expect(await page.evaluate(held)).toBe(2);
  });

  it('leads to every page', async () => {
    for (const name of ['Sequences', 'Conversations', 'Shoppers', 'Settings']) {
      await page.getByRole('navigation', { name: 'Pages' }).getByText(name).click();
      await page.getByRole('heading', { name, level: 1 }).waitFor();
    }
  });

  it('saves what was changed, and says so', async () => {
    await page.goto(own('/app/sequences'));
    await page.locator('h2 a').first().click();
    const name = page.getByLabel('Name', { exact: true }).first();
    await name.fill('Carts of my store');
    await page.getByText('Unsaved changes').waitFor();
    await picture('standalone-save');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByRole('status').getByText('Saved', { exact: true }).waitFor();
    const [row] = await shop.rehearsal.services.database.sql.query<{ name: string }>(
      `SELECT sequence.name FROM sequence JOIN shop ON shop.id = shop_id WHERE shop.domain = $1`,
      [shop.domain],
    );
    expect(row?.name).toBe('Carts of my store');
  });

  it('is left by signing out', async () => {
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByText('You are signed out').waitFor();
    expect((await page.request.get(own('/app'), { maxRedirects: 0 })).status()).not.toBe(200);
  });

  it('complained of nothing', () => {
    expect(complaints).toEqual([]);
  });
});
