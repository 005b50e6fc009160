import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';

/** WordPress's names of the languages that the plugin speaks besides English, with their plurals. */
export const LANGUAGES = {
  it_IT: 'nplurals=2; plural=(n != 1);',
  es_ES: 'nplurals=2; plural=(n != 1);',
  fr_FR: 'nplurals=2; plural=(n > 1);',
  de_DE: 'nplurals=2; plural=(n != 1);',
  pt_PT: 'nplurals=2; plural=(n != 1);',
};

const TEXT = String.raw`'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"`;
const CALL = new RegExp(
  String.raw`\b(__|esc_html__|esc_attr__|esc_html_e|_n)\(\s*(${TEXT})(?:\s*,\s*(${TEXT}))?`,
  'g',
);
const DESCRIPTION = /^ \* Description:\s+(.+)$/m;

const unquote = (text) => text.slice(1, -1).replace(/\\(.)/g, '$1');

/** One text to translate: with `plural` where it counts something, and the files that say it. */
function textsIn(file, source) {
  const calls = [...source.matchAll(CALL)].map(([, call, one, many]) => ({
    id: unquote(one),
    plural: call === '_n' ? unquote(many) : null,
    file,
  }));
  const [, description] = (file.endsWith('ripresa.php') && DESCRIPTION.exec(source)) || [];
  return description ? [{ id: description, plural: null, file }, ...calls] : calls;
}

/** Every text of the plugin that a person reads, by its English words, in the order of the files. */
export function collectTexts(plugin) {
  const files = readdirSync(plugin, { recursive: true })
    .map((file) => file.split(path.sep).join('/'))
    .filter((file) => /\.(php|tsx?)$/.test(file) && !file.endsWith('.d.ts'))
    .sort();
  const texts = new Map();
  for (const file of files) {
    for (const found of textsIn(file, readFileSync(path.join(plugin, file), 'utf8'))) {
      const known = texts.get(found.id) ?? { id: found.id, plural: null, files: [] };
      known.plural ??= found.plural;
      if (!known.files.includes(file)) known.files.push(file);
      texts.set(found.id, known);
    }
  }
  return [...texts.values()];
}

const quote = (text) => JSON.stringify(text);

function entryText({ id, plural, files }, forms = []) {
  const lines = [`#: ${files.join(' ')}`, `msgid ${quote(id)}`];
  if (plural === null) return [...lines, `msgstr ${quote(forms[0] ?? '')}`].join('\n');
  return [
    ...lines,
    `msgid_plural ${quote(plural)}`,
    ...[0, 1].map((form) => `msgstr[${form}] ${quote(forms[form] ?? '')}`),
  ].join('\n');
}

/**
 * A catalogue as gettext writes it.
 * @param language null for the template that translators begin with
 * @param forms what is translated already, by the English text
 */
export function writeCatalogue(texts, language, forms = new Map()) {
  const header = [
    'Project-Id-Version: Ripresa for WooCommerce\\n',
    'Content-Type: text/plain; charset=UTF-8\\n',
    'Content-Transfer-Encoding: 8bit\\n',
    ...(language ? [`Language: ${language}\\n`, `Plural-Forms: ${LANGUAGES[language]}\\n`] : []),
  ].map((line) => `"${line}"`);
  const top = ['msgid ""', 'msgstr ""', ...header].join('\n');
  return [top, ...texts.map((text) => entryText(text, forms.get(text.id)))].join('\n\n') + '\n';
}

const QUOTED = /^(msgid|msgid_plural|msgstr|msgstr\[\d\]) (".*")$/;

/** The translations of a catalogue, by the English text; the empty text is the header's. */
export function readCatalogue(source) {
  const forms = new Map();
  for (const block of source.split(/\n{2,}/)) {
    const lines = block.split('\n').map((line) => QUOTED.exec(line));
    const found = lines.filter(Boolean).map(([, name, text]) => [name, JSON.parse(text)]);
    const id = found.find(([name]) => name === 'msgid')?.[1];
    const said = found.filter(([name]) => name.startsWith('msgstr')).map(([, text]) => text);
    if (id) forms.set(id, said);
  }
  return forms;
}

/** The binary catalogue that WordPress reads for PHP. */
export function binaryCatalogue(texts, forms, language) {
  const head = `Content-Type: text/plain; charset=UTF-8\nPlural-Forms: ${LANGUAGES[language]}\n`;
  const pairs = texts.map(({ id, plural }) => [
    plural === null ? id : `${id}\0${plural}`,
    forms.get(id).join('\0'),
  ]);
  const sorted = [['', head], ...pairs]
    .map((pair) => pair.map((text) => Buffer.from(text)))
    .sort(([left], [right]) => Buffer.compare(left, right));
  const tables = 28 + 16 * sorted.length;
  const header = Buffer.alloc(tables);
  [0x950412de, 0, sorted.length, 28, 28 + 8 * sorted.length, 0, tables].forEach((word, index) =>
    header.writeUInt32LE(word, 4 * index),
  );
  const bodies = [];
  let at = tables;
  for (const column of [0, 1]) {
    sorted.forEach((pair, row) => {
      const place = 28 + 8 * (column * sorted.length + row);
      header.writeUInt32LE(pair[column].length, place);
      header.writeUInt32LE(at, place + 4);
      bodies.push(pair[column], Buffer.from([0]));
      at += pair[column].length + 1;
    });
  }
  return Buffer.concat([header, ...bodies]);
}

/** The catalogue that WordPress hands to the screens' script: their texts alone. */
export function scriptCatalogue(texts, forms, language) {
  const own = texts.filter(({ files }) => files.some((file) => file.startsWith('screens/')));
  const messages = Object.fromEntries(own.map(({ id }) => [id, forms.get(id)]));
  const head = { domain: 'messages', lang: language, 'plural-forms': LANGUAGES[language] };
  return JSON.stringify({
    domain: 'messages',
    locale_data: { messages: { '': head, ...messages } },
  });
}
