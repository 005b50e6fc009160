import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { format, resolveConfig } from 'prettier';
import { ROOT } from '../setup/places.mjs';

/**
 * A part of a document that a program writes: between two marks, as Prettier would have it.
 * @param {{ file: string, name: string, script: string, make: () => string | Promise<string> }} block
 */
async function written({ file, name, script, make }) {
  const place = path.join(ROOT, file);
  const text = readFileSync(place, 'utf8');
  const [start, end] = [`<!-- ${name}: written by ${script} -->`, `<!-- /${name} -->`];
  const [from, to] = [text.indexOf(start), text.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`${file} has lost the marks of its ${name}`);
  const made = `${text.slice(0, from)}${start}\n\n${await make()}\n\n${text.slice(to)}`;
  const after = await format(made, { ...(await resolveConfig(place)), parser: 'markdown' });
  return { place, before: text, after };
}

/** @throws Error when the document says something else than its block's maker */
export async function checkBlock(block) {
  const { before, after } = await written(block);
  if (before === after) return;
  const { file, name, source, script } = block;
  throw new Error(`${file} tells another ${name} than ${source}. Write it anew: node ${script}`);
}

export async function writeBlock(block) {
  const { place, after } = await written(block);
  writeFileSync(place, after);
}
