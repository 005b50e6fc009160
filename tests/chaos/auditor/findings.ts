/** What must be zero, and `ambiguous`, which is told apart. */
export const RULES = [
  'duplicates',
  'sentAfterPurchase',
  'sentWithoutConsent',
  'sentInQuietHours',
  'lostCarts',
  'nonSendsWithoutReason',
  'moneyErrors',
] as const;

export type Rule = (typeof RULES)[number];
export type Findings = Record<
  Rule | 'ambiguous',
  { count: number; examples: string[]; people: Set<number> }
>;

const MOST_EXAMPLES = 10;

export const noFindings = (): Findings =>
  Object.fromEntries(
    [...RULES, 'ambiguous' as const].map((rule) => [
      rule,
      { count: 0, examples: [], people: new Set() },
    ]),
  ) as unknown as Findings;

/** @param person whom it is about, where that is known */
export function find(
  findings: Findings,
  rule: keyof Findings,
  example: string,
  person?: number,
): void {
  const found = findings[rule];
  found.count += 1;
  if (person !== undefined) found.people.add(person);
  if (found.examples.length < MOST_EXAMPLES) found.examples.push(example);
}
