import type { z } from 'zod';

import type { ContactSeen, PhoneSeen } from '#core/commerce/index';

import { countryCode, resourceId, section, text } from './payload-fields';

export const address = section({
  first_name: text,
  last_name: text,
  phone: text,
  country_code: countryCode,
});

export const customer = section({
  id: text,
  admin_graphql_api_id: text,
  email: text,
  phone: text,
  first_name: text,
  last_name: text,
  locale: text,
  default_address: address,
});

/** The fields that a checkout and an order share about the shopper. */
export const contactShape = {
  email: text,
  contact_email: text,
  phone: text,
  sms_marketing_phone: text,
  customer_locale: text,
  customer,
  shipping_address: address,
  billing_address: address,
};

export type AddressPayload = z.output<typeof address>;
export type CustomerPayload = z.output<typeof customer>;

export interface ContactPayload {
  readonly email: string | null;
  readonly contact_email: string | null;
  readonly phone: string | null;
  readonly sms_marketing_phone: string | null;
  readonly customer_locale: string | null;
  readonly customer: CustomerPayload;
  readonly shipping_address: AddressPayload;
  readonly billing_address: AddressPayload;
}

/**
 * Who a checkout or an order belongs to. A phone is looked for in every place where themes and
 * checkouts put it; a local number is read in the country of the address that it was typed into.
 */
export function readContact(payload: ContactPayload): ContactSeen {
  const { customer: person, shipping_address: shipping, billing_address: billing } = payload;
  const home = person.default_address.country_code;
  return {
    externalCustomerId: resourceId(person.admin_graphql_api_id, person.id),
    email: firstEmail(payload.email, payload.contact_email, person.email),
    ...phonesIn(placesOf(payload), first(billing.country_code, shipping.country_code, home)),
    firstName: first(person.first_name, shipping.first_name, billing.first_name),
    lastName: first(person.last_name, shipping.last_name, billing.last_name),
    locale: first(payload.customer_locale, person.locale),
  };
}

/** A customer on its own, as customers/update and the compliance topics send it. */
export function readCustomerContact(person: CustomerPayload): ContactSeen {
  const home = person.default_address;
  return {
    externalCustomerId: resourceId(person.admin_graphql_api_id, person.id),
    email: firstEmail(person.email),
    ...phonesIn(customerPlaces(person), home.country_code),
    firstName: first(person.first_name, home.first_name),
    lastName: first(person.last_name, home.last_name),
    locale: person.locale,
  };
}

interface PhonePlace {
  readonly raw: string | null;
  /** Of the address that the phone was typed into; null where there is none. */
  readonly country: string | null;
}

function placesOf(payload: ContactPayload): readonly PhonePlace[] {
  const { customer: person, shipping_address: shipping, billing_address: billing } = payload;
  return [
    noAddress(payload.phone),
    inAddress(shipping),
    inAddress(billing),
    noAddress(person.phone),
    noAddress(payload.sms_marketing_phone),
    inAddress(person.default_address),
  ];
}

export const customerPlaces = (person: CustomerPayload): readonly PhonePlace[] => [
  noAddress(person.phone),
  inAddress(person.default_address),
];

/**
 * Every phone that there is, in the order of the places: a field may hold half a number, or a
 * country code alone.
 * @param country of a phone that no address goes with
 */
export function phonesIn(
  places: readonly PhonePlace[],
  country: string | null,
): Pick<ContactSeen, 'phoneRaw' | 'countryCode' | 'otherPhones'> {
  const [taken, ...otherPhones] = places.flatMap((place): PhoneSeen[] =>
    place.raw === null ? [] : [{ raw: place.raw, countryCode: place.country ?? country }],
  );
  return {
    phoneRaw: taken?.raw ?? null,
    countryCode: taken?.countryCode ?? country,
    otherPhones,
  };
}

export const noAddress = (raw: string | null): PhonePlace => ({ raw, country: null });

const inAddress = (place: AddressPayload): PhonePlace => ({
  raw: place.phone,
  country: place.country_code,
});

const first = (...values: readonly (string | null)[]): string | null =>
  values.find((value) => value !== null) ?? null;

const firstEmail = (...values: readonly (string | null)[]): string | null =>
  values.find((value) => value?.includes('@')) ?? null;
