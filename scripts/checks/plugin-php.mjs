import { readdirSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { run } from '../setup/command.mjs';
import { ROOT } from '../setup/places.mjs';
import { missingPhp } from '../wordpress/php.mjs';

const PLUGIN = path.join(ROOT, 'woocommerce-bridge');
const PLACES = ['woocommerce-bridge', 'tests/wordpress'];

const phpFiles = () =>
  PLACES.flatMap((place) =>
    readdirSync(path.join(ROOT, place), { recursive: true })
      .filter((name) => name.endsWith('.php'))
      .map((name) => path.join(place, name)),
  );

/** PHP before 8.3 reads one file a process. */
async function lintEach(files) {
  const waiting = [...files];
  const worker = async () => {
    for (let file = waiting.pop(); file; file = waiting.pop()) await run('php', ['-l', file]);
  };
  await Promise.all(Array.from({ length: os.availableParallelism() }, worker));
}

/**
 * Every PHP file parses, and the plugin keeps to its coding standard.
 * @returns `notDone` with the reason, where PHP is not to be had
 * @throws Error with what PHP or the coding standard says
 */
export async function checkPluginPhp() {
  const missing = await missingPhp();
  if (missing) return { notDone: `the plugin’s PHP was not checked. ${missing}` };
  await lintEach(phpFiles());
  await run('phpcs', ['--standard=phpcs.xml', '-q', '--report=emacs'], { cwd: PLUGIN });
  return {};
}
