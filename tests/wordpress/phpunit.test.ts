import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { wordpressRelease } from '../../scripts/wordpress/wordpress-release.mjs';

const FOLDER = path.resolve(import.meta.dirname, 'phpunit');
const ROOT = path.resolve(import.meta.dirname, '../..');

interface Case {
  readonly name: string;
  readonly failure: string | null;
}

/** One run of PHPUnit; its report names every test. */
async function runPhpUnit(): Promise<readonly Case[]> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'ripresa-phpunit-'));
  const report = path.join(folder, 'report.xml');
  const { wordpress } = await wordpressRelease();
  const parameters = ['--no-configuration', '--bootstrap', path.join(FOLDER, 'bootstrap.php')];
  const run = spawnSync('phpunit', [...parameters, '--log-junit', report, FOLDER], {
    cwd: folder,
    encoding: 'utf8',
    env: {
      ...process.env,
      WORDPRESS_FILES: wordpress,
      RIPRESA_PLUGIN: path.join(ROOT, 'build/plugin/ripresa'),
      PROTOCOL_EXAMPLES: path.join(ROOT, 'woocommerce-bridge/protocol-examples'),
    },
  });
  try {
    return casesIn(readFileSync(report, 'utf8'));
  } catch {
    return [{ name: 'PHPUnit runs', failure: run.stdout + run.stderr }];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const TEST = /<testcase name="([^"]+)"[^>]*?(?:\/>|>([\s\S]*?)<\/testcase>)/g;

const casesIn = (report: string): readonly Case[] =>
  [...report.matchAll(TEST)].map(([, name = '', inside = '']) => ({
    name: name
      .replace(/^test_/, '')
      .replaceAll('_', ' ')
      .replaceAll('&quot;', '"'),
    failure: /<(failure|error|skipped)/.test(inside) ? inside : null,
  }));

const cases = await runPhpUnit();

describe('the plugin’s classes that need no store', () => {
  it.each(cases)('$name', ({ failure }) => {
    expect(failure).toBeNull();
  });
});
