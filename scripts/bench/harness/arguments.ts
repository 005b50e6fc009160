import { parseArgs } from 'node:util';
import type { Plan } from './rounds';

export type Order =
  | {
      readonly kind: 'run';
      readonly names: readonly string[];
      readonly json: string | null;
      /** Whether the documents tell of it from then on. */
      readonly isKept: boolean;
      readonly plan: Plan;
    }
  | { readonly kind: 'refused'; readonly sentence: string };

const ROUNDS = 3;
const SECONDS = 3;
const WARM_UP_SECONDS = 1;

const refused = (sentence: string): Order => ({ kind: 'refused', sentence });

/**
 * Reads `[name…] [--json FILE] [--keep] [--rounds N] [--seconds N] [--soak MINUTES]`; without a name
 * all are meant, and kept.
 * @param known the benchmarks that exist
 */
export function readOrder(parameters: readonly string[], known: readonly string[]): Order {
  const read = parsed(parameters);
  if (typeof read === 'string') return refused(read);
  const { positionals, values } = read;
  const unknown = positionals.filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    return refused(`There is no benchmark ${unknown.join(', ')}. There are: ${known.join(', ')}.`);
  }
  const plan = planOf(values);
  if (typeof plan === 'string') return refused(plan);
  return {
    kind: 'run',
    names: positionals.length === 0 ? known : known.filter((name) => positionals.includes(name)),
    json: values.json ?? null,
    isKept: values.keep === true || positionals.length === 0,
    plan,
  };
}

/** How long it takes; a sentence when that can't be read. */
function planOf(values: { rounds?: string; seconds?: string; soak?: string }): Plan | string {
  const rounds = Number(values.rounds ?? ROUNDS);
  const seconds = Number(values.seconds ?? SECONDS);
  if (!Number.isInteger(rounds) || rounds < 1) return '--rounds takes a whole number.';
  if (!(seconds > 0)) return '--seconds takes a number above 0.';
  const soakMinutes = Number(values.soak ?? 0);
  if (!(soakMinutes >= 0)) return '--soak takes a number of minutes.';
  return { rounds, seconds, warmUpSeconds: Math.min(WARM_UP_SECONDS, seconds), soakMinutes };
}

const parse = (parameters: readonly string[]) =>
  parseArgs({
    args: [...parameters],
    allowPositionals: true,
    options: {
      json: { type: 'string' },
      keep: { type: 'boolean' },
      rounds: { type: 'string' },
      seconds: { type: 'string' },
      soak: { type: 'string' },
    },
  });

function parsed(parameters: readonly string[]): ReturnType<typeof parse> | string {
  try {
    return parse(parameters);
  } catch (error) {
    return error instanceof Error ? error.message : 'The parameters could not be read.';
  }
}
