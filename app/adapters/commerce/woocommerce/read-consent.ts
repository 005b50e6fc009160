import { z } from 'zod';

import { flag, list, record, section, text } from '#adapters/http/json-fields';
import type { ContactSeen } from '#core/commerce/index';
import type { Fact } from '#core/intake/index';

import { id, unread, utcInstant, type ReadResult } from './fields';
import { contact, readContact } from './read-contact';

type ConsentFact = Extract<Fact, { kind: 'whatsapp_consent' }>;

/** What proves the checkbox of our own plugin, as it stands in carts and in the order's meta. */
export const checkbox = record({
  given: flag,
  text,
  at: utcInstant,
  page: text,
  ipHash: text,
  checkout: text,
});

/**
 * The decision at the checkout's own WhatsApp checkbox, null while there is none. It is a person's
 * act: ticking grants, taking the tick away withdraws.
 * @param place what was ticked in ("cart:<token>"), so that a repetition counts once
 */
export function consentAt(
  place: string,
  person: ContactSeen,
  given: z.output<typeof checkbox>,
): ConsentFact | null {
  if (!given?.at || given.given === null) return null;
  const state = given.given ? 'granted' : 'withdrawn';
  return {
    kind: 'whatsapp_consent',
    contact: person,
    state,
    at: given.at,
    act: {
      source: 'checkout_checkbox',
      proof: proofOf({ ...given, place }),
      key: `${place}:${state}:${given.at.toISOString()}`,
    },
  };
}

const PROOF = ['place', 'text', 'page', 'ipHash', 'checkout', 'source'] as const;

const proofOf = (given: Readonly<Record<string, unknown>>): Record<string, string> =>
  Object.fromEntries(
    PROOF.flatMap((name) => {
      const value = given[name];
      return typeof value === 'string' ? [[name, value.slice(0, 1000)]] : [];
    }),
  );

const decision = z.object({ contact, state: text, source: text, at: utcInstant, text });

/** A decision outside of a checkout: the shopper's own account page, or another consent plugin. */
export function readConsent(told: unknown, receivedAt: Date): ReadResult<ConsentFact> {
  const read = decision.safeParse(told);
  if (!read.success) return unread('not a consent');
  const { state, source } = read.data;
  if (state !== 'granted' && state !== 'withdrawn') return unread('a consent without state');
  const person = readContact(read.data.contact, null);
  if (!isSomebody(person)) return unread('a consent of nobody');
  const at = read.data.at ?? receivedAt;
  const fact = { kind: 'whatsapp_consent', contact: person, state, at } as const;
  // What another plugin says is the store's word, not an act of the person.
  return {
    ok: true,
    value: source === 'my_account' ? { ...fact, act: act(fact, read.data) } : fact,
  };
}

const isSomebody = ({ externalCustomerId, phoneRaw, email }: ContactSeen): boolean =>
  [externalCustomerId, phoneRaw, email].some((value) => value !== null);

const act = (
  { state, at, contact: person }: ConsentFact,
  given: z.output<typeof decision>,
): ConsentFact['act'] => ({
  source: 'account_page',
  proof: proofOf({ ...given }),
  key: `account:${person.externalCustomerId ?? '-'}:${state}:${at.toISOString()}`,
});

const erased = section({ email: text, phones: list(text), requestId: id });

/** Whom the store's eraser was asked to forget: one contact for each phone. */
export function readErased(told: unknown): ReadResult<readonly ContactSeen[]> {
  const { email, phones } = erased.parse(told);
  const known = phones.filter((phone) => phone !== null);
  const contacts = (known.length > 0 ? known : [null]).map((phoneRaw, place): ContactSeen => ({
    externalCustomerId: null,
    email: place === 0 ? email : null,
    phoneRaw,
    countryCode: null,
    firstName: null,
    lastName: null,
    locale: null,
  }));
  return contacts.some(isSomebody) ? { ok: true, value: contacts } : unread('an erasure of nobody');
}
