import { describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { demoShop } from './admin-seed';
import type { AdminStage } from './admin-seed';
import { go, press } from './admin-rig';

const BODY = 'Hello {{1}}, your {{2}} is still in the cart at {{3}}. Shall we keep it for you?';

interface Recorded {
  readonly path: string;
  readonly body: { readonly components?: readonly { type: string; text?: string }[] };
}

const answerToPost = (page: Page) =>
  page.waitForResponse((response) => response.request().method() === 'POST');

/** All templates are brought up to date one after the other: the answer says that it ended. */
async function refresh(page: Page): Promise<void> {
  await Promise.all([
    answerToPost(page),
    page.getByRole('button', { name: 'Refresh from WhatsApp' }).click(),
  ]);
}

export function describeTemplates(stage: () => AdminStage): void {
  /** Meta's decision, as the webhook and the next synchronisation would bring it. */
  async function reject(name: string, language: string) {
    const { rig } = stage();
    const { stores, clock } = rig.services;
    const shop = await demoShop(rig);
    const template = (await stores.templates.byName(shop.id, name, language))!;
    await fetch(`${rig.url}/sandbox/api/whatsapp/templates`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ name, language, status: 'REJECTED', reason: 'PROMOTIONAL' }),
    });
    await stores.templates.save({
      ...template,
      state: 'rejected',
      stateReason: 'PROMOTIONAL: Avoid exaggerated claims.',
    });
    return { template, shop, now: clock.now() };
  }

  describe('a template that WhatsApp rejected', () => {
    it('is written anew, previewed, submitted under its own name, and approved', async () => {
      const { page, rig } = stage();
      const { stores } = rig.services;
      const { template, shop } = await reject('cart_reminder', 'en');
      await go(page, '/app/templates');
      await page.getByText('WhatsApp finds the text too promotional.', { exact: false }).waitFor();
      await page.getByText('Avoid exaggerated claims.', { exact: false }).waitFor();
      await page.getByRole('link', { name: 'Rewrite cart_reminder · English' }).click();
      const text = page.getByRole('textbox', { name: 'Text' });

      await text.fill(`${BODY} {{3}}`);
      await page.getByText('The text can’t start or end with a value.').waitFor();
      await text.fill(BODY);
      await page.getByLabel('Footer').fill('Reply STOP to opt out');
      await page.getByLabel('Button 1 (leads to the checkout)').fill('Back to my cart');
      const preview = page.getByTestId('message-preview');
      await preview.getByText('Hello Giulia, your').waitFor();
      await preview.getByText('Back to my cart').waitFor();

      await page.getByRole('button', { name: 'Submit to WhatsApp' }).click();
      await page.getByText('WhatsApp is looking at this text').waitFor();
      const answer = await fetch(`${rig.url}/sandbox/api/whatsapp/requests`);
      const requests = (await answer.json()) as readonly Recorded[];
      const edit = requests.find(({ path }) => path.endsWith(`/${template.vendorId ?? ''}`));
      expect(edit?.body.components?.find(({ type }) => type === 'BODY')?.text).toBe(BODY);

      await go(page, '/app/templates');
      // WhatsApp's review takes a moment, and a merchant asks again.
      await expect
        .poll(async () => {
          await refresh(page);
          return stores.templates.byId(shop.id, template.id);
        })
        .toMatchObject({ name: 'cart_reminder', state: 'approved', content: { body: BODY } });
    });

    it('is not submitted as long as WhatsApp would refuse it', async () => {
      const { page, rig } = stage();
      const { template, shop } = await reject('cart_reminder_last', 'en');
      await go(page, `/app/templates/${template.id}`);
      await page.getByRole('textbox', { name: 'Text' }).fill('Hello {{1}}');
      await Promise.all([
        answerToPost(page),
        page.getByRole('button', { name: 'Submit to WhatsApp' }).click(),
      ]);
      await page.getByText('The text can’t start or end with a value.', { exact: false }).waitFor();
      const { stores } = rig.services;
      expect(await stores.templates.byId(shop.id, template.id)).toMatchObject({
        state: 'rejected',
        content: template.content,
      });
      await press(page, 'Discard');
    });
  });
}
