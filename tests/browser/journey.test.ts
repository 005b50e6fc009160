import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { Browser, Frame, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../support/browser';
import { objections } from '../support/official-schemas';
import { outside } from '../support/outside';
import { startRipresa } from '../support/running-ripresa';
import type { RunningRipresa } from '../support/running-ripresa';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const SCREENSHOTS = path.resolve('docs/screenshots');
const PRODUCTS = ['Moka pot “Aurora”, 3 cups', 'Wool throw “Alpe”'] as const;
const QUESTION = 'Does the moka pot work on induction?';
const ANSWER = 'Yes, with the steel plate in the box.';
/** Each press goes to one due instant: the cart counts as left, then its first step is due. */
const MOST_PRESSES = 4;
/** A first start may have to build; the database and the servers follow. */
const START_MS = 300_000;

let ripresa: RunningRipresa;
let browser: Browser;
let page: Page;
const errors: string[] = [];

beforeAll(async () => {
  ripresa = await startRipresa();
  browser = await launchBrowser();
  const context = await browser.newContext({
    userAgent: `Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${browser.version()} Safari/537.36`,
    viewport: { width: 1600, height: 1000 },
    locale: 'en-GB',
  });
  context.setDefaultTimeout(60_000);
  page = await context.newPage();
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => {
    // The host reloads the frame when something came in, and cuts off what it was fetching ahead.
    const cutOff = message.text().startsWith('Failed to fetch manifest patches');
    if (message.type() === 'error' && !cutOff)
      errors.push(`${message.text()} ${message.location().url}`);
  });
  await page.goto(ripresa.url);
}, START_MS);

afterAll(async () => {
  await browser.close();
  await ripresa.stop();
});

const store = () => page.frameLocator('#storefront');
const admin = () => page.frameLocator('#app-frame');
const chat = () => page.getByRole('log', { name: 'Chat' });
/** The message of the shop that carries the picture of the cart. */
const reminder = () =>
  chat()
    .locator('.message')
    .filter({ has: page.getByAltText('Picture of the products in the cart') });
const inMinor = (text: string | null): number => Number((text ?? '').replace(/\D/g, ''));

/** Pictures for the README, taken only when somebody asks for them. */
async function takePicture(what: Page | Locator, name: string): Promise<void> {
  if (process.env.RIPRESA_SCREENSHOTS !== '1') return;
  await what.screenshot({ path: path.join(SCREENSHOTS, `${name}.png`), animations: 'disabled' });
}

interface Finding {
  readonly id: string;
  readonly nodes: readonly { readonly html: string }[];
}

/** What axe finds in one frame, as lines to read. */
async function axe(frame: Frame): Promise<readonly string[]> {
  await frame.evaluate(AXE);
  const found = await frame.evaluate<Finding[]>(
    'axe.run({ iframes: false }).then(({ violations }) => violations)',
  );
  return found.map(
    ({ id, nodes }) =>
      `${frame.name() || 'page'}: ${id}: ${nodes.map(({ html }) => html).join(' | ')}`,
  );
}

async function axeEverywhere(): Promise<readonly string[]> {
  const found: string[] = [];
  for (const frame of page.frames()) found.push(...(await axe(frame)));
  return found;
}

/** Presses until the reminder is there, like a visitor who looks at the phone after each press. */
async function forwardToReminder(): Promise<void> {
  const forward = page.getByRole('button', { name: 'Fast-forward' });
  for (let press = 0; press < MOST_PRESSES; press += 1) {
    await forward.and(page.locator(':enabled')).click();
    await page.getByText('working …').waitFor({ state: 'hidden' });
    const isThere = await reminder()
      .waitFor({ timeout: 3_000 })
      .then(
        () => true,
        () => false,
      );
    if (isThere) return;
  }
  throw new Error(`No reminder after ${String(MOST_PRESSES)} presses of Fast-forward`);
}

async function toTheCart(product: string): Promise<void> {
  await store()
    .getByRole('button', { name: `Add to cart: ${product}` })
    .click();
  await store().getByRole('heading', { name: 'Your cart' }).waitFor();
}

async function openConversation(): Promise<void> {
  await page.locator('#app-nav').getByRole('button', { name: 'Conversations' }).click();
  await admin().getByRole('link', { name: QUESTION }).click();
  await admin().getByLabel('Your answer').waitFor();
}

