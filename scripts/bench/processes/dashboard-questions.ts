import { DIRECT, type Question } from '../benchmarks/dashboard-direct';

/** The store whose merchant looks, and the first instant of the period of ninety days. */
export interface Asked {
  readonly shopId: string;
  readonly since: string;
  readonly timeZone: string;
}

/** What Home asks when it opens. */
export const HOME: readonly Question[] = [
  ...(['revenue', 'byDay', 'funnel', 'carts', 'nonSends', 'failures'] as const),
  ...(['people', 'buyers', 'spent'] as const),
];

/** The comparison with the holdout is about all time. */
const ALL_TIME: readonly Question[] = ['people', 'buyers', 'spent'];
const BEGINNING = '1970-01-01T00:00:00Z';

/** A question's text with its parameters, for a server of either kind. */
export const asked = (question: Question, { shopId, since, timeZone }: Asked) => ({
  text: DIRECT[question],
  values: [
    shopId,
    ALL_TIME.includes(question) ? BEGINNING : since,
    ...(question === 'byDay' ? [timeZone] : []),
  ],
});
