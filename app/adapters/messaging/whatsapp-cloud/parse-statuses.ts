import type { Fact } from '#core/intake/index';
import type { MessageId } from '#core/kernel/ids';
import type { StatusSeen } from '#core/messaging/index';
import { instantOf, listOf, recordOf, textOf, type JsonRecord } from './json-reading';
import { ignored, phoneNumberIdOf } from './parse-context';

/** "played" is a voice message that was heard: no less than read. */
const STATES: ReadonlyMap<string, StatusSeen['state']> = new Map([
  ['sent', 'sent'],
  ['delivered', 'delivered'],
  ['read', 'read'],
  ['played', 'read'],
  ['failed', 'failed'],
]);

/** Statuses of our messages, with our own id where Meta echoes it. */
export function parseStatuses(value: JsonRecord, receivedAt: Date): readonly Fact[] {
  const statuses = listOf(value.statuses).map(recordOf);
  const phoneNumberId = phoneNumberIdOf(value);
  if (phoneNumberId === null) {
    return statuses.map(() => ignored('A status without the number that it belongs to.'));
  }
  return statuses.map((entry) => {
    const status = readStatus(entry, receivedAt);
    return typeof status === 'string'
      ? ignored(status)
      : { kind: 'message_status', phoneNumberId, status };
  });
}

function readStatus(entry: JsonRecord, receivedAt: Date): StatusSeen | string {
  const vendorId = textOf(entry.id);
  const state = STATES.get(textOf(entry.status) ?? '');
  if (vendorId === null) return 'A status without a message id.';
  if (!state) return 'A status of a kind that is not known.';
  if (textOf(entry.group_id) !== null) return 'A status of a group message.';
  return {
    vendorId,
    callbackId: callbackOf(entry.biz_opaque_callback_data),
    state,
    code: state === 'failed' ? failureCode(entry) : null,
    at: instantOf(entry.timestamp, receivedAt),
    waId: textOf(entry.recipient_id),
    userId: textOf(entry.recipient_user_id),
  };
}

/** Another program may send through the same number with data of its own, so the form is checked. */
function callbackOf(value: unknown): MessageId | null {
  const text = textOf(value) ?? '';
  return /^[\w-]{8,64}$/.test(text) ? (text as MessageId) : null;
}

/** A failure without a code still is one; it is then shown as Meta's unknown error. */
const failureCode = (entry: JsonRecord): string =>
  textOf(recordOf(listOf(entry.errors)[0]).code) ?? '131000';
