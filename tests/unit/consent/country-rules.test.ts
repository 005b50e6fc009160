import fc from 'fast-check';
import { getCountries } from 'libphonenumber-js/max';
import { describe, expect, test } from 'vitest';
import { CONSENT_BASES, COUNTRY_RULES, DEFAULT_RULE } from '#core/consent/country-rule-table';
import type { MessageCategory } from '#core/consent/country-rule-table';
import { basisOf, consentOverridesSchema, mayContact, ruleOf } from '#core/consent/country-rules';

const CATEGORIES: readonly MessageCategory[] = [
  'cart_reminder_first',
  'cart_reminder_series',
  'marketing',
];

const ask = (change: Partial<Parameters<typeof mayContact>[0]>): string => {
  const verdict = mayContact({
    country: 'IT',
    category: 'cart_reminder_first',
    consent: 'unknown',
    existingCustomer: false,
    overrides: {},
    ...change,
  });
  return verdict.allowed ? verdict.basis : verdict.reason;
};

describe('who may be written to', () => {
  test('Italy: one reminder is a service message, a series needs consent', () => {
    expect(ask({ country: 'IT' })).toBe('none_needed_service');
    expect(ask({ country: 'IT', category: 'cart_reminder_series' })).toBe('no_consent');
    expect(ask({ country: 'IT', category: 'cart_reminder_series', consent: 'granted' })).toBe(
      'explicit_opt_in',
    );
    expect(ask({ country: 'IT', category: 'marketing', existingCustomer: true })).toBe(
      'no_consent',
    );
  });

  test('Great Britain: the negotiation covers one reminder, a purchase the series', () => {
    const series = { country: 'GB', category: 'cart_reminder_series' } as const;
    expect(ask({ country: 'GB' })).toBe('none_needed_service');
    expect(ask(series)).toBe('no_consent');
    expect(ask({ ...series, existingCustomer: true })).toBe('soft_opt_in_existing_customer');
  });

  test('Brazil: legitimate interest covers one reminder', () => {
    expect(ask({ country: 'BR' })).toBe('none_needed_service');
    expect(ask({ country: 'BR', category: 'cart_reminder_series' })).toBe('no_consent');
  });

  test('United States: nothing can be sent, not even with consent', () => {
    for (const category of CATEGORIES) {
      expect(ask({ country: 'US', category, consent: 'granted' })).toBe('country_not_possible');
    }
  });

  test('a country that isn’t in the table, or isn’t known, needs an opt-in', () => {
    for (const country of ['JP', 'XX', '', null]) {
      expect(ask({ country })).toBe('no_consent');
      expect(ask({ country, existingCustomer: true })).toBe('no_consent');
      expect(ask({ country, consent: 'granted' })).toBe('explicit_opt_in');
    }
    expect(ruleOf('constructor')).toBe(DEFAULT_RULE);
  });

  test('an opt-out comes before everything, in every country and for every category', () => {
    const overrides = fc.dictionary(
      fc.constantFrom('IT', 'US', 'JP'),
      fc.constantFrom(...CONSENT_BASES),
    );
    fc.assert(
      fc.property(
        fc.constantFrom(null, ...getCountries()),
        fc.constantFrom(...CATEGORIES),
        fc.boolean(),
        overrides,
        (country, category, existingCustomer, own) => {
          expect(
            ask({ country, category, existingCustomer, overrides: own, consent: 'withdrawn' }),
          ).toBe('opted_out');
        },
      ),
    );
  });

  test('knowing more about a person never takes a permission away', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(null, ...getCountries()),
        fc.constantFrom(...CATEGORIES),
        (country, category) => {
          const allowed = (change: Parameters<typeof ask>[0]): boolean =>
            !['no_consent', 'country_not_possible'].includes(ask({ country, category, ...change }));
          if (allowed({})) expect(allowed({ existingCustomer: true })).toBe(true);
          if (allowed({ existingCustomer: true }))
            expect(allowed({ consent: 'granted' })).toBe(true);
        },
      ),
    );
  });
});

describe('a merchant’s own reading of the law', () => {
  test('goes over the table for its country alone, in either direction', () => {
    const overrides = { IT: 'explicit_opt_in', JP: 'none_needed_service' };
    expect(ask({ country: 'IT', overrides })).toBe('no_consent');
    expect(ask({ country: 'jp', category: 'marketing', overrides })).toBe('none_needed_service');
    expect(ask({ country: 'GB', overrides })).toBe('none_needed_service');
  });

  test('that can’t be read counts as none', () => {
    expect(basisOf('IT', 'cart_reminder_first', { IT: 'whatever' })).toBe('none_needed_service');
  });

  test('is checked where it is typed in', () => {
    expect(consentOverridesSchema.safeParse({ IT: 'explicit_opt_in' }).success).toBe(true);
    expect(consentOverridesSchema.safeParse({ Italy: 'explicit_opt_in' }).success).toBe(false);
    expect(consentOverridesSchema.safeParse({ IT: 'sure' }).success).toBe(false);
  });
});

test('every row names its source and date, and a later category is never freer than an earlier', () => {
  const strictness = CONSENT_BASES;
  for (const [country, rule] of Object.entries({ ...COUNTRY_RULES, '': DEFAULT_RULE })) {
    expect(rule.source.length, country).toBeGreaterThan(40);
    expect(rule.sourceDate, country).toMatch(/^\d{4}(-\d\d){0,2}$/);
    const ranks = CATEGORIES.map((category) => strictness.indexOf(rule.bases[category]));
    expect([...ranks].sort(), country).toEqual(ranks);
  }
});
