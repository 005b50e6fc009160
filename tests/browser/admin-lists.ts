import { describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { go } from './admin-rig';
import type { AdminStage } from './admin-seed';

const rows = (page: Page) => page.locator('a.list-link');
const first = (page: Page) => rows(page).first().getAttribute('href');

/** Waits until the list begins with another row. */
async function turned(page: Page, before: string | null): Promise<string | null> {
  await expect.poll(() => first(page)).not.toBe(before);
  return first(page);
}

export function describeLists(stage: () => AdminStage): void {
  describe('a long list', () => {
    it('of shoppers is turned page by page by its address, so that the browser’s back works', async () => {
      const { page } = stage();
      await go(page, '/app/shoppers');
      await page.getByText('180 shoppers').waitFor();
      expect(await rows(page).count()).toBe(50);
      const one = await first(page);
      await page.getByRole('link', { name: 'Next page' }).click();
      const two = await turned(page, one);
      await page.getByRole('link', { name: 'Next page' }).click();
      await turned(page, two);
      await page.goBack();
      await expect.poll(() => first(page)).toBe(two);
      await page.getByRole('link', { name: 'Previous page' }).click();
      await expect.poll(() => first(page)).toBe(one);
      expect(await page.getByRole('link', { name: 'Previous page' }).count()).toBe(0);
    });

    it('of what a search found keeps the search on its next page', async () => {
      const { page } = stage();
      await page.getByLabel('Phone, e-mail or name').fill('person');
      await page.getByRole('button', { name: 'Search', exact: true }).click();
      await page.getByRole('link', { name: 'Person', exact: false }).first().waitFor();
      const one = await first(page);
      await page.getByRole('link', { name: 'Next page' }).click();
      await turned(page, one);
      expect(new URL(page.url()).searchParams.get('q')).toBe('person');
      expect(await page.getByLabel('Phone, e-mail or name').inputValue()).toBe('person');
      expect(await rows(page).count()).toBe(50);
    });

    it('of conversations has pages, too', async () => {
      const { page, ids } = stage();
      await go(page, '/app/conversations');
      await page.getByText('121 conversations').waitFor();
      expect(await first(page)).toBe(`/app/conversations/${ids.conversationId}`);
      await page.getByRole('link', { name: 'Next page' }).click();
      await turned(page, `/app/conversations/${ids.conversationId}`);
      expect(await rows(page).count()).toBe(50);
    });
  });
}
