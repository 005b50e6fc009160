import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

import { GlobalFonts } from '@napi-rs/canvas';

import { EMOJI, hanTypefaces, MAIN, SCRIPTS, SYMBOLS, type Typeface } from './typeface-list';
import { woffToSfnt } from './woff-to-sfnt';
import { coverageOf } from './woff2-coverage';

export interface Typefaces {
  /** The `font-family` list that draws the text, best first; never a system font. */
  readonly familiesFor: (text: string, locale: string) => string;
  /** The text without the characters that no typeface has; they would be drawn as empty boxes. */
  readonly drawable: (text: string, locale: string) => string;
}

interface Slice {
  readonly family: string;
  readonly path: string;
  readonly ranges: readonly (readonly [number, number])[];
  /** Read on first need; also says that the slice is registered. */
  covered: ReadonlySet<number> | null;
}

const packages = createRequire(import.meta.url);

/**
 * Fonts from npm packages, one registration a process. A slice is read only when a text needs it:
 * a Latin card costs one file, a Japanese one about ten of a hundred and twenty.
 */
export function createTypefaces(): Typefaces {
  const slices = new Map<string, readonly Slice[]>();
  const choices = new Map<string, string | null>();
  const slicesOf = (typeface: Typeface): readonly Slice[] => {
    const known = slices.get(typeface.package) ?? readSlices(typeface);
    slices.set(typeface.package, known);
    return known;
  };
  const search = (point: number, locale: string): string | null => {
    for (const typeface of [MAIN, ...SCRIPTS, ...hanTypefaces(locale), ...SYMBOLS]) {
      const slice = slicesOf(typeface).find((one) => claims(one, point) && covers(one, point));
      if (slice) return slice.family;
    }
    return null;
  };
  const familyOf = (cluster: string, point: number, locale: string): string | null => {
    if (wantsEmoji(cluster)) return emojiFamily();
    const key = `${locale} ${point}`;
    const known = choices.get(key);
    if (known !== undefined) return known;
    const found = search(point, locale) ?? (EMOJI_ALONE.test(cluster) ? emojiFamily() : null);
    choices.set(key, found);
    return found;
  };
  return {
    familiesFor: (text, locale) => listFamilies(text, locale, familyOf, slicesOf),
    drawable: (text, locale) => keepDrawable(text, locale, familyOf),
  };
}

type FamilyOf = (cluster: string, point: number, locale: string) => string | null;

const CLUSTERS = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** Joiners, selectors and direction marks have no picture of their own. */
const INVISIBLE = /^\p{Default_Ignorable_Code_Point}$/u;
/** Drawn as a picture by itself, or asked to be one by U+FE0F or a keycap. */
const PICTURE = /\p{Emoji_Presentation}|\p{Emoji}\uFE0F|\u20E3|\p{Emoji}[\u{1F3FB}-\u{1F3FF}]/u;
const EMOJI_ALONE = /^\p{Extended_Pictographic}/u;

const wantsEmoji = (cluster: string): boolean => PICTURE.test(cluster);

const pointsOf = (cluster: string): number[] =>
  Array.from(cluster)
    .filter((character) => !INVISIBLE.test(character))
    .map((character) => character.codePointAt(0) ?? 0);

/**
 * Digits always come from the main face, which is why it leads; the emoji face has digits too
 * (for keycaps) and must come after every face that the text needs.
 */
function listFamilies(
  text: string,
  locale: string,
  familyOf: FamilyOf,
  slicesOf: (typeface: Typeface) => readonly Slice[],
): string {
  const latin = slicesOf(MAIN).find(({ ranges }) => ranges[0]?.[0] === 0);
  if (latin) register(latin);
  const needed = new Set<string>(latin ? [latin.family] : []);
  let emoji = false;
  for (const { segment } of CLUSTERS.segment(text)) {
    for (const point of pointsOf(segment)) {
      const family = familyOf(segment, point, locale);
      if (family === EMOJI_FAMILY) emoji = true;
      else if (family !== null) needed.add(family);
    }
  }
  return [...needed, ...(emoji ? [EMOJI_FAMILY] : [])].map((name) => `"${name}"`).join(', ');
}

function keepDrawable(text: string, locale: string, familyOf: FamilyOf): string {
  let kept = '';
  for (const { segment } of CLUSTERS.segment(text)) {
    const points = pointsOf(segment);
    const whole = points.every((point) => familyOf(segment, point, locale) !== null);
    const base = String.fromCodePoint(points[0] ?? 0x20);
    if (whole) kept += segment;
    // A mark that is nowhere to be had is dropped, its letter stays readable.
    else if (familyOf(base, points[0] ?? 0x20, locale) !== null) kept += base;
  }
  return kept;
}

function readSlices(typeface: Typeface): readonly Slice[] {
  const text = readFileSync(packages.resolve(`${typeface.package}/unicode.json`), 'utf8');
  const ranges = JSON.parse(text) as Record<string, string>;
  return Object.entries(ranges).map(([key, value]) => {
    const name = key.replace(/[[\]]/g, '');
    return {
      family: `Ripresa ${typeface.package.replace(/^.*\//, '')} ${name}`,
      path: packages.resolve(`${typeface.package}/files/${typeface.file.replace('<slice>', name)}`),
      ranges: readRanges(value),
      covered: null,
    };
  });
}

const readRanges = (text: string): readonly (readonly [number, number])[] =>
  text.split(',').map((part) => {
    const [first = '', last = first] = part.trim().replace(/^U\+/i, '').split('-');
    return [parseInt(first, 16), parseInt(last, 16)];
  });

const claims = (slice: Slice, point: number): boolean =>
  slice.ranges.some(([first, last]) => point >= first && point <= last);

const covers = (slice: Slice, point: number): boolean => register(slice).has(point);

function register(slice: Slice): ReadonlySet<number> {
  if (slice.covered) return slice.covered;
  const font = readFileSync(slice.path);
  slice.covered = coverageOf(font);
  if (!GlobalFonts.has(slice.family)) GlobalFonts.register(font, slice.family);
  return slice.covered;
}

const EMOJI_FAMILY = 'Ripresa emoji';

/** The same pictures once more as SVG, twenty megabytes that the renderer doesn't look at. */
const UNUSED_TABLES = new Set(['SVG ']);

/** Only the first emoji pays for reading the font. */
function emojiFamily(): string {
  if (!GlobalFonts.has(EMOJI_FAMILY)) {
    const font = readFileSync(packages.resolve(`${EMOJI.package}/files/${EMOJI.file}`));
    GlobalFonts.register(woffToSfnt(font, UNUSED_TABLES), EMOJI_FAMILY);
  }
  return EMOJI_FAMILY;
}
