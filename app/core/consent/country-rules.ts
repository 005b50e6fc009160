import { z } from 'zod';
import type { ConsentState } from './consent';
import { CONSENT_BASES, COUNTRY_RULES, DEFAULT_RULE } from './country-rule-table';
import type { ConsentBasis, CountryRule, MessageCategory } from './country-rule-table';

export const consentBasisSchema = z.enum(CONSENT_BASES);

/** A merchant's own reading of the law: ISO 3166 alpha-2 code → the basis of all categories. */
export const consentOverridesSchema = z.record(z.string().regex(/^[A-Z]{2}$/), consentBasisSchema);

export type ContactVerdict =
  | {
      readonly allowed: true;
      /** What the permission rests on; kept with the message as its proof. */
      readonly basis: Exclude<ConsentBasis, 'not_possible'>;
    }
  | {
      readonly allowed: false;
      readonly reason: 'opted_out' | 'no_consent' | 'country_not_possible';
    };

/** The rule of a country (ISO 3166 alpha-2), or the safe default for null and the unknown. */
export const ruleOf = (country: string | null): CountryRule =>
  COUNTRY_RULES[country?.toUpperCase() ?? ''] ?? DEFAULT_RULE;

/**
 * The basis that a country asks for, the merchant's override before our table. An override that is
 * no basis (settings written by an older version) counts as none.
 */
export function basisOf(
  country: string | null,
  category: MessageCategory,
  overrides: Readonly<Record<string, string>>,
): ConsentBasis {
  const override = consentBasisSchema.safeParse(overrides[country?.toUpperCase() ?? '']);
  return override.success ? override.data : ruleOf(country).bases[category];
}

/**
 * Whether a person may get a message. An opt-out comes before everything; an opt-in is enough
 * wherever the platform delivers at all.
 * @param country ISO 3166 alpha-2 code of the phone's country; null when it isn't known.
 */
export function mayContact(input: {
  readonly country: string | null;
  readonly category: MessageCategory;
  readonly consent: ConsentState;
  readonly existingCustomer: boolean;
  readonly overrides: Readonly<Record<string, string>>;
}): ContactVerdict {
  const { country, category, consent, existingCustomer, overrides } = input;
  if (consent === 'withdrawn') return { allowed: false, reason: 'opted_out' };
  const needed = basisOf(country, category, overrides);
  if (needed === 'not_possible') return { allowed: false, reason: 'country_not_possible' };
  if (consent === 'granted') return { allowed: true, basis: 'explicit_opt_in' };
  const isMet =
    needed === 'none_needed_service' ||
    (needed === 'soft_opt_in_existing_customer' && existingCustomer);
  return isMet ? { allowed: true, basis: needed } : { allowed: false, reason: 'no_consent' };
}
