import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { tsImport } from 'tsx/esm/api';
import { ROOT } from '../setup/places.mjs';

const README = path.join(ROOT, 'README.md');
const START = '<!-- configuration: written by scripts/checks/configuration-table.mjs -->';
const END = '<!-- /configuration -->';

const code = (text) => `\`${text}\``;

/** What a variable is when nobody sets it: taken from the schema itself, so that it can't differ. */
function whenUnset(field) {
  const read = field.safeParse(undefined);
  if (!read.success) return '**required**';
  if (read.data === undefined || String(read.data) === '') return '–';
  return code(read.data);
}

const cell = (text) => text.replaceAll('|', '\\|');

function row([name, field]) {
  const description = field.meta()?.description;
  if (!description) throw new Error(`${name} has no description in app/boot/env.ts`);
  return `| ${[code(name), whenUnset(field), cell(description)].join(' | ')} |`;
}

async function table() {
  const { envSchema } = await tsImport('../../app/boot/env.ts', import.meta.url);
  const rows = Object.entries(envSchema.shape).map(row);
  return ['| Variable | When unset | What it is |', '| --- | --- | --- |', ...rows].join('\n');
}

/** README.md with the table that the environment's schema makes, as Prettier writes it. */
async function withTable(text) {
  const [from, to] = [text.indexOf(START), text.indexOf(END)];
  if (from < 0 || to < from) throw new Error('README.md has lost the marks of its configuration');
  const made = `${text.slice(0, from)}${START}\n\n${await table()}\n\n${text.slice(to)}`;
  return format(made, { ...(await resolveConfig(README)), parser: 'markdown' });
}

/** @throws Error when the configuration table of README.md isn't the schema's */
export async function checkConfigurationTable() {
  const text = readFileSync(README, 'utf8');
  if ((await withTable(text)) === text) return;
  throw new Error(
    'README.md describes another environment than app/boot/env.ts. ' +
      'Write it anew: node scripts/checks/configuration-table.mjs',
  );
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(README, await withTable(readFileSync(README, 'utf8')));
}
