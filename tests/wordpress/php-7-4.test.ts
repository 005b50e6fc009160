import { spawnSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { runOnPhp74 } from '../../scripts/wordpress/php-7-4.mjs';

const ROOT = path.resolve(import.meta.dirname, '../..');
const PLUGIN = path.join(ROOT, 'build/plugin/ripresa');
const PROGRAM = readFileSync(path.join(import.meta.dirname, 'php/compatibility.php'), 'utf8');

interface Answer {
  readonly version: string;
  readonly problems: readonly string[];
  /** Functions that are called and that PHP 7.4 alone does not have. */
  readonly unknown: readonly string[];
}

const plugin = new Map(
  readdirSync(PLUGIN, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.php'))
    .map((name) => [`plugin/${name}`, readFileSync(path.join(PLUGIN, name), 'utf8')]),
);
const look = async (files: ReadonlyMap<string, string>): Promise<Answer> =>
  (await runOnPhp74(new Map([...files, ['run.php', PROGRAM]]), 'run.php')) as Answer;

/** Which of these functions a newer PHP brings itself. */
function builtIn(names: readonly string[]): string[] {
  const code = `echo json_encode(array_values(array_intersect(get_defined_functions()['internal'], json_decode($argv[1]))));`;
  const { stdout } = spawnSync('php', ['-r', code, JSON.stringify(names)], { encoding: 'utf8' });
  return JSON.parse(stdout) as string[];
}

describe('on PHP 7.4, the oldest that the plugin promises', () => {
  let answer: Answer;
  beforeAll(async () => {
    answer = await look(plugin);
  });

  it('every file is understood and every class compiles', () => {
    expect(answer.version).toMatch(/^7\.4\./);
    expect(plugin.size).toBeGreaterThan(40);
    expect(answer.problems).toEqual([]);
  });

  it('no function is called that only a newer PHP has', () => {
    expect(answer.unknown).toContain('add_action');
    expect(builtIn(answer.unknown)).toEqual([]);
  });
});

it('a newer word or function would be noticed', async () => {
  const { problems, unknown } = await look(
    new Map([
      ['plugin/src/Newer.php', '<?php namespace Ripresa; $a?->b;'],
      ['plugin/src/Function.php', "<?php if (false) { str_contains('a', 'b'); }"],
    ]),
  );
  expect(problems).toEqual([expect.stringContaining('Newer.php: syntax error') as string]);
  expect(builtIn(unknown)).toEqual(['str_contains']);
});
