import { z } from 'zod';

import type { ContactSeen } from '#core/commerce/index';

import { instant, list, resourceId, section, text } from './payload-fields';
import { customer, customerPlaces, noAddress, phonesIn, readCustomerContact } from './read-contact';
import type { ReadResult } from './read-result';

/** Reads customers/update. */
export function readCustomer(
  payload: unknown,
  receivedAt: Date,
): ReadResult<{ contact: ContactSeen; updatedAt: Date }> {
  const contact = readCustomerContact(customer.parse(payload));
  if (!contact.externalCustomerId) return { ok: false, reason: 'a customer without id' };
  const { updated_at: updatedAt } = z.object({ updated_at: instant }).parse(payload);
  return { ok: true, value: { contact, updatedAt: updatedAt ?? receivedAt } };
}

const consentRecord = section({
  state: text,
  marketing_state: text,
  consent_updated_at: instant,
  updated_at: instant,
});

/**
 * The consent topic's body isn't published. Its siblings for e-mail and SMS send `customer_id` and
 * one `<channel>_marketing_consent` record, and Shopify spells this channel in two ways; both, and
 * the fields without their record, are understood.
 */
const consent = z.object({
  customer_id: text,
  id: text,
  admin_graphql_api_id: text,
  phone: text,
  phone_number: text,
  whats_app_marketing_consent: consentRecord,
  whatsapp_marketing_consent: consentRecord,
  customer,
  state: text,
  consent_updated_at: instant,
  updated_at: instant,
});

export interface ConsentSeen {
  readonly contact: ContactSeen;
  /** Null for states that are no decision of the shopper ("pending", "not_subscribed"). */
  readonly state: 'granted' | 'withdrawn' | null;
  readonly at: Date;
}

const DECISIONS: Readonly<Record<string, ConsentSeen['state']>> = {
  subscribed: 'granted',
  unsubscribed: 'withdrawn',
  redacted: 'withdrawn',
};

/** The shopper's decision that a Shopify consent state stands for; null for none. */
export const decisionOf = (state: string | null): ConsentSeen['state'] =>
  DECISIONS[state?.toLowerCase() ?? ''] ?? null;

type ConsentPayload = z.output<typeof consent>;

/** Reads customers_whats_app_marketing_consent/update. */
export function readConsent(payload: unknown, receivedAt: Date): ReadResult<ConsentSeen> {
  const read = consent.parse(payload);
  const given = givenConsent(read);
  if (!given.state) return { ok: false, reason: 'a consent update without state' };
  const contact = consentContact(read);
  if (!contact.externalCustomerId && !contact.phoneRaw) {
    return { ok: false, reason: 'a consent update without customer' };
  }
  return {
    ok: true,
    value: { contact, state: decisionOf(given.state), at: given.at ?? receivedAt },
  };
}

/** The first place that names a state, with its time. */
function givenConsent(read: ConsentPayload): { state: string | null; at: Date | null } {
  const places = [read.whats_app_marketing_consent, read.whatsapp_marketing_consent, read];
  const [found] = places.flatMap((place) => {
    const state = place.state ?? ('marketing_state' in place ? place.marketing_state : null);
    return state ? [{ state, at: place.consent_updated_at ?? place.updated_at }] : [];
  });
  return found ?? { state: null, at: null };
}

function consentContact(read: ConsentPayload): ContactSeen {
  const known = readCustomerContact(read.customer);
  const externalCustomerId =
    resourceId(read.customer_id, read.customer_id) ??
    known.externalCustomerId ??
    resourceId(read.admin_graphql_api_id, read.id);
  return {
    ...known,
    externalCustomerId,
    ...phonesIn(
      [noAddress(read.phone), noAddress(read.phone_number), ...customerPlaces(read.customer)],
      known.countryCode,
    ),
  };
}

const privacy = z.object({
  customer,
  orders_to_redact: list(text),
  orders_requested: list(text),
  data_request: section({ id: text }),
});

export interface PrivacySeen {
  readonly contact: ContactSeen;
  readonly orderExternalIds: readonly string[];
  readonly requestId: string | null;
}

/** Reads customers/data_request and customers/redact. */
export function readPrivacy(payload: unknown): ReadResult<PrivacySeen> {
  const read = privacy.parse(payload);
  const contact = readCustomerContact(read.customer);
  const orders = [...read.orders_to_redact, ...read.orders_requested].flatMap((id) => id ?? []);
  if (!contact.externalCustomerId && !contact.email && !contact.phoneRaw && orders.length === 0) {
    return { ok: false, reason: 'a privacy request about nobody' };
  }
  return {
    ok: true,
    value: { contact, orderExternalIds: orders, requestId: read.data_request.id },
  };
}
