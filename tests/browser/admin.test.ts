import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFailed } from 'vitest';
import { launchBrowser } from '../support/browser';
import { CONTROL_TOKEN } from '../support/secrets';
import { describeHealth } from './admin-health';
import { describeLists } from './admin-lists';
import { describeNavigation } from './admin-navigation';
import { axe, clickFor, go, newPage, press, saved, startAdmin, tellOf } from './admin-rig';
import { demoShop, seedAdmin } from './admin-seed';
import type { AdminStage } from './admin-seed';
import { describeSettings } from './admin-settings';
import { describeTemplates } from './admin-templates';

const WIDE = { width: 1280, height: 900 };
const NARROW = { width: 360, height: 900 };

let stage: AdminStage;

beforeAll(async () => {
  const [rig, browser] = await Promise.all([startAdmin(), launchBrowser()]);
  const [ids, tab] = await Promise.all([seedAdmin(rig), newPage(browser, WIDE)]);
  stage = { rig, browser, ids, ...tab };
});

afterAll(async () => {
  await stage.browser.close();
  await stage.rig.close();
});

// Whoever reads of a failure wants to know what the tab showed.
beforeEach(() => {
  onTestFailed(() => tellOf(stage.page, stage.errors));
});

/** Opens a page in the suite's one tab. */
async function open(address: string): Promise<Page> {
  await stage.rig.open(stage.page, address);
  return stage.page;
}

/** Goes there inside the admin that is open, as its own links do. */
async function visit(address: string): Promise<Page> {
  await go(stage.page, address);
  return stage.page;
}

const PAGES: readonly (readonly [name: string, address: () => string])[] = [
  ['Home', () => '/app'],
  ['Sequences', () => '/app/sequences'],
  ['one sequence', () => `/app/sequences/${stage.ids.sequenceId}`],
  ['a new sequence', () => '/app/sequences/new'],
  ['Templates', () => '/app/templates'],
  ['one template', () => `/app/templates/${stage.ids.templateId}`],
  ['Conversations', () => '/app/conversations'],
  ['one conversation', () => `/app/conversations/${stage.ids.conversationId}`],
  ['Shoppers', () => '/app/shoppers'],
  ['one shopper', () => `/app/shoppers/${stage.ids.customerId}`],
  ['Settings', () => '/app/settings'],
  ['the WhatsApp number', () => '/app/settings/whatsapp'],
  ['Consent', () => '/app/settings/consent'],
  ['Data requests', () => '/app/settings/privacy'],
];

describe('the admin', () => {
  it.each(PAGES)(
    'shows %s on a desk and on a phone, without a fault that axe or the console tells',
    async (_name, address) => {
      const page = await open(address());
      expect(await page.locator('h1').count()).toBe(1);
      for (const size of [WIDE, NARROW]) {
        await page.setViewportSize(size);
        expect(await axe(page, size === NARROW), `at ${size.width} pixels`).toEqual([]);
        const wide = await page.evaluate('document.documentElement.scrollWidth');
        expect(wide).toBeLessThanOrEqual(size.width);
      }
      expect(stage.errors.splice(0)).toEqual([]);
    },
  );
});

describe('Home', () => {
  beforeAll(() => stage.page.setViewportSize(WIDE));

  it('shows the totals that the machine-readable summary tells, and rows that add up to them', async () => {
    const page = await visit('/app?days=90');
    const headers = { authorization: `Bearer ${CONTROL_TOKEN}` };
    // The gateway keeps /control to itself, so the app is asked directly.
    const appUrl = `http://127.0.0.1:${String(stage.rig.services.env.PORT)}`;
    const answer = await fetch(`${appUrl}/control/attribution?shop=demo.myshopify.com`, {
      headers,
    });
    const summary = (await answer.json()) as {
      totalMinor: number;
      campaigns: { revenueMinor: number }[];
    };
    expect(summary.totalMinor).toBeGreaterThan(0);
    expect(summary.campaigns.reduce((sum, { revenueMinor }) => sum + revenueMinor, 0)).toBe(
      summary.totalMinor,
    );
    const shown = (await page.getByTestId('total-EUR').textContent()) ?? '';
    expect(Number(shown.replace(/\D/g, ''))).toBe(summary.totalMinor);
    expect(await page.getByTestId('campaigns-EUR').locator('tbody tr').count()).toBe(
      summary.campaigns.length,
    );
  });

  it('shows what the messages added against the holdout, with the interval of that', async () => {
    // 18 buyers of 60 against 9 of 60, at 50 euros: 7.50 euros more for each of 60 people.
    const card = stage.page.getByTestId('lift');
    expect(await card.textContent()).toMatch(/€450\.00.*Between .*€.* and €.*95 % certainty/s);
    expect(await card.textContent()).toMatch(
      /15% more of the shoppers bought \(between .* and .*\)/,
    );
    expect(await card.textContent()).toContain('not every interval here leaves zero out');
  });

  it('hides the summary from whoever has no control token', async () => {
    const appUrl = `http://127.0.0.1:${String(stage.rig.services.env.PORT)}`;
    const address = `${appUrl}/control/attribution?shop=demo.myshopify.com`;
    const headers = { authorization: 'Bearer wrong' };
    expect((await fetch(address)).status).toBe(404);
    expect((await fetch(address, { headers })).status).toBe(404);
  });
});

