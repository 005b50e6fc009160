import type { Fact, SenderSeen } from '#core/intake/index';
import { listOf, recordOf, textOf, type JsonRecord } from './json-reading';

export const ignored = (reason: string): Fact => ({ kind: 'ignored', reason });

/** The number that a change is about; null when Meta names none. */
export const phoneNumberIdOf = (value: JsonRecord): string | null =>
  textOf(recordOf(value.metadata).phone_number_id);

/**
 * Who sent it. Since usernames exist a sender may have a phone, a user id, or both; the profile is
 * found by either, or is the only one there.
 */
export function senderOf(value: JsonRecord, message: JsonRecord): SenderSeen {
  const contacts = listOf(value.contacts).map(recordOf);
  const phone = textOf(message.from);
  const userId = textOf(message.from_user_id);
  const contact =
    contacts.find((one) => same(one.wa_id, phone) || same(one.user_id, userId)) ??
    (contacts.length === 1 ? contacts[0] : undefined);
  return {
    waId: phone ?? textOf(contact?.wa_id),
    userId: userId ?? textOf(contact?.user_id),
    profileName: textOf(recordOf(contact?.profile).name),
  };
}

const same = (left: unknown, right: string | null): boolean =>
  right !== null && textOf(left) === right;