describe('a visitor of the sandbox', () => {
  it('finds the shop, the store admin and the phone, and axe finds nothing', async () => {
    await store().getByRole('heading', { name: 'Good things for every day' }).waitFor();
    await admin().getByRole('heading', { name: 'Recovered revenue', exact: true }).waitFor();
    await page.getByText('No messages yet.', { exact: false }).waitFor();
    expect(await axeEverywhere()).toEqual([]);
  });

  it('puts two products into the cart, types a phone and leaves', async () => {
    await toTheCart(PRODUCTS[0]);
    await store().getByRole('link', { name: 'Keep looking' }).click();
    await toTheCart(PRODUCTS[1]);
    await store().getByRole('link', { name: 'Cart, 2 items' }).waitFor();
    await store().getByRole('button', { name: 'Check out' }).click();
    await store().getByRole('button', { name: 'Use a demo number' }).click();
    expect(await store().getByLabel('Phone').inputValue()).toBe('+39 347 123 4567');
    await page.getByRole('button', { name: 'Start page' }).click();
    await store().getByRole('heading', { name: 'Good things for every day' }).waitFor();
    await page.locator('#hints .done[data-step=phone]').waitFor();
  });

  it('fast-forwards to the reminder, whose picture and buttons the phone shows', async () => {
    await forwardToReminder();
    const picture = reminder().getByRole('img', { name: 'Picture of the products in the cart' });
    await expect
      .poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth))
      .toBe(1200);
    expect(await picture.evaluate((image: HTMLImageElement) => image.naturalHeight)).toBe(628);
    await reminder().getByRole('link', { name: 'Checkout now', exact: true }).waitFor();
    await reminder().getByRole('button', { name: 'Ask a question', exact: true }).waitFor();
    expect(await axeEverywhere()).toEqual([]);
    await takePicture(page, 'sandbox');
    await takePicture(page.locator('#phone'), 'reminder');
  });

  it('buys after a tap on Checkout now, and the admin shows the sale under its campaign', async () => {
    await reminder().getByRole('link', { name: 'Checkout now' }).click();
    await store().getByRole('heading', { name: 'Checkout', exact: true }).waitFor();
    for (const product of PRODUCTS) await store().getByText(product).waitFor();
    const pay = store().getByRole('button', { name: /^Pay €/ });
    const paid = inMinor(await pay.textContent());
    expect(paid).toBeGreaterThan(0);
    await pay.click();
    await store().getByRole('heading', { name: 'Thank you' }).waitFor();
    const campaign = admin().getByTestId('campaigns-EUR').getByRole('row', {
      name: 'Cart recovery',
    });
    await campaign.waitFor();
    const [revenue, orders] = await campaign.getByRole('cell').allTextContents();
    expect(inMinor(revenue ?? '')).toBe(paid);
    expect(orders).toBe('1');
    expect(inMinor(await admin().getByTestId('total-EUR').textContent())).toBe(paid);
    await admin().locator('.chart-box svg').first().waitFor();
    await takePicture(page.locator('#admin'), 'home');
  });

  it('asks a question, which the conversation shows, and reads the answer on the phone', async () => {
    await reminder().getByRole('button', { name: 'Ask a question' }).click();
    await page.getByLabel('Message', { exact: true }).fill(QUESTION);
    await page.locator('#composer').getByRole('button', { name: 'Send' }).click();
    await chat().locator('.message.own', { hasText: QUESTION }).waitFor();
    await openConversation();
    const thread = admin().getByRole('list', { name: /^Conversation with / });
    for (const text of ['Ask a question', QUESTION]) {
      await thread.locator('[data-direction=in]', { hasText: text }).first().waitFor();
    }
    await admin().getByLabel('Your answer').fill(ANSWER);
    await admin().getByRole('button', { name: 'Send', exact: true }).click();
    await thread.locator('[data-direction=out]', { hasText: ANSWER }).waitFor();
    await chat().locator('.message:not(.own)', { hasText: ANSWER }).waitFor();
    expect(await axeEverywhere()).toEqual([]);
    await takePicture(page.locator('#admin'), 'conversation');
  });

  it('set off nothing that Shopify or WhatsApp would not take', async () => {
    const { found, shopify } = await objections(outside(ripresa));
    expect(found).toEqual([]);
    expect(shopify).toBeGreaterThan(0);
  });

  it('saw no error in the browser on the way', () => {
    expect(errors).toEqual([]);
  });
});
