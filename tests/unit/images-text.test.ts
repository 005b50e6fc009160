import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { cleanText, isolateNumbers, textDirection } from '#adapters/images/clean-text';
import { balanceText, ellipsize, wrapText } from '#adapters/images/line-breaks';

const GRAPHEMES = new Intl.Segmenter('en', { granularity: 'grapheme' });
const graphemes = (text: string): string[] =>
  Array.from(GRAPHEMES.segment(text), ({ segment }) => segment);
/** Ten pixels a grapheme. */
const measure = (text: string): number => graphemes(text).length * 10;
const wrap = (text: string, columns: number, lines = 9) =>
  wrapText(text, { width: columns * 10, lines }, measure);

describe('a text from outside', () => {
  it('becomes one composed line without control characters or direction overrides', () => {
    expect(cleanText('  Cafe\u0301\r\n\tvase\u0000\u202Egnp.exe\u2066 ')).toBe('Café vasegnp.exe');
    expect(cleanText('−10\u00A0%')).toBe('−10\u00A0%');
    expect(cleanText('a\uD800b')).toBe('ab');
  });

  it('keeps what emoji and Indic scripts are joined with', () => {
    for (const text of ['👨‍👩‍👧‍👦', 'क्‍ष', '❤️', '🏴󠁧󠁢󠁥󠁮󠁧󠁿']) expect(cleanText(text)).toBe(text);
  });

  it.each([
    ['Sweater', 'ltr'],
    ['كنزة', 'rtl'],
    ['−10 %', 'ltr'],
    ['2024 סוודר', 'rtl'],
    ['\u200F89.00 د.إ.', 'rtl'],
    ['Nike قميص', 'ltr'],
    ['', 'ltr'],
  ])('%j reads %s', (text, direction) => {
    expect(textDirection(text)).toBe(direction);
  });

  it.each([
    ['خصم -25% اليوم', 'خصم \u2066-25%\u2069 اليوم'],
    ['خصم 20-25%', 'خصم \u206620-25%\u2069'],
    ['مقاس 30×40', 'مقاس \u206630×40\u2069'],
    ['خصم ٢٥٪', 'خصم ٢٥٪'],
  ])('isolates the European numbers of %j', (text, expected) => {
    expect(isolateNumbers(text)).toBe(expected);
  });
});

describe('line breaking', () => {
  it('breaks Latin text at spaces and after hyphens of long words', () => {
    expect(wrap('Merino wool crew neck', 12).lines).toEqual(['Merino wool', 'crew neck']);
    expect(wrap('hand-knitted', 8).lines).toEqual(['hand-', 'knitted']);
    expect(wrap('a T-shirt', 4).lines[0]).toBe('a');
  });

  it('never starts a line with closing punctuation nor ends one with an opening one', () => {
    expect(wrap('羊毛、毛衣。', 4).lines).toEqual(['羊毛、', '毛衣。']);
    expect(wrap('かわいい「うさぎ」', 5).lines.some((line) => line.endsWith('「'))).toBe(false);
    expect(wrap('Prix : 10', 6).lines).not.toContain(': 10');
  });

  it('breaks scripts without spaces between words', () => {
    expect(wrap('เสื้อสเวตเตอร์ขนแกะ', 8).lines.length).toBeGreaterThan(1);
    expect(wrap('クルーネックのセーター', 8).lines).toEqual(['クルーネックの', 'セーター']);
  });

  it('tears a word only when it is longer than a line', () => {
    expect(wrap('Donaudampfschiff', 6).lines).toEqual(['Donaud', 'ampfsc', 'hiff']);
  });

  it('ends a text that does not fit in an ellipsis, at a grapheme boundary', () => {
    const cut = wrap('one two three four five', 9, 2);
    expect(cut).toEqual({ lines: ['one two', 'three fo…'], cut: true });
    expect(ellipsize('👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦', 20, measure)).toBe('👨‍👩‍👧‍👦…');
    expect(ellipsize('Vase, blue', 60, measure)).toBe('Vase…');
    expect(ellipsize('Vase', 40, measure)).toBe('Vase');
  });

  const text = fc
    .array(
      fc.constantFrom(
        'wool',
        ' ',
        '-',
        '羊毛',
        'セーター',
        '👨‍👩‍👧‍👦',
        'é',
        '。',
        '(',
        ')',
        'ไทย',
        '10 %',
        'صوف',
      ),
      { maxLength: 30 },
    )
    .map((parts) => cleanText(parts.join('')));

  it('loses nothing, tears no grapheme and exceeds no width', () => {
    fc.assert(
      fc.property(text, fc.integer({ min: 3, max: 30 }), (one, columns) => {
        const { lines } = wrap(one, columns, 999);
        const squeeze = (value: string): string => value.replace(/ /g, '');
        expect(squeeze(lines.join(''))).toBe(squeeze(one));
        expect(lines.every((part) => measure(part) <= columns * 10)).toBe(true);
        expect(graphemes(lines.join('')).length).toBe(lines.flatMap(graphemes).length);
      }),
    );
  });

  it('keeps the number of lines, and says when it cut', () => {
    fc.assert(
      fc.property(
        text,
        fc.integer({ min: 3, max: 20 }),
        fc.integer({ min: 1, max: 4 }),
        (one, columns, most) => {
          const made = wrap(one, columns, most);
          expect(made.lines.length).toBeLessThanOrEqual(most);
          expect(made.cut).toBe(made.lines.at(-1)?.endsWith('…') ?? false);
          expect(made.lines.every((part) => measure(part) <= columns * 10)).toBe(true);
        },
      ),
    );
  });

  it('balances lines without a further one or a torn word', () => {
    const balance = (one: string, columns: number) =>
      balanceText(one, { width: columns * 10, lines: 4 }, measure).lines;
    expect(balance('Merino Wool Crew Neck Sweater Navy', 30)).toEqual([
      'Merino Wool Crew',
      'Neck Sweater Navy',
    ]);
    expect(balance('a Donaudampfschiff', 16)).toEqual(['a', 'Donaudampfschiff']);
    fc.assert(
      fc.property(text, fc.integer({ min: 4, max: 30 }), (one, columns) => {
        const plain = wrap(one, columns, 4).lines.length;
        return balance(one, columns).length === plain;
      }),
    );
  });
});
