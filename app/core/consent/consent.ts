import type { ConsentRecord, ConsentSource } from './ports';

/** What a person's records come to. `unknown`: never asked, or never answered. */
export type ConsentState = 'unknown' | 'granted' | 'withdrawn';

/** The parts of a record that decide. */
export type ConsentFact = Pick<ConsentRecord, 'state' | 'source' | 'occurredAt'>;

/** The state with the record that it rests on, for a shopper's timeline. */
export interface Consent {
  readonly state: ConsentState;
  /** The record that decides; null for `unknown`. */
  readonly decidedBy: ConsentFact | null;
  /** Whether the person withdrew in person: then only they can grant it again. */
  readonly isPersonal: boolean;
}

/**
 * Acts of the person. The others are told by the store and may be copies of an older state: an
 * import, an entry by the merchant, the platform's own customer record.
 */
const PERSONAL: ReadonlySet<ConsentSource> = new Set<ConsentSource>([
  'checkout_checkbox',
  'account_page',
  'whatsapp_keyword',
  'whatsapp_preferences',
]);

const NOTHING: Consent = { state: 'unknown', decidedBy: null, isPersonal: false };

/**
 * Reduces append-only records, in any order, to what holds now. The latest wins; of two at the
 * same instant the withdrawal does. A withdrawal by the person (STOP, the chat's own menu) ends
 * only by a later grant of theirs: START, resuming in the menu, or opting in anew at a checkout.
 * Withdrawing must be as easy as consenting and must last (GDPR article 7(3), 47 CFR
 * 64.1200(a)(10), WhatsApp Business Messaging Policy: "respect all requests to opt out").
 */
export function consentOf(records: readonly ConsentFact[]): Consent {
  return [...records].sort(byTime).reduce(apply, NOTHING);
}

/** The state alone. */
export const effectiveConsent = (records: readonly ConsentFact[]): ConsentState =>
  consentOf(records).state;

function apply(before: Consent, record: ConsentFact): Consent {
  const isPersonal = PERSONAL.has(record.source);
  if (record.state === 'withdrawn') return withdraw(before, record, isPersonal);
  if (before.isPersonal && !isPersonal) return before;
  return { state: 'granted', decidedBy: record, isPersonal: false };
}

/** What the store adds to a person's own withdrawal takes nothing from it. */
function withdraw(before: Consent, record: ConsentFact, isPersonal: boolean): Consent {
  if (before.isPersonal && !isPersonal) return before;
  return { state: 'withdrawn', decidedBy: record, isPersonal };
}

/** By time; at one instant grants come first, so that withdrawals prevail, and theirs last. */
function byTime(left: ConsentFact, right: ConsentFact): number {
  return left.occurredAt.getTime() - right.occurredAt.getTime() || weight(left) - weight(right);
}

const weight = (record: ConsentFact): number =>
  (record.state === 'withdrawn' ? 2 : 0) + (PERSONAL.has(record.source) ? 1 : 0);
