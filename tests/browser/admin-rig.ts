import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, Locator, Page } from 'playwright-core';
import { merchantPages } from '../../app/doors/merchant-pages';
import { startRehearsal } from '../support/rehearsal';
import type { Rehearsal } from '../support/rehearsal';

const SHOP = 'demo.myshopify.com';
const HOST = Buffer.from('admin.shopify.com/store/demo').toString('base64url');
/** Headless Chromium names itself a robot, and Shopify's library turns robots away. */
const USER_AGENT =
  'Mozilla/5.0 (X11; Linux x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36';

export interface AdminRig extends Rehearsal {
  /** Opens a page of the admin as the store's owner. */
  readonly open: (page: Page, address: string) => Promise<void>;
}

/** The merchants' pages as they were built, the doors and the sandbox; no workers. */
export async function startAdmin(): Promise<AdminRig> {
  const rehearsal = await startRehearsal({
    host: 'localhost',
    hasWorkers: false,
    pages: merchantPages,
  });
  return {
    ...rehearsal,
    open: (page, address) => open(page, rehearsal.url, address),
  };
}

/** A document of the embedded admin carries a session token in its address. */
async function open(page: Page, url: string, address: string): Promise<void> {
  const answer = await fetch(`${url}/sandbox/api/id-token`);
  const { idToken } = (await answer.json()) as { idToken: string };
  const target = new URL(address, url);
  const given = { embedded: '1', shop: SHOP, host: HOST, locale: 'en', id_token: idToken };
  for (const [name, value] of Object.entries(given)) target.searchParams.set(name, value);
  await page.goto(target.href);
  await page.waitForFunction(ALIVE);
}

/** React marks the elements that it has taken over. */
const ALIVE = `Object.keys(document.querySelector('main') ?? {}).some(
  (key) => key.startsWith('__reactFiber'))`;

/** Goes to a page of the open admin as its own links do, without a new document. */
export async function go(page: Page, address: string): Promise<void> {
  await page.evaluate(`window.__remixRouter.navigate(${JSON.stringify(address)})`);
}

/** The admin's own bar is outside our document; its buttons press these. */
export async function press(page: Page, which: 'Save' | 'Discard'): Promise<void> {
  const button = page.locator('ui-save-bar button:enabled', { hasText: which });
  await button.waitFor({ state: 'attached' });
  await button.evaluate((element: HTMLButtonElement) => {
    element.click();
  });
  // Nothing is unsaved any more, so that the next page opens unasked.
  if (which === 'Discard') await saved(page);
}

/**
 * Clicks as a person does: once more when nothing came of it. Polaris lays a page's actions out anew
 * right after it has shown them, and a click in that moment is lost.
 */
export async function clickFor(button: Locator, outcome: Locator): Promise<void> {
  for (let tries = 1; tries < 5; tries += 1) {
    await button.click({ timeout: 5_000 }).catch(() => undefined);
    const isDone = await outcome.waitFor({ timeout: 5_000 }).then(
      () => true,
      () => false,
    );
    if (isDone) return;
  }
  await outcome.waitFor();
}

/** Waits until the bar for unsaved changes is gone. */
export async function saved(page: Page): Promise<void> {
  await page.waitForFunction('!document.querySelector("ui-save-bar")?.showing');
}

/** A tab of a given size whose console errors are collected. */
export async function newPage(
  browser: Browser,
  viewport: { readonly width: number; readonly height: number },
) {
  const context = await browser.newContext({
    userAgent: USER_AGENT,
    viewport,
    locale: 'en-GB',
    timezoneId: 'Europe/Rome',
  });
  context.setDefaultTimeout(60_000);
  const page = await context.newPage();
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  return { page, errors };
}

/** Writes down where a tab is, what it shows and what its console complained of. */
export async function tellOf(page: Page, errors: readonly string[]): Promise<void> {
  const text = await page.locator('body').innerText();
  process.stderr.write(`${page.url()}\n${errors.join('\n')}\n${text}\n`);
}

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface Finding {
  readonly id: string;
  readonly nodes: readonly { readonly html: string }[];
}

/**
 * What axe finds on the page, as lines to read. Contrast takes most of its time and is the same at
 * every width, so a second look at a page goes without.
 */
export async function axe(page: Page, isSecond = false): Promise<readonly string[]> {
  if (!isSecond) await page.evaluate(AXE);
  const options = {
    preload: false,
    resultTypes: ['violations'],
    rules: { 'color-contrast': { enabled: !isSecond } },
  };
  const found = await page.evaluate<Finding[]>(
    `axe.run(${JSON.stringify(options)}).then(({ violations }) => violations)`,
  );
  return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`);
}
