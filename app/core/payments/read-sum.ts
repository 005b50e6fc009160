import { exponentOf, formatMoney, money } from '../kernel/money';
import type { Money } from '../kernel/money';
import type { Sum } from './payment';

/** Characters; it stands in a message, on the payment's page and in the store's order. */
export const LONGEST_REASON = 120;

export type SumField = 'amount' | 'reason';

export type SumRead =
  | { readonly ok: true; readonly sum: Sum }
  | { readonly ok: false; readonly field: SumField; readonly sentence: string };

/**
 * Reads what an agent typed as an amount in a currency, with "." or "," before its decimals. Signs for
 * thousands are refused: whether "1,250" is one or a thousand would have to be guessed.
 */
export function readSum(amount: string, reason: string, currency: string): SumRead {
  const read = readAmount(amount.replaceAll(/\s/g, ''), currency);
  if (typeof read === 'string') return { ok: false, field: 'amount', sentence: read };
  const words = reason.trim().replaceAll(/\s+/g, ' ');
  const wrong = reasonProblem(words);
  if (wrong) return { ok: false, field: 'reason', sentence: wrong };
  return { ok: true, sum: { amount: read, reason: words } };
}

function readAmount(text: string, currency: string): Money | string {
  const match = /^(-?)(\d{1,12})(?:[.,](\d{1,6}))?$/.exec(text);
  const exponent = exponentOf(currency);
  if (!match) return `Enter an amount like ${example(currency)}.`;
  const [, sign, whole = '', fraction = ''] = match;
  if (fraction.length > exponent) {
    return exponent === 0
      ? `${currency} has no decimals: enter an amount like ${example(currency)}.`
      : `${currency} has ${exponent} decimals: enter an amount like ${example(currency)}, without signs for thousands.`;
  }
  const minor = Number(whole + fraction.padEnd(exponent, '0'));
  if (sign === '-' || minor === 0) return 'Enter an amount above zero.';
  return money(minor, currency);
}

/** "12.50"; "1250" and "12.500" where a currency has no or three decimals. */
const example = (currency: string): string => {
  const exponent = exponentOf(currency);
  return exponent === 0 ? '1250' : `12.${'50'.padEnd(exponent, '0')}`;
};

function reasonProblem(words: string): string | null {
  if (words === '') return 'Say in a few words what it is for: the shopper reads it.';
  return words.length > LONGEST_REASON ? `At most ${LONGEST_REASON} characters.` : null;
}

/** Why a provider can't take a sum at all. */
export type SumObjection =
  | { readonly why: 'currency' }
  /** More decimals than it takes of the currency. */
  | { readonly why: 'decimals' }
  | { readonly why: 'too_small' | 'too_large'; readonly limit: Money };

/** An objection in words for whoever asks for the sum. */
export function objectionSentence(
  name: string,
  { currency }: Money,
  objection: SumObjection,
): string {
  switch (objection.why) {
    case 'currency':
      return `${name} takes no payments in ${currency}.`;
    case 'decimals':
      return `${name} does not take so many decimals of ${currency}.`;
    case 'too_small':
      return `${name} takes ${formatMoney(objection.limit)} or more.`;
    case 'too_large':
      return `${name} takes at most ${formatMoney(objection.limit)}.`;
  }
}
