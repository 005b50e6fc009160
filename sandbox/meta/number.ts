import type { Refusal } from './errors';
import { isWindowOpen } from './outcome';
import type { Phone } from './phones';
import { BUSINESS } from './webhooks';

export const NUMBER_QUALITIES = ['GREEN', 'YELLOW', 'RED', 'UNKNOWN'] as const;
export const TIERS = ['TIER_250', 'TIER_2K', 'TIER_10K', 'TIER_100K', 'TIER_UNLIMITED'] as const;

/** How Meta rates the business's number, and what it lets it send. */
export interface BusinessNumber {
  quality: (typeof NUMBER_QUALITIES)[number];
  /** People a day that the business portfolio may reach outside their service windows. */
  tier: (typeof TIERS)[number];
  /**
   * Seconds between two messages to one person. Meta asks for 6 and bears with short bursts, as
   * does 0; with 6 every message that comes too early is refused.
   */
  pairSeconds: number;
}

export const newNumber = (): BusinessNumber => ({
  quality: 'GREEN',
  tier: 'TIER_2K',
  pairSeconds: 0,
});

const DAY_MS = 24 * 60 * 60 * 1000;

function peopleOf(tier: BusinessNumber['tier']): number {
  const [, digits, thousands] = /^TIER_(\d+)(K?)$/.exec(tier) ?? [];
  return digits === undefined ? Infinity : Number(digits) * (thousands === 'K' ? 1000 : 1);
}

/**
 * What the limits say to one more message; null when they let it pass. Meta documents no code of
 * its own for the limit of people a day; 131048 speaks of "restrictions on how many messages can be
 * sent from this phone number".
 */
export function limitRefusal(
  number: BusinessNumber,
  phone: Phone,
  everybody: readonly Phone[],
  at: Date,
): Refusal | null {
  const last = phone.messages.findLast(({ from }) => from === 'business');
  if (last !== undefined && at.getTime() - Date.parse(last.at) < number.pairSeconds * 1000) {
    return { code: 131056, details: '' };
  }
  const most = peopleOf(number.tier);
  if (most === Infinity || isWindowOpen(phone, at)) return null;
  const reached = everybody.filter(
    (one) => one !== phone && wasReached(one, new Date(at.getTime() - DAY_MS)),
  );
  return reached.length < most
    ? null
    : { code: 131048, details: 'The messaging limit of the business portfolio is reached.' };
}

const wasReached = ({ lastUnaskedAt }: Phone, since: Date): boolean =>
  lastUnaskedAt !== null && Date.parse(lastUnaskedAt) > since.getTime();

/** The number as the Graph API describes it. */
export const numberView = ({ quality, tier }: BusinessNumber): Record<string, unknown> => ({
  id: BUSINESS.phoneNumberId,
  display_phone_number: BUSINESS.displayNumber,
  verified_name: BUSINESS.verifiedName,
  quality_rating: quality,
  code_verification_status: 'VERIFIED',
  name_status: 'APPROVED',
  status: 'CONNECTED',
  platform_type: 'CLOUD_API',
  throughput: { level: 'STANDARD' },
  messaging_limit_tier: tier,
  whatsapp_business_manager_messaging_limit: tier,
});
