/** What is left of a typed phone: ASCII digits, and whether it was written with a country code. */
export interface PhoneDigits {
  readonly digits: string;
  /** True for "+39 …" and "00 39 …"; the digits then start with the country code. */
  readonly international: boolean;
  /** The digits as they were dialled, with a leading 00. */
  readonly dialled: string;
}

/**
 * Reads digits of any script. Unicode lays decimal digits out in runs of ten that start at a code
 * point ending in hex 0 or 6 (Unicode Standard, chapter 4.6), so the value follows from the place.
 */
export function toAsciiDigits(text: string): string {
  return text.replace(/\p{Nd}/gu, (digit) => {
    const code = digit.codePointAt(0) ?? 0;
    const place = code & 0xf;
    const rowStartsWithDigit = /\p{Nd}/u.test(String.fromCodePoint(code - place));
    return String(rowStartsWithDigit ? place : place - 6);
  });
}

/**
 * Drops what people and devices put around a number: invisible direction marks, "tel:" and other
 * labels before it, extensions and remarks after it, punctuation, the "(0)" of European letterheads.
 */
export function readDigits(raw: string): PhoneDigits {
  const plain = toAsciiDigits(raw.normalize('NFKC').replace(/\p{Cf}/gu, ''));
  const withoutLabel = plain.replace(/^[^\d+]+/u, '').replace(/\++/gu, '+');
  const withoutRemark = withoutLabel.replace(/[\p{L};#,*].*$/su, '');
  const body = withoutRemark.replace(/\(0\)/gu, '');
  const dialled = body.replace(/\D/gu, '');
  const international = body.startsWith('+') || dialled.startsWith('00');
  return { digits: international ? dialled.replace(/^00/, '') : dialled, international, dialled };
}
