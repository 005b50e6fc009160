import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { launchBrowser } from '../support/browser';
import { connect, openShop, type Shop } from './support/shop';
import { HEALTH, answerScreens } from './support/screens-answers';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

let shop: Shop;
let browser: Browser;
let page: Page;
const complaints: string[] = [];

beforeAll(async () => {
  shop = await openShop();
  browser = await launchBrowser();
  page = await (await browser.newContext({ viewport: { width: 1280, height: 900 } })).newPage();
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(`${shop.url}/wp-login.php`);
  await page.fill('#user_login', 'admin');
  await page.fill('#user_pass', 'admin');
  await page.click('#wp-submit');
  await page.waitForURL(/wp-admin/);
});
afterAll(async () => {
  await browser.close();
  await shop.close();
});
beforeEach(async () => {
  await connect(shop, shop.app);
  shop.app.forget();
  answerScreens(shop.app);
});
afterEach(() => {
  expect(complaints.splice(0)).toEqual([]);
});

const open = () => page.goto(`${shop.url}/wp-admin/admin.php?page=ripresa`);
const text = (selector: string) => page.locator(selector).innerText();
const see = (words: string) => page.getByText(words).first().waitFor();
const picture = async (name: string): Promise<void> => {
  const folder = process.env['RIPRESA_TEST_PICTURES'];
  if (folder) await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true });
};

/** Faults in what is ours; WordPress's own frame is not judged here. */
async function faults(): Promise<unknown> {
  await page.evaluate(AXE);
  return page.evaluate(
    "axe.run('#ripresa-screens').then(({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes[0].html))",
  );
}

describe('the screens in wp-admin', () => {
  it('show what was earned, with its unit, its days and what it does not prove', async () => {
    await open();
    await see('€639.70');
    expect(await text('[data-testid=total-EUR]')).toMatch(/€639\.70\s*5 orders/);
    const campaigns = await text('[data-testid=campaigns-EUR]');
    expect(campaigns).toMatch(/Cart recovery\s+€519\.80\s+4/);
    expect(campaigns).toMatch(/Total\s+€639\.70\s+5/);
    await see('By day, in EUR (days in Europe/Rome)');
    await see('95 more people are needed in the smaller group.');
    expect(await text('[data-testid=funnel]')).toMatch(/Paid\s+5 \(29\.4%\)/);
    const reasons = await text('[data-testid=reasons]');
    expect(reasons).toContain('consent that the shopper has not given.');
    expect(reasons).toContain('A reason that this plugin does not know yet.');
    await picture('results');
    expect(await faults()).toEqual([]);
  });

  it('ask for another period', async () => {
    await open();
    await see('€639.70');
    await page.getByLabel('Period').selectOption('7');
    await see('€639.70');
    expect(shop.app.asked.map(({ path }) => path)).toContain('/api/woocommerce/overview?days=7');
  });

  it('switch a sequence off, and say it when that fails', async () => {
    await open();
    const flow = page.locator('[data-testid=flow-s1]');
    await flow.getByLabel('On').waitFor();
    shop.app.apiOf.set('sequences/s1/state', { status: 200, body: { id: 's1', state: 'paused' } });
    await flow.getByRole('checkbox').click();
    await flow.getByLabel('Off').waitFor();
    shop.app.apiOf.set('sequences/s1/state', { status: 500, body: {} });
    await flow.getByRole('checkbox').click();
    await flow.getByText('does not understand').first().waitFor();
    expect(await flow.getByRole('checkbox').isChecked()).toBe(false);
  });

  it('say what holds reminders back', async () => {
    const stalled = { ...HEALTH.stalled, steps: 2, since: '2026-11-24T09:00:00Z' };
    const ready = { ...HEALTH.ready, numberConnected: false };
    shop.app.apiOf.set('health', { status: 200, body: { ...HEALTH, ready, stalled } });
    await open();
    await see('No WhatsApp number is connected yet.');
    await see('2 messages have been due since');
  });

  it('say when the app is away, and come back by themselves when asked', async () => {
    shop.app.apiOf.set('overview', { status: 503, body: {} });
    await open();
    const again = page.getByRole('button', { name: 'Try again' }).first();
    await again.waitFor();
    await picture('away');
    answerScreens(shop.app);
    await again.click();
    await see('€639.70');
  });

  it('lead into the settings when the store is not connected any more', async () => {
    await open();
    await see('€639.70');
    shop.app.apiOf.set('overview', { status: 410, body: { error: 'unknown_site' } });
    await page.getByLabel('Period').selectOption('90');
    await page.getByRole('link', { name: 'Open the settings' }).first().click();
    await see('Connect your store');
    await picture('not-connected');
  });

  it('ask back before the store is disconnected', async () => {
    await page.goto(`${shop.url}/wp-admin/admin.php?page=ripresa&tab=settings`);
    const isConnected = () => shop.php('return Ripresa\\Connection::exists();');
    const ask = () => page.locator('input[value=Disconnect]').click();
    const dialog = page.getByRole('dialog', { name: 'Disconnect from Ripresa?' });
    await ask();
    await dialog.getByText('30 days later').waitFor();
    await picture('disconnect');
    await dialog.getByRole('button', { name: 'Stay connected' }).click();
    await dialog.waitFor({ state: 'detached' });
    expect(await isConnected()).toBe(true);
    await ask();
    await dialog.getByRole('button', { name: 'Disconnect' }).click();
    await see('Connect your store');
    expect(await isConnected()).toBe(false);
  });

  it('open the full admin in a tab of its own', async () => {
    const url = `${shop.app.url}/woocommerce/sign-in?ticket=x`;
    shop.app.apiOf.set('sign-in', { status: 200, body: { url } });
    await open();
    const [tab] = await Promise.all([
      page.waitForEvent('popup'),
      page.getByRole('button', { name: 'Open Ripresa' }).click(),
    ]);
    await tab.waitForURL(url);
    expect(await tab.evaluate('window.opener')).toBeNull();
    await tab.close();
  });

  it('are readable on a phone, and in the merchant’s language', async () => {
    await shop.php("update_user_meta(1, 'locale', 'de_DE'); return true;");
    await page.setViewportSize({ width: 390, height: 844 });
    await open();
    await see('Zurückgewonnener Umsatz');
    await see('639,70');
    await picture('phone');
    const width = await page.evaluate('document.documentElement.scrollWidth');
    expect(width).toBeLessThanOrEqual(390);
    await shop.php("delete_user_meta(1, 'locale'); return true;");
  });
});
