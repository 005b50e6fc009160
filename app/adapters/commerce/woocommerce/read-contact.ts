import type { z } from 'zod';

import { countryCode, section, text } from '#adapters/http/json-fields';
import type { ContactSeen, PhoneSeen } from '#core/commerce/index';

import { id } from './fields';

/** A contact as our plugin writes it, in carts and consents. */
export const contact = section({
  customerId: id,
  email: text,
  phone: text,
  country: countryCode,
  firstName: text,
  lastName: text,
});

export const readContact = (
  given: z.output<typeof contact>,
  locale: string | null,
): ContactSeen => ({
  externalCustomerId: given.customerId,
  email: given.email?.includes('@') ? given.email : null,
  phoneRaw: given.phone,
  countryCode: given.country,
  firstName: given.firstName,
  lastName: given.lastName,
  locale,
});

/** An address of an order. */
export const address = section({
  first_name: text,
  last_name: text,
  country: countryCode,
  email: text,
  phone: text,
});

type Address = z.output<typeof address>;

/** Who placed an order; each phone is read in the country of the address that it was typed into. */
export function readBuyer(order: {
  readonly customer_id: string | null;
  readonly billing: Address;
  readonly shipping: Address;
}): ContactSeen {
  const { billing, shipping } = order;
  return {
    externalCustomerId: order.customer_id,
    email: billing.email?.includes('@') ? billing.email : null,
    ...phonesIn([billing, shipping], billing.country ?? shipping.country),
    firstName: billing.first_name ?? shipping.first_name,
    lastName: billing.last_name ?? shipping.last_name,
    locale: null,
  };
}

function phonesIn(
  places: readonly Address[],
  home: string | null,
): Pick<ContactSeen, 'phoneRaw' | 'countryCode' | 'otherPhones'> {
  const [first, ...otherPhones] = places.flatMap((place): PhoneSeen[] =>
    place.phone === null ? [] : [{ raw: place.phone, countryCode: place.country ?? home }],
  );
  return { phoneRaw: first?.raw ?? null, countryCode: first?.countryCode ?? home, otherPhones };
}
