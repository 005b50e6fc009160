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
export type Findings = Record<Rule | 'ambiguous', { count: number; examples: string[] }>;

const MOST_EXAMPLES = 10;

export const noFindings = (): Findings =>
  Object.fromEntries(
    [...RULES, 'ambiguous' as const].map((rule) => [rule, { count: 0, examples: [] }]),
  ) as unknown as Findings;

export function find(findings: Findings, rule: keyof Findings, example: string): void {
  const found = findings[rule];
  found.count += 1;
  if (found.examples.length < MOST_EXAMPLES) found.examples.push(example);
}
