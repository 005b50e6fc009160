import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from '../setup/places.mjs';

/** Names that say nothing about what is inside. */
const EMPTY_WORDS = [
  'utils',
  'util',
  'helpers',
  'helper',
  'common',
  'misc',
  'manager',
  'data',
  'info',
];

/** A lock file with addresses binds every clone to one registry. */
const REGISTRY = /registry\.(npmjs|yarnpkg|npmmirror)\.\w+|"resolved":\s*"https?:/;
const TEXT = /\.(json|m?[jt]sx?|cjs|ya?ml|md|toml|sh)$|(^|\/)\.[a-z]+rc$|Dockerfile$|\.ci\/run$/;

function fail(problems) {
  if (problems.length > 0) throw new Error(problems.join('\n'));
}

/** `order-data.ts` says nothing, `data-request.ts` names a thing: the last word counts. */
function isEmptyName(segment) {
  const stem = segment
    .toLowerCase()
    .split('.')
    .find((part) => part !== '');
  return EMPTY_WORDS.includes(stem?.split(/[^a-z]+/).at(-1));
}

/** @throws Error naming every file whose name, or whose folder's name, is one of the empty words */
export function checkFileNames(files) {
  fail(
    files
      .filter((file) => file.split('/').some(isEmptyName))
      .map((file) => `${file}: name the idea instead (not ${EMPTY_WORDS.join(', ')})`),
  );
}

/** @throws Error naming every file that holds a package registry's address */
export function checkRegistryHosts(files) {
  fail(
    files
      .filter((file) => TEXT.test(file) && existsSync(path.join(ROOT, file)))
      .filter((file) => REGISTRY.test(readFileSync(path.join(ROOT, file), 'utf8')))
      .map((file) => `${file}: holds the address of a package registry`),
  );
}
