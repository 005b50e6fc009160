import { PHONE_PROBLEMS, parsePhone } from '../kernel/phone';
import type { ContactSeen, Identity, PhoneSeen } from './customer';

export interface ContactRead {
  /** Canonical E.164, or null. */
  readonly phone: string | null;
  /** Of the address that the phone was typed into. */
  readonly countryCode: string | null;
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
  const known = read.get(contact);
  if (known?.homeCountry === homeCountry) return known.contact;
  const made = { homeCountry, contact: readAnew(contact, homeCountry) };
  read.set(contact, made);
  return made.contact;
}

/** What contacts at hand were read as: reading a phone costs more than the rest of a checkout. */
const read = new WeakMap<ContactSeen, { homeCountry: string; contact: ContactRead }>();

function readAnew(contact: ContactSeen, homeCountry: string): ContactRead {
  const { phone, phoneProblem, countryCode } = readPhone(contact, homeCountry);
  const email = textOrNull(contact.email?.toLowerCase());
  return {
    phone,
    phoneProblem,
    countryCode,
    email,
    displayName: textOrNull([contact.firstName, contact.lastName].filter(Boolean).join(' ')),
    identities: [
      ...identity('phone', phone),
      ...identity('external_customer', contact.externalCustomerId),
      ...identity('email', email),
    ],
  };
}

type PhoneRead = Pick<ContactRead, 'phone' | 'phoneProblem' | 'countryCode'>;

/** The first that is a phone; where none is, what is wrong with the one that was typed first. */
function readPhone(
  { phoneRaw, countryCode, otherPhones = [] }: ContactSeen,
  homeCountry: string,
): PhoneRead {
  if (phoneRaw === null) return { phone: null, phoneProblem: null, countryCode };
  const first = parsed({ raw: phoneRaw, countryCode }, homeCountry);
  if (first.phone !== null) return first;
  const others = otherPhones.map((seen) => parsed(seen, homeCountry));
  return others.find(({ phone }) => phone !== null) ?? first;
}

function parsed({ raw, countryCode }: PhoneSeen, homeCountry: string): PhoneRead {
  const phone = parsePhone(raw, countryCode ?? homeCountry);
  return phone.ok
    ? { phone: phone.phone, phoneProblem: null, countryCode }
    : { phone: null, phoneProblem: PHONE_PROBLEMS[phone.reason], countryCode };
}

const textOrNull = (text: string | null | undefined): string | null => {
  const trimmed = text?.trim() ?? '';
  return trimmed === '' ? null : trimmed;
};

const identity = (kind: Identity['kind'], value: string | null): Identity[] =>
  value ? [{ kind, value }] : [];
