import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { stopCommands } from '../setup/command.mjs';
import { guardChild } from '../setup/guard.mjs';
import { ROOT } from '../setup/places.mjs';
import { prepareCheckout } from '../setup/prepare.mjs';
import { sentenceFor } from '../setup/refusal.mjs';

/** Suites that run the built servers; the others run from the sources. */
const BUILT = ['integration', 'journeys', 'browser', 'wordpress'];
/** Suites that look at pages in a real browser. */
const LOOKING = ['browser', 'wordpress'];
const SUITES = ['unit', 'contract', ...BUILT];

/** The suites that the arguments name, by project or by path; all when they name none. */
export function chosenSuites(parameters) {
  const text = parameters.join(' ');
  const chosen = SUITES.filter((suite) =>
    new RegExp(`tests/${suite}\\b|--project[ =]${suite}\\b`).test(text),
  );
  return chosen.length > 0 ? chosen : SUITES;
}

async function prepare(suites) {
  const built = suites.some((suite) => BUILT.includes(suite));
  await prepareCheckout(built ? undefined : ['database client']);
  // Fetched here rather than by the suite, so that the wait is seen.
  if (suites.some((suite) => LOOKING.includes(suite)))
    await (await import('./chromium.mjs')).findChromium();
  if (suites.includes('contract')) await (await import('./redis.mjs')).findRedis();
  return suites.includes('wordpress') ? withoutPhp() : [];
}

/** The plugin's tests run on PHP alone; where there is none they are left out, and it is said. */
async function withoutPhp() {
  const missing = await (await import('../wordpress/php.mjs')).missingPhp();
  if (missing) console.log(`The WordPress plugin’s tests did not run. ${missing}`);
  return missing ? ['--project=!wordpress'] : [];
}

function runVitest(parameters, report) {
  // Whoever names what to run gets all of it.
  const longTests = parameters.some((one) => !one.startsWith('--project=!')) ? 'in' : 'out';
  const program = path.join(ROOT, 'node_modules/vitest/vitest.mjs');
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program, 'run', ...reporters, ...parameters], {
      cwd: ROOT,
      stdio: 'inherit',
      env: { ...process.env, NODE_ENV: 'test', CHECKPOINT_DISABLE: '1', LONG_TESTS: longTests },
    });
    guardChild(child);
    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(name, () => child.kill(name));
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve(signal === null ? code : 1));
  });
}

/** A file whose loading or closing failed counts as one failure, besides its failed tests. */
function failuresOf({ name, status, message, assertionResults }) {
  const file = path.relative(ROOT, name);
  const failed = assertionResults.filter((test) => test.status === 'failed');
  const lines = failed.map(
    (test) => `✗ ${file} > ${test.fullName}: ${firstLine(test.failureMessages.join(' '))}`,
  );
  const isAlone = status === 'failed' && failed.length === 0;
  return isAlone || message ? [...lines, `✗ ${file}: ${firstLine(message)}`] : lines;
}

const firstLine = (text) => (text ?? '').trim().split('\n', 1)[0].slice(0, 300);

function readReport(report) {
  if (!existsSync(report))
    return { passed: 0, skipped: 0, failures: ['✗ the run wrote no report'] };
  const text = readFileSync(report, 'utf8');
  const { numPassedTests, numPendingTests, numTodoTests, testResults } = JSON.parse(text);
  return {
    passed: numPassedTests,
    skipped: numPendingTests + numTodoTests,
    failures: testResults.flatMap(failuresOf),
  };
}

async function runSuites(parameters) {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'ripresa-report-'));
  const report = path.join(folder, 'report.json');
  try {
    const code = await runVitest(parameters, report);
    const { passed, skipped, failures } = readReport(report);
    if (failures.length === 0 && code !== 0) failures.push(`✗ the run ended with code ${code}`);
    if (failures.length === 0 && passed === 0) failures.push('✗ no test ran');
    for (const failure of failures) console.log(failure);
    console.log(`${passed} passed, ${failures.length} failed, ${skipped} skipped`);
    process.exitCode = failures.length === 0 ? 0 : 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export async function main() {
  const parameters = process.argv.slice(2);
  process.once('SIGINT', stopCommands).once('SIGTERM', stopCommands);
  try {
    const leftOut = await prepare(chosenSuites(parameters));
    await runSuites([...parameters, ...leftOut]);
  } catch (error) {
    console.error(sentenceFor(error));
    console.log('0 passed, 1 failed, 0 skipped');
    process.exitCode = 1;
  }
}
