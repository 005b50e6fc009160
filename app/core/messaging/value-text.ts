/**
 * Values come from shoppers and catalogues: untrusted. Each is made one clean line before it goes
 * into a message.
 */

/** Bidirectional controls, which would let a value reorder the text around it. */
const BIDI_CONTROLS = /[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu;
/** Invisible characters without a use in names; joiners stay, for emoji and Persian. */
const INVISIBLE = /[\u00AD\u200B\u2060\uFEFF\uFFF9-\uFFFC]/gu;

/** One line without control characters, placeholders or runs of spaces (the vendor refuses those). */
export const cleanValue = (raw: string): string =>
  raw
    .normalize('NFC')
    .replace(BIDI_CONTROLS, '')
    .replace(INVISIBLE, '')
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]/gu, ' ')
    .replace(/\{{2,}|\}{2,}/g, ' ')
    .replace(/\p{Zs}+/gu, ' ')
    .trim();

/** Cuts at a whole visible character, never inside an emoji or a letter with its accents. */
export function shorten(text: string, longest: number): string {
  if (text.length <= longest) return text;
  const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
  let kept = '';
  for (const { segment } of segmenter.segment(text)) {
    if (kept.length + segment.length > longest - 1) break;
    kept += segment;
  }
  return `${kept.trimEnd()}…`;
}

/**
 * A first name as a greeting uses it; null when what was typed is no name. The checkout's name field
 * takes anything, so it could carry a link or an advertisement into a message that the shop signs.
 */
export function plausibleFirstName(raw: string): string | null {
  const name = cleanValue(raw)
    .replace(/[*_~`]/g, '')
    .trim();
  const strange = /[@/\\<>|{}[\]#$%^=+\d]|\.\p{L}|https?|www/iu.test(name);
  const letters = /\p{L}/u.test(name);
  return strange || !letters || name.length > 40 ? null : name;
}

const RTL = /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}]/u;
const RTL_LANGUAGES = new Set(['ar', 'he', 'fa', 'ur', 'ps', 'yi']);

const FIRST_STRONG_ISOLATE = '\u2068';
const POP_ISOLATE = '\u2069';

/**
 * Keeps a value of the other direction from reordering the sentence (Unicode UAX 9, isolates): a
 * Hebrew name in an English text, a price or a Latin title in an Arabic one.
 */
export function isolate(value: string, language: string): string {
  const rightToLeft = RTL_LANGUAGES.has(language.split('_')[0] ?? '');
  const foreign = rightToLeft ? /[\p{Script=Latin}\p{Nd}%]/u.test(value) : RTL.test(value);
  return foreign ? `${FIRST_STRONG_ISOLATE}${value}${POP_ISOLATE}` : value;
}
