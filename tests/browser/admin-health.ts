import { describe, expect, it } from 'vitest';
import type { CustomerId, ShopId } from '#core/kernel/ids';
import { axe, go } from './admin-rig';
import { demoShop } from './admin-seed';
import type { AdminStage } from './admin-seed';

export function describeHealth(stage: () => AdminStage): void {
  describe('WhatsApp’s ratings and stops', () => {
    it('are shown with what to do, and a number that was held is resumed', async () => {
      const { page, rig } = stage();
      const { stores } = rig.services;
      const shop = await demoShop(rig);
      const channel = (await stores.channels.ofShop(shop.id))!;
      const template = (await stores.templates.ofShop(shop.id))[0]!;
      const approved = { state: 'approved', reason: null, pausedUntil: null } as const;
      await stores.templates.setState(shop.id, template, approved);
      await stores.templates.setQuality(shop.id, template.id, 'RED');
      await stores.channels.setState(shop.id, channel.id, 'paused', 'Meta has switched it off.');
      await go(page, '/app/templates');
      await page.getByText('Quality low', { exact: true }).waitFor();
      await page.getByText('WhatsApp may pause it at any time', { exact: false }).waitFor();
      expect(await axe(page)).toEqual([]);
      await go(page, '/app/settings/whatsapp');
      await page.getByText('Meta has switched it off.').waitFor();
      await page.getByRole('button', { name: 'Check with WhatsApp and resume' }).click();
      await page.getByText('Connected', { exact: true }).waitFor();
      expect((await stores.channels.ofShop(shop.id))!.state).toBe('connected');
    });

    it('say why reminders wait, until when and what to do, and may be resumed', async () => {
      const { page, rig } = stage();
      const { stores, clock, database } = rig.services;
      const shop = await demoShop(rig);
      const { id } = (await stores.channels.ofShop(shop.id))!;
      const until = new Date(clock.now().getTime() + 3_600_000);
      await stores.channels.setHold(shop.id, id, { cause: 'complaints', until, level: 1 });
      await go(page, '/app');
      await page.getByText('Reminders are on hold until', { exact: false }).waitFor();
      expect(await axe(page)).toEqual([]);
      await go(page, '/app/settings/whatsapp');
      await page.getByText('Too many of the last shoppers', { exact: false }).waitFor();
      await page.getByText('of 2,000 people in the last 24 hours', { exact: false }).waitFor();
      expect(await axe(page)).toEqual([]);
      await page.getByRole('button', { name: 'Check with WhatsApp and resume' }).click();
      await page.getByText('Reminders are on hold', { exact: false }).waitFor({ state: 'hidden' });
      await database.sql.query('UPDATE portfolio SET daily_limit = 1');
      await stores.portfolios.admit(
        [{ portfolioId: '600000000000001', ...somebody(shop.id) }],
        clock.now(),
      );
      await go(page, '/app');
      await page.getByText('daily limit of 1 people is used up; it goes on at').waitFor();
      await database.sql.query('UPDATE portfolio SET daily_limit = 2000');
    });
  });
}

const somebody = (shopId: ShopId) => ({ shopId, customerId: 'somebody' as CustomerId });
