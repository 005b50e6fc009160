import type { z } from 'zod';

import { amount, currencyCode, readMoney, record } from '#adapters/http/json-fields';
import type { Money } from '#core/kernel/money';

export * from '#adapters/http/json-fields';

/** `{shop_money, presentment_money}`, Shopify's pair of one amount in two currencies. */
const moneyShape = record({ amount, currency_code: currencyCode });
export const moneySet = record({ shop_money: moneyShape, presentment_money: moneyShape });

export type MoneySet = z.output<typeof moneySet>;

/** The shop's side of a pair, or null. */
export const shopMoney = (pair: MoneySet): Money | null =>
  readMoney(pair?.shop_money?.amount ?? null, pair?.shop_money?.currency_code ?? null);

/** The shopper's side of a pair, or null. */
export const presentmentMoney = (pair: MoneySet): Money | null =>
  readMoney(
    pair?.presentment_money?.amount ?? null,
    pair?.presentment_money?.currency_code ?? null,
  );

/**
 * A resource's id as text. JavaScript loses digits of numbers above 2^53, which Shopify's sample
 * payloads use, so the text id ("gid://shopify/Order/820982911946154508") comes first.
 */
export function resourceId(gid: string | null, id: string | null): string | null {
  return gidNumber(gid) ?? gidNumber(id) ?? id;
}

const gidNumber = (gid: string | null): string | null =>
  /^gid:\/\/shopify\/\w+\/([^/?]+)/.exec(gid ?? '')?.[1] ?? null;
