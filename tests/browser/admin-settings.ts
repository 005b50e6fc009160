import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { go, press, saved } from './admin-rig';
import { demoShop } from './admin-seed';
import type { AdminStage } from './admin-seed';

export function describeSettings(stage: () => AdminStage): void {
  describe('a shopper’s data', () => {
    it('is downloaded as a file for the shopper who asked for it', async () => {
      const { page } = stage();
      await go(page, '/app/settings/privacy');
      const [file] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('button', { name: 'Download' }).click(),
      ]);
      expect(file.suggestedFilename()).toMatch(/^shopper-data-.+\.json$/);
      const text = await readFile(await file.path(), 'utf8');
      expect(JSON.parse(text)).toMatchObject({ people: [expect.anything()] });
      expect(text).toContain('shopper0@example.com');
    });
  });

  describe('the WhatsApp number', () => {
    const channelOf = async () => {
      const { rig } = stage();
      const shop = await demoShop(rig);
      const { channels } = rig.services.stores;
      const channel = (await channels.ofShop(shop.id))!;
      return { channel, access: await channels.access(shop.id, channel.id) };
    };

    it('keeps its token when WhatsApp refuses the new one, and says so in words', async () => {
      const { page } = stage();
      await go(page, '/app/settings/whatsapp');
      const { access } = await channelOf();
      await page.getByLabel('Access token').fill('a token that Meta never gave');
      await press(page, 'Save');
      await page
        .getByText('The WhatsApp access token has expired or was revoked.', { exact: false })
        .waitFor();
      expect((await channelOf()).access).toEqual(access);
      await page.getByLabel('Access token').fill(access!.accessToken);
      await press(page, 'Save');
      await saved(page);
      expect(await page.getByLabel('Access token').inputValue()).toBe('');
    });

    it('is disconnected after a question, and the admin says so where it matters', async () => {
      const { page } = stage();
      await page.getByRole('button', { name: 'Disconnect' }).click();
      const question = page.getByRole('dialog', { name: 'Disconnect the number?' });
      await question.getByRole('button', { name: 'Disconnect' }).click();
      await page.getByText('Disconnected in the settings.').waitFor();
      expect((await channelOf()).channel.state).toBe('disconnected');
      await go(page, '/app/templates');
      await page.getByText('No WhatsApp number is connected', { exact: false }).waitFor();
      await go(page, '/app');
      await page.getByText('Connect your WhatsApp number').waitFor();
    });
  });
}
