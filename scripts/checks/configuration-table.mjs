import { fileURLToPath } from 'node:url';
import { tsImport } from 'tsx/esm/api';
import { checkBlock, writeBlock } from './written-block.mjs';

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

const BLOCK = {
  file: 'README.md',
  name: 'configuration',
  source: 'app/boot/env.ts',
  script: 'scripts/checks/configuration-table.mjs',
  make: table,
};

/** @throws Error when the configuration table of README.md isn't the schema's */
export const checkConfigurationTable = () => checkBlock(BLOCK);

if (process.argv[1] === fileURLToPath(import.meta.url)) await writeBlock(BLOCK);
