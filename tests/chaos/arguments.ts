import { parseArgs } from 'node:util';

export type Order =
  | {
      readonly kind: 'run';
      readonly carts: number;
      readonly seed: string;
      readonly json: string | null;
    }
  | { readonly kind: 'refused'; readonly sentence: string };

const refused = (sentence: string): Order => ({ kind: 'refused', sentence });

const DEFAULT_CARTS = '2000';
const FEWEST = 200;

/** Reads `[--carts N] [--seed S] [--json FILE]`. */
export function readOrder(parameters: readonly string[]): Order {
  try {
    const { values } = parseArgs({
      args: [...parameters],
      options: {
        carts: { type: 'string', default: DEFAULT_CARTS },
        seed: { type: 'string', default: '1' },
        json: { type: 'string' },
      },
    });
    const carts = Number(values.carts);
    if (!Number.isInteger(carts) || carts < FEWEST) {
      return refused(`--carts takes a whole number of at least ${FEWEST}.`);
    }
    return { kind: 'run', carts, seed: values.seed, json: values.json ?? null };
  } catch (error) {
    return refused(error instanceof Error ? error.message : 'The parameters could not be read.');
  }
}
