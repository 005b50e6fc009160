import type { ArmTotals, RevenueSum } from './ports';

/** A value with the interval that holds the true one in 95 of 100 experiments. */
export interface Estimate {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

export type Lift =
  | {
      readonly kind: 'not_enough';
      /** People that the smaller arm still needs, and buyers of both arms together. */
      readonly missingPeople: number;
      readonly missingBuyers: number;
    }
  | {
      readonly kind: 'measured';
      /** Share of people who bought, treated less held out; 0.02 is two points. */
      readonly conversion: Estimate;
      /** What messages brought in, per currency, minor units: the gain per person × treated people. */
      readonly revenue: readonly (Estimate & { readonly currency: string })[];
      /** Whether every one of these intervals leaves zero out. */
      readonly certain: boolean;
    };

/** 97.5 % quantile of the normal distribution. */
const Z = 1.959963984540054;
/** Below these the normal approximations that follow say more than the numbers hold. */
const MIN_PEOPLE = 50;
const MIN_BUYERS = 10;

const EMPTY = { people: 0, buyers: 0, revenue: [] } as const;

/**
 * What messages added, from the arms' sums: the difference between people who were assigned to get
 * messages and people who were assigned to get none.
 *
 * Conversion: difference of two proportions with Newcombe's hybrid score interval (R. G. Newcombe,
 * Statistics in Medicine 17, 1998, method 10), built on Wilson's interval, which stays sound for
 * small shares. Revenue: difference of the means per person (people without an order count as zero)
 * with Welch's standard error and the normal quantile, times the number of treated people.
 */
export function lift(totals: readonly ArmTotals[]): Lift {
  const treated = totals.find(({ arm }) => arm === 'treatment') ?? EMPTY;
  const held = totals.find(({ arm }) => arm === 'holdout') ?? EMPTY;
  const missingPeople = Math.max(0, MIN_PEOPLE - Math.min(treated.people, held.people));
  const missingBuyers = Math.max(0, MIN_BUYERS - treated.buyers - held.buyers);
  if (missingPeople > 0 || missingBuyers > 0) {
    return { kind: 'not_enough', missingPeople, missingBuyers };
  }
  const conversion = differenceOfShares(treated, held);
  const revenue = currenciesOf([...treated.revenue, ...held.revenue]).map((currency) =>
    incrementalRevenue(currency, treated, held),
  );
  const certain = [conversion, ...revenue].every(leavesZeroOut);
  return { kind: 'measured', conversion, revenue, certain };
}

const leavesZeroOut = ({ low, high }: Estimate): boolean => low > 0 || high < 0;

type Sums = Pick<ArmTotals, 'people' | 'buyers' | 'revenue'>;

/** Wilson's score interval of a share (E. B. Wilson, JASA 22, 1927). */
export function wilson(successes: number, trials: number): Estimate {
  const share = successes / trials;
  const scale = 1 + Z ** 2 / trials;
  const middle = (share + Z ** 2 / (2 * trials)) / scale;
  const spread =
    (Z / scale) * Math.sqrt((share * (1 - share)) / trials + Z ** 2 / (4 * trials ** 2));
  return {
    value: share,
    // Rounding must not put the share outside its own interval.
    low: Math.max(0, Math.min(share, middle - spread)),
    high: Math.min(1, Math.max(share, middle + spread)),
  };
}

function differenceOfShares(treated: Sums, held: Sums): Estimate {
  const one = wilson(treated.buyers, treated.people);
  const two = wilson(held.buyers, held.people);
  const value = one.value - two.value;
  return {
    value,
    low: value - Math.hypot(one.value - one.low, two.high - two.value),
    high: value + Math.hypot(one.high - one.value, two.value - two.low),
  };
}

function incrementalRevenue(
  currency: string,
  treated: Sums,
  held: Sums,
): Estimate & { currency: string } {
  const one = perPerson(currency, treated);
  const two = perPerson(currency, held);
  const value = (one.mean - two.mean) * treated.people;
  const spread = Z * Math.sqrt(one.variance + two.variance) * treated.people;
  return {
    currency,
    value: Math.round(value),
    low: Math.round(value - spread),
    high: Math.round(value + spread),
  };
}

/** Mean per person and the variance of that mean (sample variance over the number of people). */
function perPerson(
  currency: string,
  { people, revenue }: Sums,
): { mean: number; variance: number } {
  const sum = revenue.find((entry) => entry.currency === currency);
  if (!sum) return { mean: 0, variance: 0 };
  const mean = sum.minor / people;
  const squares = Math.max(0, sum.squares - people * mean ** 2);
  return { mean, variance: squares / (people - 1) / people };
}

const currenciesOf = (sums: readonly RevenueSum[]): string[] =>
  [...new Set(sums.map(({ currency }) => currency))].sort();
