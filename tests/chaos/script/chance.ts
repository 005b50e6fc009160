/** Two 32-bit halves of a text's hash (cyrb53): chance, not secrecy, and a million times a run. */
function hash(text: string): readonly [number, number] {
  let [left, right] = [0xdeadbeef, 0x41c6ce57];
  for (let place = 0; place < text.length; place += 1) {
    const code = text.charCodeAt(place);
    left = Math.imul(left ^ code, 2_654_435_761);
    right = Math.imul(right ^ code, 1_597_334_677);
  }
  const [first, second] = [left, right];
  left =
    Math.imul(first ^ (first >>> 16), 2_246_822_507) ^
    Math.imul(second ^ (second >>> 13), 3_266_489_909);
  right =
    Math.imul(second ^ (second >>> 16), 2_246_822_507) ^
    Math.imul(left ^ (left >>> 13), 3_266_489_909);
  return [left >>> 0, right >>> 0];
}

/** A number in [0, 1) that is the same for the same words, whatever was drawn before. */
export const draw = (...words: readonly (string | number)[]): number =>
  hash(words.join('/'))[1] / 2 ** 32;

/** Twelve hexadecimal digits, the same for the same words. */
export function hex(...words: readonly (string | number)[]): string {
  const [left, right] = hash(words.join('/'));
  return left.toString(16).padStart(8, '0') + right.toString(16).padStart(8, '0').slice(0, 4);
}

/** A stream of numbers in [0, 1) for one subject (mulberry32). */
export function stream(...words: readonly (string | number)[]): () => number {
  let [state] = hash(words.join('/'));
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** One of the choices by its weight. */
export function choose<Choice extends string>(
  chance: number,
  weights: Readonly<Record<Choice, number>>,
): Choice {
  let total = 0;
  for (const choice in weights) total += weights[choice];
  let left = chance * total;
  for (const choice in weights) {
    left -= weights[choice];
    if (left < 0) return choice;
  }
  throw new RangeError('a chance is below 1');
}
