import { parseJson } from '#adapters/http/parse-json';
import type { Fact, Normalized, Receipt } from '#core/intake/index';
import { listOf, recordOf, textOf, type JsonRecord } from './json-reading';
import { parseAccountUpdate, parseCapability, parseNumberQuality } from './parse-account';
import { ignored } from './parse-context';
import { parseIdentityUpdates, parsePreferences } from './parse-identity';
import { parseInbound } from './parse-inbound';
import { parseStatuses } from './parse-statuses';
import { parseCategory, parseTemplateQuality, parseTemplateStatus } from './parse-template';

type Reader = (value: JsonRecord, at: Date, accountId: string) => readonly Fact[];

const READERS: Readonly<Record<string, Reader>> = {
  messages: (value, at) => [...parseStatuses(value, at), ...parseInbound(value, at)],
  user_preferences: parsePreferences,
  user_id_update: parseIdentityUpdates,
  message_template_status_update: (value, _at, accountId) => parseTemplateStatus(value, accountId),
  template_category_update: (value, _at, accountId) => parseCategory(value, accountId),
  message_template_quality_update: (value, _at, accountId) =>
    parseTemplateQuality(value, accountId),
  phone_number_quality_update: (value, _at, accountId) => parseNumberQuality(value, accountId),
  business_capability_update: (value, _at, accountId) => parseCapability(value, accountId),
  account_update: (value, _at, accountId) => parseAccountUpdate(value, accountId),
};

/**
 * Reads one delivery of Meta's into facts, in the order in which they stand. Pure, and never throws
 * on a shape that it doesn't know: it keeps what it can and says what it left out. Only a body that
 * is not JSON, or no delivery at all, is unreadable.
 */
export function normalize(receipt: Pick<Receipt, 'body' | 'receivedAt'>): Normalized {
  const parsed = parseJson(receipt.body);
  if (parsed === undefined) return { kind: 'unreadable', reason: 'The body is not JSON.' };
  const envelope = recordOf(parsed);
  if (!Array.isArray(envelope.entry)) {
    return { kind: 'unreadable', reason: 'The body has no entries, so it is no WhatsApp webhook.' };
  }
  const facts = listOf(envelope.entry).flatMap((entry) =>
    readEntry(recordOf(entry), receipt.receivedAt),
  );
  return {
    kind: 'facts',
    facts: facts.length > 0 ? facts : [ignored('The delivery was empty.')],
  };
}

function readEntry(entry: JsonRecord, at: Date): readonly Fact[] {
  const accountId = textOf(entry.id) ?? '';
  return listOf(entry.changes).flatMap((change) => {
    const { field, value } = recordOf(change);
    const name = textOf(field) ?? '';
    const reader = Object.hasOwn(READERS, name) ? READERS[name] : undefined;
    if (!reader) return [ignored(`The field ${safeName(name)} is not used.`)];
    const facts = reader(recordOf(value), at, accountId);
    return facts.length > 0 ? facts : [ignored(`A change of ${safeName(name)} said nothing.`)];
  });
}

/** A name from outside, cut to what a field name can hold, so that reasons carry nothing else. */
const safeName = (name: string): string => name.replace(/[^a-z0-9_]/gi, '').slice(0, 60) || '?';
