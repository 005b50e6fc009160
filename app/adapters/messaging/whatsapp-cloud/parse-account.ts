import type { Fact } from '#core/intake/index';
import type { AccountChange, Quality } from '#core/messaging/index';
import { listOf, recordOf, textOf, type JsonRecord } from './json-reading';
import { readLimit } from './messaging-limit';
import { ignored } from './parse-context';
import { UPGRADED_PER_SECOND } from './throughput';

/** Events of a number's quality: flagged is low, unflagged is good again (Meta's reference). */
const QUALITY: Readonly<Record<string, Quality>> = {
  FLAGGED: 'RED',
  DOWNGRADE: 'RED',
  UNFLAGGED: 'GREEN',
};

/** A number's quality, or its pace: Meta tells both under one name. */
export function parseNumberQuality(value: JsonRecord, wabaId: string): readonly Fact[] {
  const event = textOf(value.event) ?? '';
  const displayPhone = textOf(value.display_phone_number);
  if (event === 'THROUGHPUT_UPGRADE') {
    return [{ kind: 'number_pace', wabaId, displayPhone, perSecond: UPGRADED_PER_SECOND }];
  }
  const quality = Object.hasOwn(QUALITY, event) ? QUALITY[event] : undefined;
  const rated: readonly Fact[] = quality
    ? [{ kind: 'number_quality', wabaId, displayPhone, quality }]
    : [];
  const facts = [...rated, ...parseCapability(value, wabaId)];
  return facts.length > 0 ? facts : [ignored('Neither the number’s quality nor its limits.')];
}

/** How many people a day the portfolio may reach; Meta has given this field several names. */
export function parseCapability(value: JsonRecord, wabaId: string): readonly Fact[] {
  const { max_daily_conversations_per_business: business, current_limit: tier } = value;
  const limit = readLimit(business ?? tier ?? value.max_daily_conversation_per_phone);
  return limit === null ? [] : [{ kind: 'daily_limit', wabaId, limit }];
}

interface Verdict {
  readonly change: AccountChange;
  readonly reason: string;
}

const SUPPORT = 'Read the notice in Meta Business Support and ask for a review there.';

const BANS: Readonly<Record<string, Verdict>> = {
  DISABLE: {
    change: 'stopped',
    reason: `Meta has switched off the WhatsApp account. ${SUPPORT}`,
  },
  SCHEDULE_FOR_DISABLE: {
    change: 'warned',
    reason: `Meta has announced that it will switch off the WhatsApp account. ${SUPPORT}`,
  },
  REINSTATE: {
    change: 'restored',
    reason: 'Meta has lifted the stop of the WhatsApp account. Resume sending here.',
  },
};

const GONE = 'Connect a number again to go on.';

const EVENTS: Readonly<Record<string, (value: JsonRecord) => Verdict | undefined>> = {
  DISABLED_UPDATE: (value) => entryOf(BANS, textOf(recordOf(value.ban_info).waba_ban_state)),
  ACCOUNT_RESTRICTION: restriction,
  ACCOUNT_VIOLATION: (value) => ({
    change: 'warned',
    reason: `Meta has noted a breach of its policies${violationOf(value)}. ${SUPPORT}`,
  }),
  ACCOUNT_DELETED: () => ({
    change: 'removed',
    reason: `The WhatsApp account was deleted. ${GONE}`,
  }),
  ACCOUNT_OFFBOARDED: () => ({
    change: 'removed',
    reason: `The WhatsApp account has left the Cloud API. ${GONE}`,
  }),
  PARTNER_REMOVED: () => ({
    change: 'removed',
    reason: `The WhatsApp account is not shared with the app any more. ${GONE}`,
  }),
};

/** Meta stopped, warned or lost an account; other news of it (its verification, prices) is none of ours. */
export function parseAccountUpdate(value: JsonRecord, wabaId: string): readonly Fact[] {
  const verdict = entryOf(EVENTS, textOf(value.event))?.(value);
  if (!verdict) return [ignored('A change of the account that concerns no message.')];
  const displayPhone = textOf(value.phone_number);
  return [{ kind: 'account_changed', wabaId, displayPhone, ...verdict }];
}

/** Reminders are messages that the business begins; a restriction of anything else lets them go. */
function restriction(value: JsonRecord): Verdict {
  const types = listOf(value.restriction_info).map((one) => textOf(recordOf(one).restriction_type));
  const stopped = types.some(
    (type) => type !== null && /BIZ_INITIATED|BUSINESS_INITIATED/.test(type),
  );
  return stopped
    ? {
        change: 'stopped',
        reason: `Meta has restricted the WhatsApp account: it may not write to shoppers for a while. ${SUPPORT}`,
      }
    : {
        change: 'warned',
        reason: `Meta has restricted a part of the WhatsApp account. ${SUPPORT}`,
      };
}

/** A word such as "SPAM"; anything else is left out, for it stands in a sentence for the merchant. */
function violationOf(value: JsonRecord): string {
  const type = textOf(recordOf(value.violation_info).violation_type) ?? '';
  return /^[A-Z_]{3,60}$/.test(type) ? ` (${type.toLowerCase().replaceAll('_', ' ')})` : '';
}

const entryOf = <Entry>(table: Readonly<Record<string, Entry>>, name: string | null) =>
  name !== null && Object.hasOwn(table, name) ? table[name] : undefined;
