import type { Arm } from './ports';

/** Maps a text to [0, 1), evenly and always alike: a cryptographic hash in practice. */
export type UnitInterval = (text: string) => number;

/**
 * The arm of a person in an experiment. It depends on the key and the person alone, so it is the
 * same on every machine and at every time; raising the percentage adds people to the holdout and
 * moves none out of it.
 * @param holdoutPercent 0–100.
 * @throws RangeError for a percentage or a unit value outside its range.
 */
export function assignArm(input: {
  readonly key: string;
  readonly subject: string;
  readonly holdoutPercent: number;
  readonly unit: UnitInterval;
}): Arm {
  const { key, subject, holdoutPercent, unit } = input;
  if (!(holdoutPercent >= 0 && holdoutPercent <= 100)) {
    throw new RangeError(`not a percentage: ${holdoutPercent}`);
  }
  // The length keeps ("a", "b:c") and ("a:b", "c") apart.
  const place = unit(`${key.length}:${key}:${subject}`);
  if (!(place >= 0 && place < 1)) throw new RangeError(`outside the unit interval: ${place}`);
  return place * 100 < holdoutPercent ? 'holdout' : 'treatment';
}

/** Digits of a hash that a double holds exactly: 13 × 4 = 52 bits. */
const HEX_DIGITS = 13;

/**
 * The place in [0, 1) of a hexadecimal digest (SHA-256 or the like).
 * @throws RangeError when it has fewer than 13 hexadecimal digits.
 */
export function unitFromHex(digest: string): number {
  const head = digest.slice(0, HEX_DIGITS);
  if (!/^[0-9a-fA-F]{13}$/.test(head)) throw new RangeError('not a hexadecimal digest');
  return Number.parseInt(head, 16) / 16 ** HEX_DIGITS;
}
