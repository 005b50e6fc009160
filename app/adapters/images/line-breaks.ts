export type Measure = (text: string) => number;

export interface WrapLimits {
  /** Pixels. */
  readonly width: number;
  readonly lines: number;
}

export interface WrappedText {
  readonly lines: readonly string[];
  /** True when the text did not fit and ends in an ellipsis. */
  readonly cut: boolean;
}

const WORDS = new Intl.Segmenter(undefined, { granularity: 'word' });
const GRAPHEMES = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** Scripts that write no space between words; a break is allowed wherever a word ends. */
const SPACELESS =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;
const KATAKANA = /[\p{Script=Katakana}ー]/u;
/** Never at the start of a line in a text without spaces (JIS X 4051, CLREQ). */
const NOT_FIRST =
  /^[\p{Pe}\p{Pf}\p{Po}\p{Pd}\p{M}%‰°・：；…‥ー々〻ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶㇰ-ㇿ～〜\u2060\u00A0\u202F]/u;
/** Never at the start of a line even after a space: French writes one before ":" and "!". */
const NOT_FIRST_AFTER_SPACE = /^[\p{Pe}\p{Pf}\p{Pd}\p{M}%‰°:;!?.,…·&+×\u2060\u00A0\u202F]/u;
/** Never at the end of a line. */
const NOT_LAST = /[\p{Ps}\p{Pi}\p{Sc}¿¡#@\u2060\u00A0\u202F]$/u;

/**
 * Breaks a text into lines as its scripts allow, and ends it with an ellipsis at a grapheme
 * boundary when it does not fit, so that no emoji or accented letter is torn apart.
 */
export function wrapText(text: string, limits: WrapLimits, measure: Measure): WrappedText {
  const chunks = unbreakable(text);
  const lines: string[] = [];
  let rest = text.trim();
  while (rest !== '' && lines.length < limits.lines) {
    const line = takeLine(rest, chunks, limits.width, measure);
    const left = rest.slice(line.length).trim();
    if (left !== '' && lines.length === limits.lines - 1) {
      return { lines: [...lines, ellipsize(rest, limits.width, measure)], cut: true };
    }
    lines.push(line.trim());
    rest = left;
  }
  return { lines, cut: false };
}

/**
 * The same number of lines as `wrapText` needs, set as narrow as possible, so that no line is left
 * with one short word and no word is torn for it. A text that was cut is left alone: it fills its lines.
 */
export function balanceText(text: string, limits: WrapLimits, measure: Measure): WrappedText {
  const widest = wrapText(text, limits, measure);
  if (widest.cut || widest.lines.length < 2) return widest;
  let best = widest;
  const longest = Math.max(...unbreakable(text).map((piece) => measure(piece.trimEnd())));
  let [narrow, wide] = [Math.max(limits.width / 2, longest - 1), limits.width];
  while (wide - narrow > 8) {
    const width = (narrow + wide) / 2;
    const lines = { width, lines: widest.lines.length };
    const tried = wrapText(text, lines, measure);
    const fits = !tried.cut && tried.lines.every((line) => measure(line) <= width);
    if (fits) [best, wide] = [tried, width];
    else narrow = width;
  }
  return best;
}

/** The longest beginning of the text that fits with "…" behind it. */
export function ellipsize(text: string, width: number, measure: Measure): string {
  if (measure(text) <= width) return text;
  const graphemes = splitGraphemes(text);
  const fits = (count: number): boolean => measure(shortened(graphemes, count)) <= width;
  return shortened(graphemes, longestThat(fits, graphemes.length));
}

const shortened = (graphemes: readonly string[], count: number): string =>
  `${graphemes
    .slice(0, count)
    .join('')
    .replace(/[\s\p{Pd}\p{Po}]+$/u, '')}…`;

const splitGraphemes = (text: string): string[] =>
  Array.from(GRAPHEMES.segment(text), ({ segment }) => segment);

/** The largest count for which `fits` holds, 0 when it never does; `fits` must be monotonous. */
function longestThat(fits: (count: number) => boolean, most: number): number {
  let [low, high] = [0, most];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (fits(middle)) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Ends of the pieces that must stay together, as offsets into the text. */
function unbreakable(text: string): readonly string[] {
  const pieces: string[] = [];
  for (const { segment } of WORDS.segment(text.trim())) {
    const last = pieces.at(-1);
    if (last !== undefined && !mayBreak(last, segment)) pieces[pieces.length - 1] = last + segment;
    else pieces.push(segment);
  }
  return pieces;
}

function mayBreak(before: string, after: string): boolean {
  if (/^\s/.test(after) || NOT_LAST.test(before)) return false;
  if (before.endsWith(' ')) return !NOT_FIRST_AFTER_SPACE.test(after);
  if (NOT_FIRST.test(after)) return false;
  if (/\p{L}{3}-$/u.test(before)) return true;
  return mayBreakBetweenLetters(before.slice(-1), after.slice(0, 1));
}

/** A dictionary splits foreign words where no reader would ("クルー" and "ネック"). */
const mayBreakBetweenLetters = (last: string, first: string): boolean =>
  KATAKANA.test(last) && KATAKANA.test(first)
    ? false
    : SPACELESS.test(last) || SPACELESS.test(first);

function takeLine(
  rest: string,
  pieces: readonly string[],
  width: number,
  measure: Measure,
): string {
  let line = '';
  for (const piece of startingAt(pieces, rest)) {
    if (measure((line + piece).trimEnd()) > width) break;
    line += piece;
  }
  if (line !== '') return line;
  const graphemes = splitGraphemes(rest);
  const fits = (count: number): boolean => measure(graphemes.slice(0, count).join('')) <= width;
  return graphemes.slice(0, Math.max(1, longestThat(fits, graphemes.length))).join('');
}

/** The pieces that make up the end of the text; a piece that was torn is continued first. */
function startingAt(pieces: readonly string[], rest: string): readonly string[] {
  let length = 0;
  for (let index = pieces.length - 1; index >= 0; index -= 1) {
    const piece = pieces[index] ?? '';
    length += piece.length;
    if (length >= rest.length) {
      return [piece.slice(length - rest.length), ...pieces.slice(index + 1)];
    }
  }
  return pieces;
}
