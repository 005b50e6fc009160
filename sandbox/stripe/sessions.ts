import { branch, leaf, leaves, type FormTree } from './form';
import { invalid, unknownParameter } from './errors';
import type { Reply } from '../http/exchange';

/** What we know of https://docs.stripe.com/api/checkout/sessions/create; anything else is refused. */
const PARAMETERS = new Set([
  'mode',
  'line_items[].quantity',
  'line_items[].price_data.currency',
  'line_items[].price_data.unit_amount',
  'line_items[].price_data.product_data.name',
  'line_items[].price_data.product_data.images[]',
  'client_reference_id',
  'metadata.ripresa_key',
  'payment_intent_data.metadata.ripresa_key',
  'payment_intent_data.description',
  'payment_intent_data.shipping.name',
  ...['line1', 'line2', 'city', 'state', 'postal_code', 'country'].map(
    (name) => `payment_intent_data.shipping.address.${name}`,
  ),
  'success_url',
  'cancel_url',
  'expires_at',
  'locale',
  'customer_email',
]);

const THREE_DECIMALS = new Set(['bhd', 'jod', 'kwd', 'omr', 'tnd']);
const OPEN_FOR_S = { least: 30 * 60, most: 24 * 60 * 60 };
/** A clock may be a little behind ours. */
const LENIENCE_S = 5;

export interface Session {
  readonly id: string;
  readonly amount: number;
  readonly currency: string;
  readonly key: string | null;
  /** Where the shopper goes afterwards. */
  readonly paidUrl: string;
  readonly createdAt: number;
  readonly expiresAt: number;
  status: 'open' | 'complete' | 'expired';
  /** Of the payment intent, once the shopper pressed Pay. */
  intent: { readonly id: string; status: string; received: number } | null;
  charge: { readonly at: number; refunded: number; disputed: boolean } | null;
}

/** https://docs.stripe.com/api/checkout/sessions/create#create_checkout_session-locale */
const LOCALES = new Set(
  'auto bg cs da de el en en-GB es es-419 et fi fil fr fr-CA hr hu id it ja ko lt lv ms mt nb nl pl pt pt-BR ro ru sk sl sv th tr vi zh zh-HK zh-TW'.split(
    ' ',
  ),
);

type IsGood = (text: string | null) => boolean;
const upTo =
  (most: number): IsGood =>
  (text) =>
    text === null || text.length <= most;

const TEXTS: Readonly<Record<string, IsGood>> = {
  success_url: (text) => text !== null && upTo(5_000)(text),
  client_reference_id: upTo(200),
  'payment_intent_data.description': upTo(1_000),
  locale: (text) => text === null || LOCALES.has(text),
  expires_at: (text) => /^\d{1,12}$/.test(text ?? ''),
};

const textAt = (params: FormTree, name: string): string | null => leaf(params, ...name.split('.'));

/** What is wrong with a session's parameters; null when Stripe would take them. */
export function refuseSession(params: FormTree, now: number): Reply | null {
  const strange = leaves(params).find((name) => !PARAMETERS.has(name));
  if (strange !== undefined) return unknownParameter(strange);
  if (leaf(params, 'mode') !== 'payment') return invalid('mode', 'Invalid mode');
  const broken = brokenText(params) ?? lackingOfShipping(params);
  if (broken !== null) return invalid(broken, `Invalid ${broken}`);
  const closed = refuseExpiry(params, now);
  if (closed) return closed;
  const lines = linesOf(params);
  if (lines.length === 0) return invalid('line_items', 'Checkout needs at least one line item.');
  return lines.map(refuseLine).find((refused) => refused !== null) ?? null;
}

function refuseExpiry(params: FormTree, now: number): Reply | null {
  const openFor = Number(leaf(params, 'expires_at')) - now;
  return openFor < OPEN_FOR_S.least - LENIENCE_S || openFor > OPEN_FOR_S.most + LENIENCE_S
    ? invalid('expires_at', 'The `expires_at` timestamp must be 30 minutes to 24 hours away.')
    : null;
}

const brokenText = (params: FormTree): string | null =>
  Object.entries(TEXTS).find(([name, isGood]) => !isGood(textAt(params, name)))?.[0] ?? null;

/** Whoever tells a part of where it is sent has to tell these. */
function lackingOfShipping(params: FormTree): string | null {
  const place = 'payment_intent_data.shipping';
  if (Object.keys(branch(branch(params, 'payment_intent_data'), 'shipping')).length === 0)
    return null;
  const needed = [`${place}.name`, `${place}.address.line1`];
  return needed.find((name) => textAt(params, name) === null) ?? null;
}

function refuseLine(line: FormTree): Reply | null {
  const currency = leaf(line, 'price_data', 'currency') ?? '';
  const name = leaf(line, 'price_data', 'product_data', 'name') ?? '';
  if (!/^[a-z]{3}$/.test(currency)) return invalid('currency', 'Invalid currency');
  if (name === '') return invalid('name', 'The name must not be empty');
  if (!(Number(leaf(line, 'quantity')) > 0)) return invalid('quantity', 'Invalid quantity');
  const amount = leaf(line, 'price_data', 'unit_amount') ?? '';
  return refuseAmount(/^\d+$/.test(amount) ? Number(amount) : NaN, currency);
}

function refuseAmount(amount: number, currency: string): Reply | null {
  if (!Number.isInteger(amount) || amount < 0) return invalid('unit_amount', 'Invalid integer');
  return THREE_DECIMALS.has(currency) && amount % 10 !== 0
    ? invalid('unit_amount', `The amount must be divisible by 10 in ${currency}`)
    : null;
}

export const linesOf = (params: FormTree): readonly FormTree[] =>
  Object.values(branch(params, 'line_items')).filter((line) => typeof line === 'object');

/** The sum of the lines, in the currency of the first. */
export function totalOf(params: FormTree): { amount: number; currency: string } {
  const lines = linesOf(params);
  const amount = lines.reduce(
    (sum, line) =>
      sum + Number(leaf(line, 'price_data', 'unit_amount')) * Number(leaf(line, 'quantity')),
    0,
  );
  return { amount, currency: leaf(lines[0] ?? {}, 'price_data', 'currency') ?? 'eur' };
}

/** As Stripe answers it; the payment intent is whole only where it was asked for. */
export function sessionAnswer(session: Session, url: string, expanded: boolean): object {
  const { id, amount, currency, intent } = session;
  return {
    id,
    object: 'checkout.session',
    amount_total: amount,
    currency,
    client_reference_id: session.key,
    created: session.createdAt,
    expires_at: session.expiresAt,
    livemode: false,
    mode: 'payment',
    status: session.status,
    payment_status: intent?.status === 'succeeded' ? 'paid' : 'unpaid',
    payment_intent: intent && (expanded ? intentAnswer(session) : intent.id),
    url: session.status === 'open' ? url : null,
  };
}

function intentAnswer({ intent, charge, currency, amount }: Session): object {
  return {
    id: intent?.id,
    object: 'payment_intent',
    amount,
    amount_received: intent?.received,
    currency,
    status: intent?.status,
    latest_charge: charge && {
      id: `ch_${intent?.id.slice(3)}`,
      object: 'charge',
      amount_refunded: charge.refunded,
      created: charge.at,
      currency,
      disputed: charge.disputed,
      payment_intent: intent?.id,
    },
  };
}
