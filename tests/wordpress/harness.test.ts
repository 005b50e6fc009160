import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
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

it('packs the plugin as a zip file with all that a store needs, and nothing that is for us', () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'ripresa-zip-'));
  const archive = path.resolve(import.meta.dirname, '../../build/plugin/ripresa.zip');
  execFileSync('unzip', ['-q', archive, '-d', folder]);
  const has = (name: string) => existsSync(path.join(folder, 'ripresa', name));
  const needed = [
    'ripresa.php',
    'uninstall.php',
    'readme.txt',
    'src/Plugin.php',
    'assets/screens.js',
  ];
  const languages = ['languages/ripresa-it_IT.mo', 'languages/ripresa-de_DE-ripresa-screens.json'];
  expect([...needed, ...languages].filter((name) => !has(name))).toEqual([]);
  expect(['screens', 'protocol-examples', 'PROTOCOL.md', 'phpcs.xml'].filter(has)).toEqual([]);
  rmSync(folder, { recursive: true });
});
