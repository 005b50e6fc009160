import type { Customer } from '#core/commerce/index';
import type { Recipient } from './message';

/** Where a person can be reached: the phone, else the vendor's user id; null when nowhere. */
export function recipientOf(customer: Pick<Customer, 'identities'>): Recipient | null {
  const value = (kind: 'phone' | 'whatsapp_user') =>
    customer.identities.find((identity) => identity.kind === kind)?.value;
  const phone = value('phone');
  if (phone) return { kind: 'phone', phone };
  const userId = value('whatsapp_user');
  return userId ? { kind: 'whatsapp_user', userId } : null;
}
