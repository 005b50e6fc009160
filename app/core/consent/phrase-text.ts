import { toAsciiDigits } from '../kernel/phone-digits';

/** Letters that carry no combining mark and that people type in their plain form. */
const PLAIN_LETTERS: Readonly<Record<string, string>> = {
  ı: 'i',
  ł: 'l',
  ø: 'o',
  đ: 'd',
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  // Arabic and Persian spellings of one letter, and its carriers.
  أ: 'ا',
  إ: 'ا',
  آ: 'ا',
  ى: 'ي',
  ی: 'ي',
  ئ: 'ي',
  ؤ: 'و',
  ة: 'ه',
  ۀ: 'ه',
  ہ: 'ه',
  ھ: 'ه',
  ک: 'ك',
};

/**
 * One spelling for texts that differ in case, width, emoji, apostrophes and punctuation alone.
 * Words are parted by single spaces; accents stay.
 */
export function normalise(text: string): string {
  return toAsciiDigits(text.normalize('NFKC'))
    .toLowerCase()
    .normalize('NFKC')
    .replace(/\p{Cf}|\p{Extended_Pictographic}|[\u{1f3fb}-\u{1f3ff}]|\ufe0f|\u20e3/gu, ' ')
    .replace(/['’‘`´]/gu, '')
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
    .trim();
}

/**
 * Drops accents, vowel points and spelling variants. Only for languages in which no other word
 * falls together with a phrase: Vietnamese "dừng" (stop) and "đúng" (right) would.
 */
export function withoutAccents(normalised: string): string {
  return normalised
    .normalize('NFD')
    .replace(/[\u0300-\u036f]|[\u0591-\u05c7]|\u0640|[\u064b-\u065f]|\u0670/gu, '')
    .normalize('NFC')
    .replace(/./gsu, (letter) => PLAIN_LETTERS[letter] ?? letter);
}

/**
 * All texts that a pattern stands for: "(please|) stop (it|this|)" → six. Groups don't nest.
 * Spaces don't matter, for phrases are compared without them.
 */
export function expand(pattern: string): readonly string[] {
  const group = /\(([^()]*)\)/.exec(pattern);
  if (group === null) return [pattern];
  const before = pattern.slice(0, group.index);
  const after = pattern.slice(group.index + group[0].length);
  return (group[1] ?? '').split('|').flatMap((choice) => expand(`${before}${choice}${after}`));
}

/** Comparing without spaces makes "opt out" and "optout", "S T O P" and "stop" one. */
export const withoutSpaces = (text: string): string => text.replace(/ /g, '');
