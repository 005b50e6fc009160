import type { PortfolioSeen } from '#core/messaging/index';
import { textOf } from './json-reading';

type LimitSeen = PortfolioSeen['dailyLimit'];

/** Meta renamed the number's field with v24.0, and refuses to answer for one that it doesn't know. */
export const limitField = (apiVersion: string): string =>
  Number(/^v(\d+)/.exec(apiVersion)?.[1] ?? 24) >= 24
    ? 'whatsapp_business_manager_messaging_limit'
    : 'messaging_limit_tier';

/**
 * People a day that a portfolio may reach: "TIER_250", "TIER_2K", "TIER_UNLIMITED"; older webhooks
 * give a number, -1 without a limit. Null for what says nothing ("TIER_NOT_SET").
 */
export function readLimit(value: unknown): LimitSeen {
  if (typeof value === 'number') return ofNumber(value);
  const tier = textOf(value) ?? '';
  if (tier === 'TIER_UNLIMITED') return 'unlimited';
  const [, digits, thousands] = /^TIER_(\d{1,6})(K?)$/.exec(tier) ?? [];
  return digits === undefined ? null : ofNumber(Number(digits) * (thousands ? 1_000 : 1));
}

function ofNumber(people: number): LimitSeen {
  if (people === -1) return 'unlimited';
  return Number.isSafeInteger(people) && people > 0 ? people : null;
}
