import { parseArgs } from 'node:util';

export type Order =
  | {
      readonly kind: 'run';
      readonly carts: number;
      readonly seed: string;
      readonly json: string | null;
      /** Nothing of ours dies: what is looked at is how much work a cart is. */
      readonly isCalm: boolean;
      /** The run's record is kept beside the documents that tell of it. */
      readonly isKept: boolean;
    }
  | { readonly kind: 'refused'; readonly sentence: string };

const refused = (sentence: string): Order => ({ kind: 'refused', sentence });

const DEFAULT_CARTS = '2000';
const FEWEST = 200;

/** Reads `[--carts N] [--seed S] [--json FILE] [--calm] [--keep]`. */
export function readOrder(parameters: readonly string[]): Order {
  try {
    const { values } = parseArgs({
      args: [...parameters],
      options: {
        carts: { type: 'string', default: DEFAULT_CARTS },
        seed: { type: 'string', default: '1' },
        json: { type: 'string' },
        calm: { type: 'boolean', default: false },
        keep: { type: 'boolean', default: false },
      },
    });
    const carts = Number(values.carts);
    if (!Number.isInteger(carts) || carts < FEWEST) {
      return refused(`--carts takes a whole number of at least ${FEWEST}.`);
    }
    if (values.calm && values.keep) {
      return refused(
        '--keep keeps a run for the documents, which tell of one in which things break.',
      );
    }
    const { seed, json = null, calm: isCalm, keep: isKept } = values;
    return { kind: 'run', carts, seed, json, isCalm, isKept };
  } catch (error) {
    return refused(error instanceof Error ? error.message : 'The parameters could not be read.');
  }
}
