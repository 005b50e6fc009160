import type { Checkout, ConsentState, Customer, ShopState } from './state';
import { consentPayload } from './small-payloads';
import { customerJson } from './payload-parts';
import type { ShopWorld } from './world';

/** The customer behind a contact: by e-mail first, then by phone; new when neither is known. */
export function customerFor(state: ShopState, checkout: Checkout, now: Date): Customer {
  const { contact } = checkout;
  const customer =
    state.customers.get(checkout.customerId ?? -1) ??
    findBy(state, 'email', contact.email) ??
    findBy(state, 'phone', contact.phone) ??
    newCustomer(state, now);
  for (const field of ['email', 'phone', 'firstName', 'lastName'] as const) {
    customer[field] = contact[field] ?? customer[field];
  }
  customer.country = contact.country;
  customer.updatedAt = now;
  return customer;
}

function findBy(
  state: ShopState,
  field: 'email' | 'phone',
  value: string | null,
): Customer | undefined {
  if (value === null) return undefined;
  return [...state.customers.values()].find((customer) => customer[field] === value);
}

function newCustomer(state: ShopState, now: Date): Customer {
  const customer: Customer = {
    id: state.ids.next(),
    email: null,
    phone: null,
    firstName: null,
    lastName: null,
    country: 'IT',
    createdAt: now,
    updatedAt: now,
    consent: { state: 'NEVER_SUBSCRIBED', optInLevel: null, updatedAt: null },
    tags: [],
  };
  state.customers.set(customer.id, customer);
  return customer;
}

/** Sets native WhatsApp consent and announces it. */
export async function setConsent(
  world: ShopWorld,
  customer: Customer,
  consent: { state: ConsentState; optInLevel: string | null; updatedAt: Date },
): Promise<void> {
  customer.consent = consent;
  customer.updatedAt = consent.updatedAt;
  await world.herald.tell(
    'customers_whats_app_marketing_consent/update',
    consentPayload(customer),
    consent.updatedAt,
  );
}

export async function announceCustomer(world: ShopWorld, customer: Customer): Promise<void> {
  await world.herald.tell('customers/update', customerJson(customer), customer.updatedAt);
}
