import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';

const PLUGIN = path.resolve(import.meta.dirname, '../../woocommerce-bridge');
const source = (name: string): string => readFileSync(path.join(PLUGIN, name), 'utf8');

const phpFiles = (): string[] =>
  readdirSync(PLUGIN, { recursive: true, encoding: 'utf8' }).filter(
    (name) => name.endsWith('.php') && !/^(build|vendor|node_modules)\//.test(name),
  );

describe('the WordPress plugin', () => {
  it('listens to hooks on one page alone', () => {
    const listening = phpFiles().filter((name) => /\badd_(action|filter)\s*\(/.test(source(name)));
    expect(listening).toEqual([path.join('src', 'Plugin.php')]);
  });

  it('begins in a main file of at most 60 lines', () => {
    expect(source('ripresa.php').split('\n').length).toBeLessThanOrEqual(60);
  });

  it('puts at most 3 KB on the storefront', () => {
    expect(gzipSync(source('assets/capture.js')).length).toBeLessThanOrEqual(3 * 1024);
  });
});
