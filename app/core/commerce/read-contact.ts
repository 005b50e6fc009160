import { PHONE_PROBLEMS, parsePhone } from '../kernel/phone';
import type { ContactSeen, Identity } from './customer';

export interface ContactRead {
  /** Canonical E.164, or null. */
  readonly phone: string | null;
  /** Why a typed phone can't be used, in words for the merchant; null without a typed phone. */
  readonly phoneProblem: string | null;
  readonly email: string | null;
  readonly displayName: string | null;
  readonly identities: readonly Identity[];
}

/**
 * Reads a contact as a platform sent it.
 * @param homeCountry ISO 3166 alpha-2 code of the store, for local numbers without an address
 */
export function readContact(contact: ContactSeen, homeCountry: string): ContactRead {
  const { phone, phoneProblem } = readPhone(contact, homeCountry);
  const email = textOrNull(contact.email?.toLowerCase());
  return {
    phone,
    phoneProblem,
    email,
    displayName: textOrNull([contact.firstName, contact.lastName].filter(Boolean).join(' ')),
    identities: [
      ...identity('phone', phone),
      ...identity('external_customer', contact.externalCustomerId),
      ...identity('email', email),
    ],
  };
}

function readPhone(
  { phoneRaw, countryCode }: ContactSeen,
  homeCountry: string,
): Pick<ContactRead, 'phone' | 'phoneProblem'> {
  if (phoneRaw === null) return { phone: null, phoneProblem: null };
  const parsed = parsePhone(phoneRaw, countryCode ?? homeCountry);
  return parsed.ok
    ? { phone: parsed.phone, phoneProblem: null }
    : { phone: null, phoneProblem: PHONE_PROBLEMS[parsed.reason] };
}

const textOrNull = (text: string | null | undefined): string | null => {
  const trimmed = text?.trim() ?? '';
  return trimmed === '' ? null : trimmed;
};

const identity = (kind: Identity['kind'], value: string | null): Identity[] =>
  value ? [{ kind, value }] : [];
