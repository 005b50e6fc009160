import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sentence } from './http/listen';
import { settingsFromEnvironment } from './settings';
import { startSandbox } from './start-sandbox';

/** The nearest folder above this file that holds sandbox/public: the source and the bundle differ. */
function findRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'sandbox', 'public'))) {
    const parent = dirname(folder);
    if (parent === folder) return process.cwd();
    folder = parent;
  }
  return folder;
}

function fail(message: string): never {
  process.stderr.write(`sandbox: ${message}\n`);
  process.exit(1);
}

const outcome = settingsFromEnvironment(process.env, findRoot());
if (!outcome.ok) fail(outcome.problems.join('; '));
const running = await startSandbox(outcome.settings, (error) => {
  process.stderr.write(`sandbox: ${sentence(error)}\n`);
}).catch((error: unknown) => fail(sentence(error)));
process.stdout.write(`${JSON.stringify({ sandbox: 'ready', ports: running.ports })}\n`);

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    void running.close().then(() => process.exit(0));
  });
}
