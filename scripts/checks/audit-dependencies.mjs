import { spawnSync } from 'node:child_process';
import { ROOT } from '../setup/places.mjs';

/**
 * Known holes in what the product runs on, as the package registry tells them. Run by hand: a
 * registry without this service, or none at all, is said and is no failure.
 */
const FAILING = new Set(['high', 'critical']);

const { stdout } = spawnSync('npm', ['audit', '--omit=dev', '--json'], {
  cwd: ROOT,
  encoding: 'utf8',
  shell: process.platform === 'win32',
});

const say = (line) => process.stdout.write(`${line}\n`);

/** The registry's report; null when what came is none. */
function read(text) {
  try {
    const report = JSON.parse(text);
    return typeof report.vulnerabilities === 'object' ? report : null;
  } catch {
    return null;
  }
}

const report = read(stdout ?? '');
if (report === null) {
  say('The registry did not tell of known holes; nothing was looked at.');
} else {
  const found = Object.values(report.vulnerabilities);
  for (const { name, severity, range } of found) say(`${severity}: ${name} ${range}`);
  const grave = found.filter(({ severity }) => FAILING.has(severity)).length;
  say(`${found.length} known, ${grave} of them high or critical.`);
  process.exitCode = grave > 0 ? 1 : 0;
}
