import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { merchantPages } from '../../app/doors/merchant-pages';
import { PHONE_BROWSER } from '../journeys/acts';
import { sessionIn } from '../journeys/paying';
import { startAsking, type Asking } from '../journeys/asking';
import { launchBrowser } from '../support/browser';
import { askAsPlugin } from '../support/woocommerce-shop';
import { axe, clickFor } from './admin-rig';

const SIZES = { desktop: { width: 1280, height: 900 }, phone: { width: 390, height: 844 } };
const PHONE = '+393487000001';

let shop: Asking['shop'];
let of: Asking['of'];
let agent: Asking['agent'];
let browser: Browser;
let page: Page;
const complaints: string[] = [];

beforeAll(async () => {
  ({ shop, of, agent } = await startAsking({ pages: merchantPages }));
  browser = await launchBrowser();
  page = await (await browser.newContext({ viewport: SIZES.desktop })).newPage();
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  await signIn('first');
});
afterAll(async () => {
  await browser.close();
  await shop.close();
});

/** Kept for people to look at, at both widths. */
async function pictures(name: string): Promise<void> {
  const folder = process.env['RIPRESA_TEST_PICTURES'];
  if (!folder) return;
  for (const [width, size] of Object.entries(SIZES)) {
    await page.setViewportSize(size);
    await page.screenshot({ path: `${folder}/${name}-${width}.png`, fullPage: true });
  }
  await page.setViewportSize(SIZES.desktop);
}

/** A session lasts hours, and some tests take days. */
async function signIn(nonce: string): Promise<void> {
  const answer = await askAsPlugin(shop, '/api/woocommerce/sign-in', { body: { nonce } });
  await page.goto(((await answer.json()) as { url: string }).url);
  await page.getByText('Bottega Woo').waitFor();
}

const address = (path: string): string => `${shop.rehearsal.services.env.PUBLIC_URL}${path}`;
const badge = (words: string) => page.locator('.thread-request').getByText(words, { exact: true });
const opens = () => page.getByRole('button', { name: 'Request payment' });

describe('an agent in the admin', () => {
  it('asks for an amount, sees what is wrong with it, and then how it stands', async () => {
    await of.leave(PHONE);
    const id = await agent.writtenBy(PHONE);
    await page.goto(address(`/app/conversations/${id}`));
    await clickFor(opens(), page.getByLabel('What it is for'));
    await page.getByLabel('Amount').fill('1,250');
    await page.getByLabel('What it is for').fill('Repair of the lamp');
    await page.getByRole('button', { name: 'Send request' }).click();
    await page.getByText('EUR has 2 decimals').waitFor();
    await pictures('request-form');
    expect(await axe(page)).toEqual([]);
    await page.getByLabel('Amount').fill('12,50');
    await page.getByRole('button', { name: 'Send request' }).click();
    await badge('Not opened yet').waitFor();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await axe(page)).toEqual([]);
  });

  it('sees it opened and paid, without loading the page anew', async () => {
    const token = await agent.tokenSentTo(PHONE);
    const shoppers = { userAgent: PHONE_BROWSER, viewport: SIZES.phone };
    const shopper = await (await browser.newContext(shoppers)).newPage();
    await shopper.goto(address(`/p/${token}`));
    await shopper.getByText('Repair of the lamp').waitFor();
    const folder = process.env['RIPRESA_TEST_PICTURES'];
    if (folder) await shopper.screenshot({ path: `${folder}/request-page.png` });
    expect(await axe(shopper)).toEqual([]);
    await shopper.close();
    await badge('Opened').waitFor();
    await pictures('request-opened');
    const session = sessionIn(await of.press(token, 'stripe', 1_250));
    shop.stripe.shopper.pays(session);
    await shop.stripeTells('checkout.session.completed', session);
    await of.world.advance(0);
    await badge('Paid').waitFor();
    await pictures('request-paid');
  });

  it('asks for the shopper’s cart, and takes it back', async () => {
    await clickFor(opens(), page.getByLabel('What it is for'));
    await page.getByLabel('For', { exact: true }).selectOption('cart');
    await page.getByText('Your store says what it costs').waitFor();
    await pictures('request-cart');
    await page.getByRole('button', { name: 'Send request' }).click();
    await page.getByRole('button', { name: 'Withdraw' }).click();
    await badge('Withdrawn').waitFor();
    await pictures('request-withdrawn');
  });

  it('accepts held money, once asked whether to', async () => {
    const { session } = await of.begin('+393487000002');
    shop.stripe.shopper.pays(session, { received: 9_979 });
    await shop.stripeTells('checkout.session.completed', session);
    await of.world.advance(0);
    await signIn('second');
    await page.goto(address('/app/settings/payments'));
    await clickFor(page.getByRole('button', { name: 'Accept anyway' }), page.getByRole('dialog'));
    await pictures('held-accept');
    expect(await axe(page)).toEqual([]);
    await page.getByRole('button', { name: 'Accept', exact: true }).click();
    await page.getByText('Waiting for you').waitFor({ state: 'detached' });
  });

  it('is told where payments are turned on, where they are not', async () => {
    const { services } = shop.rehearsal;
    const store = await services.stores.shops.byDomain(shop.domain);
    for (const provider of ['stripe', 'paypal'] as const) {
      await services.stores.paymentAccounts.setState(store!.id, provider, 'off', null);
    }
    await page.goto(address(`/app/conversations/${await agent.writtenBy(PHONE)}`));
    await page.getByText('Payments by link are not connected.').waitFor();
    expect(await opens().isDisabled()).toBe(true);
    await pictures('request-off');
    expect(await axe(page)).toEqual([]);
    await page.getByRole('link', { name: 'Payment links' }).click();
    await page.waitForURL(address('/app/settings/payments'));
    expect(complaints).toEqual([]);
  });
});
