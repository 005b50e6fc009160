import type { Fact, SenderSeen } from '#core/intake/index';
import { instantOf, listOf, recordOf, textOf, type JsonRecord } from './json-reading';
import { ignored, phoneNumberIdOf, senderOf } from './parse-context';

type IdentityChanged = Extract<Fact, { kind: 'identity_changed' }>;

/** WhatsApp's notices inside a chat: a person changed the phone number, or the user id changed. */
export function parseSystem(message: JsonRecord, phoneNumberId: string, at: Date): Fact {
  const system = recordOf(message.system);
  const type = textOf(system.type) ?? '';
  if (type !== 'user_changed_number' && type !== 'user_changed_user_id') {
    return ignored('A system notice that concerns no identity.');
  }
  return changed({
    kind: 'identity_changed',
    phoneNumberId,
    from: {
      waId: textOf(message.from),
      userId: textOf(message.from_user_id) ?? previousUserId(system),
      profileName: null,
    },
    newWaId: textOf(system.wa_id) ?? textOf(system.new_wa_id),
    newUserId: textOf(system.user_id),
    at,
  });
}

/** The old id stands in a field of its own, or only in the sentence "… from A to B". */
function previousUserId(system: JsonRecord): string | null {
  const sentence = textOf(system.body) ?? '';
  return textOf(system.previous_user_id) ?? USER_ID.exec(sentence)?.[1] ?? null;
}

/** A country code, an optional ENT, and up to 128 letters and digits. */
const USER_ID = /\bfrom ([A-Z]{2}\.(?:ENT\.)?[A-Za-z0-9]{1,128})\b/;

/** Without an old identity nobody is found, without a new one nothing changed. */
function changed(fact: IdentityChanged): Fact {
  const nobody = fact.from.waId === null && fact.from.userId === null;
  const nothing = fact.newWaId === null && fact.newUserId === null;
  return nobody || nothing ? ignored('A change of identity that names only one side.') : fact;
}

/** The account's own field for changed user ids. */
export function parseIdentityUpdates(value: JsonRecord, receivedAt: Date): readonly Fact[] {
  const phoneNumberId = phoneNumberIdOf(value);
  return listOf(value.user_id_update).map((entry) => {
    if (phoneNumberId === null) return ignored('A changed user id without a number.');
    const update = recordOf(entry);
    const ids = recordOf(update.user_id);
    return changed({
      kind: 'identity_changed',
      phoneNumberId,
      from: {
        waId: textOf(update.wa_id),
        userId: textOf(ids.previous) ?? textOf(update.previous_user_id),
        profileName: null,
      },
      newWaId: null,
      newUserId: textOf(ids.current) ?? textOf(update.user_id),
      at: instantOf(update.timestamp, receivedAt),
    });
  });
}

/** WhatsApp's own switch for a business's marketing messages. */
export function parsePreferences(value: JsonRecord, receivedAt: Date): readonly Fact[] {
  const phoneNumberId = phoneNumberIdOf(value);
  return listOf(value.user_preferences).map((entry) => {
    const chosen = recordOf(entry);
    const preference = textOf(chosen.value);
    const from = preferenceSender(value, chosen);
    if (textOf(chosen.category) !== 'marketing_messages' || phoneNumberId === null) {
      return ignored('A preference that concerns no marketing messages of a number.');
    }
    if (preference !== 'stop' && preference !== 'resume') {
      return ignored('A marketing preference that is neither stop nor resume.');
    }
    if (from.waId === null && from.userId === null) {
      return ignored('A marketing preference of nobody.');
    }
    return {
      kind: 'marketing_preference',
      phoneNumberId,
      from,
      preference,
      at: instantOf(chosen.timestamp, receivedAt),
    };
  });
}

const preferenceSender = (value: JsonRecord, chosen: JsonRecord): SenderSeen =>
  senderOf(value, { from: chosen.wa_id, from_user_id: chosen.user_id });
