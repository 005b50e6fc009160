import type { ConsentSaid, PersonMet, Sent } from '../ledger';
import type { OrderAccount, WorldAccount } from './account';
import { find } from './findings';
import type { Findings } from './findings';
import type { AppRecords } from './records';

/**
 * A call that is under way can't be called back: what the app learned less than this before WhatsApp
 * took the message came too late for it.
 */
const ON_THE_WAY_MS = 5_000;
const HOUR = 3_600_000;
/** Quiet hours of every shop of the world, by the recipient's own clock. */
const QUIET = { from: 21, until: 9 } as const;
/** One template reaches a person at most once within it: no store of the world sends more a day. */
const APART_MS = 20 * HOUR;

/** Rules about what WhatsApp took: each message looked at on its own, and each step's together. */
export function auditSends(account: WorldAccount, records: AppRecords, findings: Findings): void {
  auditDuplicates(account, records, findings);
  for (const sent of account.sends) {
    const person = account.people.get(sent.person);
    const about = `${sent.vendorId} (message ${sent.callback}, person ${sent.person})`;
    if (person && isQuiet(sent, person)) {
      find(
        findings,
        'sentInQuietHours',
        `${about} at ${localTime(sent.at, person.zone)} local time`,
        sent.person,
      );
    }
    const missing = person && consentFault(account, sent, person);
    if (missing) find(findings, 'sentWithoutConsent', `${about}: ${missing}`, sent.person);
    const other = otherOwner(account, records, sent);
    if (other !== null) {
      const speaksOf = `it speaks of the cart of person ${other}`;
      find(findings, 'sentWithoutConsent', `${about}: ${speaksOf}`, sent.person);
    }
    const bought = purchaseBefore(account, records, sent);
    if (bought) find(findings, 'sentAfterPurchase', `${about} after order ${bought}`, sent.person);
  }
}

const hourFormats = new Map<string, Intl.DateTimeFormat>();

function localTime(at: number, zone: string): string {
  const known = hourFormats.get(zone);
  const format =
    known ??
    new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit' });
  if (!known) hourFormats.set(zone, format);
  return format.format(at);
}

const isQuietAt = (at: number, zone: string): boolean => {
  const hour = Number(localTime(at, zone).slice(0, 2));
  return hour >= QUIET.from || hour < QUIET.until;
};

const isQuiet = ({ at }: Sent, { zone }: PersonMet): boolean =>
  isQuietAt(at, zone) && isQuietAt(at - ON_THE_WAY_MS, zone);

/** What a country asks for before the first reminder of a cart, and before any later one. */
const FREE = 'nothing';
const CUSTOMER = 'a purchase';
const EXPLICIT = 'consent';
const NEEDS: Readonly<Record<string, readonly [first: string, later: string]>> = {
  IT: [FREE, EXPLICIT],
  GB: [FREE, CUSTOMER],
  BR: [FREE, EXPLICIT],
  AU: [CUSTOMER, CUSTOMER],
  ES: [CUSTOMER, CUSTOMER],
  DE: [EXPLICIT, EXPLICIT],
  IN: [EXPLICIT, EXPLICIT],
  AE: [EXPLICIT, EXPLICIT],
  MX: [EXPLICIT, EXPLICIT],
};
const FIRST_TEMPLATE = 'cart_reminder';

/** Why a message may not have been sent; null when it may. */
function consentFault(account: WorldAccount, sent: Sent, person: PersonMet): string | null {
  const needs = NEEDS[person.country];
  if (!needs) return `no message may go to ${person.country}`;
  const consent = consentAt(account.consentsOf.get(sent.person) ?? [], sent.at);
  if (consent === 'withdrawn') return 'withdrawn';
  const needed = needs[sent.template === FIRST_TEMPLATE ? 0 : 1];
  const isMet = consent === 'granted' || MET[needed]?.(account, sent) === true;
  return isMet ? null : `${person.country} asks for ${needed}`;
}

/** What stands in for a consent, where the country lets it. */
const MET: Readonly<Record<string, (account: WorldAccount, sent: Sent) => boolean>> = {
  [FREE]: () => true,
  [CUSTOMER]: (account, sent) => isCustomer(account, sent),
};

