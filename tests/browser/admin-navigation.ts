import { describe, it } from 'vitest';
import type { Request } from 'playwright-core';
import { go } from './admin-rig';
import type { AdminStage } from './admin-seed';
import { demoShop } from './admin-seed';

const isListOfTemplates = (request: Request) =>
  request.method() === 'GET' &&
  request.url().includes('_data=') &&
  request.url().includes('/app/templates?');

export function describeNavigation(stage: () => AdminStage): void {
  describe('a page', () => {
    it('opens while the one before is still being brought up to date', async () => {
      const { page, rig } = stage();
      const [template] = await rig.services.stores.templates.ofShop((await demoShop(rig)).id);
      // What the router would have to ask before it knows the page comes after the data it waits for.
      await page.route('**/__manifest*', async (route) => {
        await page.waitForTimeout(1_500);
        await route.continue();
      });
      await rig.open(page, '/app/templates');
      await Promise.all([
        page.waitForRequest(isListOfTemplates),
        page.getByRole('button', { name: 'Refresh from WhatsApp' }).click(),
      ]);
      await go(page, `/app/templates/${template!.id}`);
      await page.getByRole('textbox', { name: 'Text' }).waitFor();
      await page.unroute('**/__manifest*');
    });
  });
}
