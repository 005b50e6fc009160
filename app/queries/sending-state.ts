import type { Sql } from '#adapters/postgres/client';
import type { ShopId } from '#core/kernel/ids';
import { LIMIT_WINDOW_MS } from '#core/messaging/index';
import type { HoldCause, Quality } from '#core/messaging/index';

/** How free a shop's number is to write to shoppers. */
export interface SendingState {
  readonly quality: Quality;
  readonly messagesPerSecond: number;
  /** Why its reminders are on hold, and until when; null when they are not. */
  readonly holdCause: HoldCause | null;
  readonly heldUntil: Date | null;
  /** Whether WhatsApp has told how many people a day it lets the business write to. */
  readonly limitKnown: boolean;
  /** Null without a limit, or while it is not known. */
  readonly dailyLimit: number | null;
  /** People within the last 24 hours, of all numbers of the business. */
  readonly reached: number;
  /** When the next place is free; null while there is one. */
  readonly placeAt: Date | null;
  /** Messages that wait for one of these. */
  readonly waiting: number;
}

/** Null while no number is connected. */
export async function sendingState(
  shopId: ShopId,
  sql: Sql,
  now: Date,
): Promise<SendingState | null> {
  const [row] = await sql.query<SendingState>(
    `SELECT c.quality, c.messages_per_second AS "messagesPerSecond",
       CASE WHEN c.hold_until > $2 THEN c.hold_cause END AS "holdCause",
       CASE WHEN c.hold_until > $2 THEN c.hold_until END AS "heldUntil",
       p.id IS NOT NULL AS "limitKnown", p.daily_limit AS "dailyLimit", reached.people AS reached,
       CASE WHEN reached.people >= p.daily_limit
            THEN reached.oldest + make_interval(secs => $4) END AS "placeAt",
       (SELECT count(*) FROM message m WHERE m.shop_id = c.shop_id AND m.channel_id = c.id
          AND m.state = 'queued' AND m.wait_reason IS NOT NULL
          AND m.wait_reason IN ('daily_limit', 'marketing_held', 'quality_low')) AS waiting
     FROM channel c LEFT JOIN portfolio p ON p.id = c.portfolio_id
     CROSS JOIN LATERAL (SELECT count(*) AS people, min(counted_at) AS oldest
       FROM portfolio_recipient WHERE portfolio_id = p.id AND counted_at > $3) reached
     WHERE c.shop_id = $1 AND c.state <> 'disconnected' LIMIT 1`,
    [shopId, now, new Date(now.getTime() - LIMIT_WINDOW_MS), LIMIT_WINDOW_MS / 1_000],
  );
  return row ?? null;
}
