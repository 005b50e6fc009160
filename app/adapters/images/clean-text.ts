/**
 * Makes an outsider's text safe to set: one line, composed (NFC), without control characters and
 * without direction overrides, which could turn a price around or reverse a name.
 */
export function cleanText(text: string): string {
  return text
    .normalize('NFC')
    .replace(/[\u202A-\u202E\u2066-\u2069\u200E\u200F\u061C]/g, '')
    .replace(/[^\S\u00A0\u202F]+/g, ' ')
    .replace(/[\p{Cc}\p{Co}\p{Cn}\p{Cs}\uFFFD\uFEFF]/gu, '')
    .trim();
}

const STRONG_RTL =
  /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Thaana}\p{Script=Syriac}\p{Script=Nko}\p{Script=Adlam}]/u;
const STRONG = /\p{L}|\u200F|\u200E/u;

/**
 * The direction of a text by its first strong character, left to right when it has none ("−10 %"):
 * rules P2 and P3 of the Unicode bidirectional algorithm (UAX 9).
 */
export function textDirection(text: string): 'ltr' | 'rtl' {
  const first = STRONG.exec(text)?.[0] ?? '';
  return first === '\u200F' || STRONG_RTL.test(first) ? 'rtl' : 'ltr';
}

/**
 * Isolates European numbers with their signs, so that "-25%" inside Arabic or Hebrew keeps its
 * minus on the left. Arabic-Indic digits follow the sentence and are left alone.
 */
export const isolateNumbers = (text: string): string => text.replace(NUMBER, '\u2066$&\u2069');

/** A sign, a currency sign, digits, ranges and sizes ("20-25%", "30×40"), a unit. */
const NUMBER =
  /(?:[-+−–±]\s?)?[$€£¥₪]?\d[\d.,]*(?:[-–/x×]\d[\d.,]*)*(?:[\s\u00A0\u202F]?[%$€£¥₪])?/g;
