import type { SKRSContext2D } from '@napi-rs/canvas';

import { formatMoney, type Money } from '#core/kernel/money';

import type { CardMemory } from './card-memory';
import { cleanText, isolateNumbers, textDirection } from './clean-text';
import {
  balanceText,
  ellipsize,
  wrapText,
  type Measure,
  type WrapLimits,
  type WrappedText,
} from './line-breaks';
import type { Typefaces } from './typefaces';

export interface TextStyle {
  /** Pixels. */
  readonly size: number;
  /** 100 to 900. */
  readonly weight: number;
}

/** A text made ready for drawing: cleaned, with its direction and the typefaces it needs. */
export interface Run {
  readonly text: string;
  readonly direction: 'ltr' | 'rtl';
  readonly families: string;
}

export interface Placement {
  readonly x: number;
  /** The alphabetic baseline. */
  readonly y: number;
  readonly align: 'left' | 'right' | 'center';
  readonly color: string;
}

export interface Typesetter {
  /** For texts from outside. */
  readonly run: (text: string) => Run;
  /** An amount as the locale writes it; its direction marks are kept. */
  readonly price: (amount: Money) => Run;
  readonly width: (run: Run, style: TextStyle) => number;
  readonly wrap: (run: Run, style: TextStyle, limits: WrapLimits) => WrappedText;
  /** As `wrap`, with lines of similar length. */
  readonly balance: (run: Run, style: TextStyle, limits: WrapLimits) => WrappedText;
  /** The run on one line of at most this width. */
  readonly shorten: (run: Run, style: TextStyle, width: number) => string;
  readonly write: (run: Run, line: string, style: TextStyle, at: Placement) => void;
}

/** Longer texts are cut before they are measured; no card can show that much. */
const LONGEST = 400;

/** What the texts of one card are set with; all cards share what `memory` holds. */
export function createTypesetter(
  context: SKRSContext2D,
  typefaces: Typefaces,
  memory: CardMemory,
  locale: string,
): Typesetter {
  context.lang = locale;
  const prepare = (run: Run, style: TextStyle): void => {
    context.font = `${style.weight} ${style.size}px ${run.families}`;
    context.direction = run.direction;
  };
  const measure = (run: Run, style: TextStyle): Measure => {
    prepare(run, style);
    return (line) => context.measureText(line).width;
  };
  return {
    ...reading(typefaces, memory, locale),
    ...breaking(measure, memory, locale),
    write(run, line, style, at) {
      prepare(run, style);
      context.textAlign = at.align;
      context.fillStyle = at.color;
      context.fillText(run.direction === 'rtl' ? isolateNumbers(line) : line, at.x, at.y);
    },
  };
}

function reading(
  typefaces: Typefaces,
  { runs }: CardMemory,
  locale: string,
): Pick<Typesetter, 'run' | 'price'> {
  const ready = (wanted: string): Run => {
    const text = typefaces.drawable(wanted, locale);
    return {
      text,
      direction: textDirection(text),
      families: typefaces.familiesFor(text, locale),
    };
  };
  return {
    run(text) {
      const start = text.slice(0, LONGEST);
      return runs(`text\n${locale}\n${start}`, () => ready(cleanText(start)));
    },
    price: (amount) =>
      runs(`price\n${locale}\n${amount.minor} ${amount.currency}`, () =>
        ready(formatMoney(amount, locale)),
      ),
  };
}

function breaking(
  measure: (run: Run, style: TextStyle) => Measure,
  { lines, widths }: CardMemory,
  locale: string,
): Pick<Typesetter, 'width' | 'wrap' | 'balance' | 'shorten'> {
  const key = (kind: string, run: Run, style: TextStyle, limits: readonly number[] = []): string =>
    [kind, locale, style.size, style.weight, ...limits, run.families, run.text].join('\n');
  const width = (run: Run, style: TextStyle): number =>
    widths(key('width', run, style), () => measure(run, style)(run.text));
  return {
    width,
    wrap: (run, style, limits) =>
      lines(key('wrap', run, style, [limits.width, limits.lines]), () =>
        wrapText(run.text, limits, measure(run, style)),
      ),
    balance: (run, style, limits) =>
      lines(key('balance', run, style, [limits.width, limits.lines]), () =>
        balanceText(run.text, limits, measure(run, style)),
      ),
    shorten: (run, style, most) =>
      width(run, style) <= most ? run.text : ellipsize(run.text, most, measure(run, style)),
  };
}

/** The first of the sizes, largest first, at which the run fits on one line; else the smallest. */
export function fitSize(
  type: Typesetter,
  run: Run,
  fit: { readonly sizes: readonly number[]; readonly weight: number; readonly width: number },
): TextStyle {
  const styles = fit.sizes.map((size) => ({ size, weight: fit.weight }));
  const fitting = styles.find((style) => type.width(run, style) <= fit.width);
  return fitting ?? styles.at(-1) ?? { size: 16, weight: fit.weight };
}