const ordersOf = (account: WorldAccount, person: number): OrderAccount[] =>
  (account.ordersOf.get(person) ?? []).flatMap((id) => account.orders.get(id) ?? []);

const isCustomer = (account: WorldAccount, { person, at }: Sent): boolean =>
  ordersOf(account, person).some((order) => order.at <= at);

/** A grant counts when it was given, a withdrawal when the app could know of it. */
function consentAt(words: readonly ConsentSaid[], at: number): 'unknown' | 'granted' | 'withdrawn' {
  const known = words.filter((word) =>
    word.state === 'granted' ? word.at <= at : word.told !== null && word.told < at - ON_THE_WAY_MS,
  );
  known.sort((left, right) => left.at - right.at || weight(left) - weight(right));
  let state: 'unknown' | 'granted' | 'withdrawn' = 'unknown';
  let isPersonal = false;
  for (const word of known) {
    // Only the shopper takes back what the shopper said.
    if (isPersonal && state === 'withdrawn' && !word.isPersonal) continue;
    state = word.state;
    isPersonal = word.isPersonal;
  }
  return state;
}

const weight = ({ state }: ConsentSaid): number => (state === 'withdrawn' ? 1 : 0);

/** Whose cart a message speaks of that went to somebody else; null when it went to its owner. */
function otherOwner(account: WorldAccount, records: AppRecords, sent: Sent): number | null {
  const cart = account.carts.get(cartOf(sent, records) ?? '');
  return cart && cart.person !== sent.person ? cart.person : null;
}

/** A purchase since the cart was left, of which the app knew before it sent; null without one. */
function purchaseBefore(account: WorldAccount, records: AppRecords, sent: Sent): string | null {
  const cart = account.carts.get(cartOf(sent, records) ?? '');
  if (!cart) return null;
  const known = ordersOf(account, sent.person).find(
    (order) =>
      order.at > cart.leftAt &&
      !isCancelledBy(order, sent.at) &&
      knownAt(order, records) < sent.at - ON_THE_WAY_MS,
  );
  return known?.order ?? null;
}

/** The checkout that a message speaks of, by the app's own books. */
function cartOf({ callback }: Sent, { messages, recoveries }: AppRecords): string | undefined {
  const recovery = messages.get(callback)?.recovery;
  return recovery ? recoveries.get(recovery)?.cart : undefined;
}

const isCancelledBy = ({ cancelledAt }: OrderAccount, at: number): boolean =>
  cancelledAt !== null && cancelledAt < at;

/**
 * From a webhook that the app acknowledged, or from a list, when the app wrote it down; never before
 * it was placed, whatever the app's clock said.
 */
const knownAt = ({ order, at, toldAt }: OrderAccount, { orders }: AppRecords): number =>
  Math.max(at, Math.min(toldAt ?? Infinity, orders.get(order)?.placedAt ?? Infinity));

/** Of one step, and of one template within a day, a person gets one message that arrives. */
function auditDuplicates(account: WorldAccount, records: AppRecords, findings: Findings): void {
  const arrived = new Map<string, Sent>();
  const callbacks = new Set<string>();
  for (const sent of account.sends) {
    const { person, callback, template, vendorId } = sent;
    const step = `${person} ${stepOf(sent, records)}`;
    const before = arrived.get(step) ?? recent(arrived.get(`${person} ${template}`), sent);
    if (callbacks.has(callback) || before) {
      const example = `${vendorId} repeats ${before?.vendorId ?? callback} (${step})`;
      find(findings, 'duplicates', example, person);
    }
    callbacks.add(callback);
    if (account.undelivered.has(vendorId)) continue;
    arrived.set(step, sent).set(`${person} ${template}`, sent);
  }
}

/** A message that the books do not have is a step of its own. */
function stepOf({ callback }: Sent, { messages }: AppRecords): string {
  const row = messages.get(callback);
  return row ? `${row.recovery ?? ''}/${row.index ?? ''}` : callback;
}

const recent = (before: Sent | undefined, { at }: Sent): Sent | undefined =>
  before && at - before.at < APART_MS ? before : undefined;
