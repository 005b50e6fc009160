import { parsePhoneNumberFromString, type CountryCode } from 'libphonenumber-js';
import { textField } from '../http/exchange';
import type { Contact } from '../shopify/state';

/** Contact details as the checkout form sends them; empty fields are null. */
export function readContact(fields: Record<string, unknown>): {
  contact: Partial<Contact>;
  accepts: boolean;
} {
  const text = (name: string): string | null =>
    textField(fields, name).trim().slice(0, 200) || null;
  const country = /^[A-Z]{2}$/.test(textField(fields, 'country'))
    ? textField(fields, 'country')
    : 'IT';
  const email = text('email');
  return {
    contact: {
      email: email !== null && /^\S+@\S+\.\S+$/.test(email) ? email : null,
      phone: international(text('phone'), country),
      firstName: text('firstName'),
      lastName: text('lastName'),
      address: text('address'),
      city: text('city'),
      zip: text('zip'),
      country,
    },
    accepts: fields['whatsapp'] === 'yes',
  };
}

/** Shopify writes a phone that it can read in international form and keeps any other as typed. */
function international(phone: string | null, country: string): string | null {
  if (phone === null || phone.replace(/\D/g, '').length < 6) return null;
  const parsed = parsePhoneNumberFromString(phone, country as CountryCode);
  return parsed?.isValid() === true ? parsed.number : phone;
}