describe('a sequence', () => {
  it('is paused and switched on again', async () => {
    const page = await visit(`/app/sequences/${stage.ids.sequenceId}`);
    const pause = page.getByRole('button', { name: 'Pause', exact: true });
    const switchOn = page.getByRole('button', { name: 'Switch on', exact: true });
    await clickFor(pause, switchOn);
    const { stores } = stage.rig.services;
    const shop = await demoShop(stage.rig);
    const [paused] = await stores.sequences.ofShop(shop.id);
    expect(paused?.state).toBe('paused');
    await clickFor(switchOn, pause);
  });

  it('says which field is wrong, and is saved once it is right', async () => {
    const page = await visit(`/app/sequences/${stage.ids.sequenceId}`);
    const wait = page.getByLabel('Wait').first();
    await wait.fill('9999');
    await press(page, 'Save');
    await page.getByText('Between 15 minutes and 30 days.').waitFor();
    await wait.fill('2');
    await press(page, 'Save');
    await saved(page);
    const { stores } = stage.rig.services;
    const shop = await demoShop(stage.rig);
    const [kept] = await stores.sequences.ofShop(shop.id);
    expect(kept?.steps[0]?.timing).toMatchObject({ kind: 'after' });
  });

  it('asks before it lets unsaved changes go', async () => {
    const page = await visit(`/app/sequences/${stage.ids.sequenceId}`);
    await page.getByLabel('Name', { exact: true }).fill('Another name');
    await page.getByRole('link', { name: 'Sequences' }).first().click();
    const question = page.getByRole('dialog', { name: 'Leave without saving?' });
    await question.waitFor();
    await question.getByRole('button', { name: 'Stay' }).click();
    expect(await page.getByLabel('Name', { exact: true }).inputValue()).toBe('Another name');
    await press(page, 'Discard');
    expect(await page.getByLabel('Name', { exact: true }).inputValue()).toBe('Cart recovery');
  });
});

describe('a conversation', () => {
  it('shows what the shopper sent as text only, and sends an answer inside the window', async () => {
    const page = await visit(`/app/conversations/${stage.ids.conversationId}`);
    await page.getByText('Is it <b>waterproof</b>?').waitFor();
    await page.getByText('2 × SKU-1', { exact: false }).waitFor();
    await page.getByLabel('Your answer').fill('Yes, it is.');
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    await page
      .locator('.thread-message[data-direction="out"]', { hasText: 'Yes, it is.' })
      .waitFor();
    expect(await page.getByLabel('Your answer').inputValue()).toBe('');
  });
});

describe('the settings', () => {
  it('refuse what is not possible field by field', async () => {
    const page = await visit('/app/settings');
    await page.getByLabel('A cart counts as left after').fill('2');
    await press(page, 'Save');
    await page.getByText('A whole number of minutes from 5 to 10,080 (a week).').waitFor();
  });

  it('answer 404 in plain words for what belongs to nobody here', async () => {
    const page = await open('/app/shoppers/00000000-0000-0000-0000-000000000000');
    await page.getByText('There is no such shopper.', { exact: false }).waitFor();
  });
});

describeHealth(() => stage);
describeLists(() => stage);
describeNavigation(() => stage);
describeTemplates(() => stage);
describeSettings(() => stage);
