import { afterAll, beforeAll, expect, it } from 'vitest';
import { startWordPress, type RunningWordPress } from './support/wordpress';

let shop: RunningWordPress;
beforeAll(async () => {
  shop = await startWordPress({ plugin: 'inactive' });
});
afterAll(() => {
  shop.stop();
});

it('brings up real WordPress with a shop, without complaints', async () => {
  const page = await fetch(`${shop.url}/checkout/`);
  expect(page.status).toBe(200);
  expect(await page.text()).toContain('billing_phone');
  expect(shop.complaints()).toBe('');
});
