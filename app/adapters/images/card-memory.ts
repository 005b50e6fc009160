import type { Canvas } from '@napi-rs/canvas';

import { createByteCache } from './byte-cache';
import type { WrappedText } from './line-breaks';
import type { Palette } from './palette';
import type { Run } from './typesetter';

/** What was made for the key before, or makes it now. */
export type Remember<Value> = (key: string, make: () => Value) => Value;

/**
 * What cards have in common. A catalogue's titles, a shop's phrases and its prices come back on
 * card after card, and reading them takes longer than drawing them.
 */
export interface CardMemory {
  readonly palettes: Remember<Palette>;
  readonly runs: Remember<Run>;
  readonly lines: Remember<WrappedText>;
  readonly widths: Remember<number>;
  /** A shape whose shadow is soft, and therefore slow to draw. */
  readonly shapes: Remember<Canvas>;
}

const TEXT_BYTES = 1024 * 1024;
const SHAPE_BYTES = 2 * 1024 * 1024;

export const createCardMemory = (): CardMemory => ({
  palettes: rememberingTexts(),
  runs: rememberingTexts(),
  lines: rememberingTexts(),
  widths: rememberingTexts(),
  shapes: remembering(SHAPE_BYTES, (canvas) => canvas.width * canvas.height * 4),
});

/** A key, a value made of the key's own text, and what holds the two; two bytes a letter. */
const rememberingTexts = <Value>(): Remember<Value> =>
  remembering(TEXT_BYTES, (_value, key) => 200 + key.length * 4);

function remembering<Value>(
  maxBytes: number,
  weigh: (value: Value, key: string) => number,
): Remember<Value> {
  const cache = createByteCache<Value>(maxBytes);
  return (key, make) => {
    const known = cache.get(key);
    if (known !== undefined) return known;
    const value = make();
    cache.set(key, value, weigh(value, key));
    return value;
  };
}
