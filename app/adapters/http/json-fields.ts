import { z } from 'zod';

import { exponentOf, money, MoneyError, parseMoney, type Money } from '#core/kernel/money';

/**
 * Readers for single fields of an outsider's JSON. Each answers null (or an empty list) for what is
 * missing, null or of another type, so that one odd field never loses the whole payload.
 */

/** A field that may be there with any value; `optional` because a missing one is no error. */
const anything = z.unknown().optional();

/** Texts and numbers as trimmed text; an empty one is null. */
export const text = anything.transform((value) => {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' ? value.trim() || null : null;
});

export const flag = anything.transform((value) => (typeof value === 'boolean' ? value : null));

/** An ISO 8601 instant with its offset. */
export const instant = anything.transform((value) => {
  const time = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return Number.isNaN(time) ? null : new Date(time);
});

/** A decimal amount as text; a number is accepted because some fields switch between both. */
export const amount = anything.transform((value) => {
  const written = typeof value === 'number' ? String(value) : value;
  return typeof written === 'string' && /^\s*-?\d+(\.\d+)?\s*$/.test(written)
    ? written.trim()
    : null;
});

/** A whole number of pieces. */
export const count = anything.transform((value) => {
  const number = typeof value === 'string' ? Number(value) : value;
  return typeof number === 'number' && Number.isSafeInteger(number) ? number : null;
});

export const countryCode = text.transform((value) =>
  value !== null && /^[a-z]{2}$/i.test(value) ? value.toUpperCase() : null,
);

export const currencyCode = text.transform((value) =>
  value !== null && /^[a-z]{3}$/i.test(value) ? value.toUpperCase() : null,
);

/** A nested object; an empty array in its place is seen in real checkouts and reads as null. */
export const record = <Shape extends z.ZodRawShape>(shape: Shape) =>
  z
    .object(shape)
    .nullish()
    .catch(null)
    .transform((value) => value ?? null);

/** A nested object of the given fields, all null where it is missing or something else. */
export const section = <Shape extends z.ZodRawShape>(shape: Shape) => {
  const schema = z.object(shape);
  return anything.transform((value): z.output<typeof schema> => {
    const read = schema.safeParse(value);
    return read.success ? read.data : schema.parse({});
  });
};

/** A list whose unreadable members are left out. */
export const list = <Item extends z.ZodType>(item: Item) =>
  anything.transform((value): z.output<Item>[] =>
    (Array.isArray(value) ? value : []).flatMap((member: unknown) => {
      const read = item.safeParse(member);
      return read.success ? [read.data] : [];
    }),
  );

/**
 * An amount in minor units; null when the text is no number or too large. Digits beyond the
 * currency's exponent are rounded half away from zero, because converted prices carry them.
 */
export function readMoney(written: string | null, currency: string | null): Money | null {
  if (written === null || currency === null) return null;
  try {
    return parseMoney(written, currency);
  } catch (error) {
    if (!(error instanceof MoneyError)) throw error;
    return rounded(written, currency);
  }
}

function rounded(written: string, currency: string): Money | null {
  const match = /^(?<sign>-?)(?<whole>\d+)\.(?<fraction>\d+)$/.exec(written);
  if (!match?.groups) return null;
  const { sign, whole = '', fraction = '' } = match.groups;
  const exponent = exponentOf(currency);
  const kept = Number(whole + fraction.slice(0, exponent).padEnd(exponent, '0'));
  const minor = kept + (/^[5-9]/.test(fraction.slice(exponent)) ? 1 : 0);
  return Number.isSafeInteger(minor) ? money(sign === '-' ? -minor : minor, currency) : null;
}

/** Only what a browser opens; anything else would be a broken button or picture. */
export function webAddress(address: string | null): string | null {
  if (address === null || !URL.canParse(address)) return null;
  return /^https?:$/.test(new URL(address).protocol) ? address : null;
}
