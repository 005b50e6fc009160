/** Reading a template's text: its placeholders, and what stands around them. */
export interface Placeholder {
  /** What stands between the braces, trimmed ("1", or "name" in a named template). */
  readonly label: string;
  readonly start: number;
  readonly end: number;
}

const PLACEHOLDER = /\{\{\s*([^{}]*?)\s*\}\}/g;

export const placeholdersOf = (text: string): readonly Placeholder[] =>
  [...text.matchAll(PLACEHOLDER)].map((match) => ({
    label: match[1] ?? '',
    start: match.index,
    end: match.index + match[0].length,
  }));

/** The number of values that a body asks for: its highest placeholder. */
export const parameterCount = (text: string): number =>
  placeholdersOf(text).reduce((most, one) => Math.max(most, Number(one.label) || 0), 0);

export const withoutPlaceholders = (text: string): string => text.replace(PLACEHOLDER, ' ');

/** Puts values into {{1}}, {{2}} …; a placeholder without a value stays, so that it is noticed. */
export const fill = (text: string, values: readonly string[]): string =>
  text.replace(PLACEHOLDER, (whole, label: string) => values[Number(label) - 1] ?? whole);

/** Words as a person counts them; scripts without spaces count their segments. */
export function wordCount(text: string): number {
  const segmenter = new Intl.Segmenter(undefined, { granularity: 'word' });
  return [...segmenter.segment(text)].filter((segment) => segment.isWordLike).length;
}

const EMOJI = /\p{Extended_Pictographic}|\p{Regional_Indicator}/gu;

export const emojiCount = (text: string): number => [...text.matchAll(EMOJI)].length;

/** WhatsApp's markers for bold, italic, struck and monospaced text, where they would take effect. */
export const hasFormatting = (text: string): boolean =>
  /(^|[\s\p{P}])([*_~])(?=\S)[^*_~\n]*\S?\2(?=$|[\s\p{P}])|`/u.test(text);
