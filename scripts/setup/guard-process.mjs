// Outlives the process that started it by a moment: when its standard input closes, however the
// parent ended, it stops what the parent left running. Lines in: {"watch":pid,"signal":"SIGTERM"},
// {"forget":pid}, {"remove":"folder"}.
import { rmSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { programOf } from './process-table.mjs';

const GRACE_MS = 5000;
const POLL_MS = 50;
const watched = new Map();
const folders = [];

function signal(pid, name) {
  try {
    process.kill(pid, name);
  } catch {
    // Gone already.
  }
}

async function stopAll() {
  for (const [pid, name] of watched) signal(pid, name);
  const deadline = Date.now() + GRACE_MS;
  while ([...watched.keys()].some((pid) => programOf(pid) !== null) && Date.now() < deadline) {
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  for (const [pid, name] of watched) signal(pid, name === 'SIGINT' ? 'SIGQUIT' : 'SIGKILL');
  for (const folder of folders) rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}

for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(name, () => {});
createInterface({ input: process.stdin })
  .on('line', (line) => {
    const order = JSON.parse(line);
    if (order.watch) watched.set(order.watch, order.signal);
    if (order.forget) watched.delete(order.forget);
    if (order.remove) folders.push(order.remove);
  })
  .on('close', () => stopAll().then(() => process.exit(0)));
