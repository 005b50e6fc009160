import type { Cart, Identity } from '#core/commerce/index';
import type { ConsentFact } from '#core/consent/index';
import type { CustomerId, SequenceId } from '#core/kernel/ids';
import type {
  NonSendReason,
  RecoveryState,
  SendFactStore,
  SendPerson,
  SendStand,
  SequenceStep,
} from '#core/recovery/index';
import type { Sql } from './client';
import { iso } from './instants';
import { paymentPending } from './recovery-facts';

/**
 * Each statement serves a whole batch. Every table is probed for each message (lateral, with a
 * limit), never joined, so that no table is read from end to end whatever the statistics say.
 */
export const sendFactStore = (sql: Sql): SendFactStore => ({
  stands: (asked) => stands(sql, asked),
  people: (asked, now) => people(sql, asked, now),
});

interface StandRow {
  readonly place: number;
  readonly customer_id: CustomerId | null;
  readonly sequence_id: SequenceId | null;
  readonly state: RecoveryState;
  readonly reason: NonSendReason | null;
  readonly started_at: Date;
  readonly step: SequenceStep | null;
  readonly step_index: number;
  readonly retry_from: Date | null;
  readonly overtaken: boolean;
  /** Null when there is no cart. */
  readonly cart_state: Cart['state'] | null;
  readonly item_count: number;
  readonly total_minor: number;
  readonly last_activity_at: Date;
  readonly phone: string | null;
  readonly email: string | null;
  readonly country_code: string | null;
}

const STANDS = `WITH asked AS MATERIALIZED (
    SELECT * FROM unnest($1::text[], $2::text[], $3::text[])
      WITH ORDINALITY AS given (shop_id, recovery_id, step_id, place))
  SELECT asked.place::int, r.customer_id, r.sequence_id, r.state, r.reason, r.started_at,
    r.steps -> s.step_index AS step, s.step_index, s.retry_from,
    s.retry_from IS NOT NULL AND coalesce((SELECT true FROM recovery_step later
      WHERE later.shop_id = asked.shop_id AND later.recovery_id = asked.recovery_id
        AND later.step_index > s.step_index AND later.state = 'queued' LIMIT 1), false) AS overtaken,
    c.state AS cart_state, jsonb_array_length(c.line_items) AS item_count, c.total_minor,
    c.last_activity_at, c.phone, c.email, c.country_code
  FROM asked
  CROSS JOIN LATERAL (SELECT * FROM recovery
    WHERE shop_id = asked.shop_id AND id = asked.recovery_id LIMIT 1) r
  CROSS JOIN LATERAL (SELECT step_index, retry_from FROM recovery_step
    WHERE shop_id = asked.shop_id AND id = asked.step_id LIMIT 1) s
  LEFT JOIN LATERAL (SELECT * FROM cart
    WHERE shop_id = asked.shop_id AND id = r.cart_id LIMIT 1) c ON true`;

async function stands(
  sql: Sql,
  asked: Parameters<SendFactStore['stands']>[0],
): Promise<readonly (SendStand | null)[]> {
  if (asked.length === 0) return [];
  const rows = await sql.query<StandRow>(STANDS, [
    asked.map(({ shopId }) => shopId),
    asked.map(({ recoveryId }) => recoveryId),
    asked.map(({ stepId }) => stepId),
  ]);
  const answers: (SendStand | null)[] = asked.map(() => null);
  for (const row of rows) answers[row.place - 1] = toStand(row);
  return answers;
}

const toStand = (row: StandRow): SendStand => ({
  recovery: {
    state: row.state,
    reason: row.reason,
    startedAt: row.started_at,
    customerId: row.customer_id,
    sequenceId: row.sequence_id,
  },
  step: row.step,
  index: row.step_index,
  retry: row.retry_from && { from: row.retry_from, overtaken: row.overtaken },
  cart: row.cart_state && {
    state: row.cart_state,
    itemCount: row.item_count,
    totalMinor: row.total_minor,
    lastActivityAt: row.last_activity_at,
    phone: row.phone,
    email: row.email,
    countryCode: row.country_code,
  },
});

interface PersonRow {
  readonly place: number;
  readonly is_known: boolean;
  readonly country_code: string | null;
  readonly identities: readonly Identity[];
  readonly consents: readonly (Pick<ConsentFact, 'state' | 'source'> & { readonly at: number })[];
  readonly purchased: boolean;
  readonly returning: boolean;
  readonly replied: boolean;
  readonly payment_pending: boolean;
}

/** An order of the same shop, found by one of its indexes; spelled so that it stays a probe. */
const hasOrder = (where: string): string => `coalesce((SELECT true FROM orders o
      WHERE o.shop_id = asked.shop_id AND ${where} LIMIT 1), false)`;

/** As in `purchaseProofs`: what names one of the recovery's carts, or one of its messages. */
const PROVEN = `coalesce((SELECT true FROM recovery_cart k
      CROSS JOIN LATERAL (SELECT external_id, cart_token FROM cart
        WHERE shop_id = k.shop_id AND id = k.cart_id LIMIT 1) bought
      WHERE k.shop_id = asked.shop_id AND k.recovery_id = asked.recovery_id
        AND (${hasOrder('o.checkout_token = bought.external_id')}
          OR ${hasOrder('o.cart_token = bought.cart_token')}) LIMIT 1), false)
      OR coalesce((SELECT true FROM tracked_link l
      WHERE l.shop_id = asked.shop_id AND l.recovery_id = asked.recovery_id
        AND (${hasOrder('o.click_token = l.token')}
          OR ${hasOrder(`o.discount_codes <> '{}'
            AND in_capitals(o.discount_codes) && ARRAY[upper(l.discount_code)]`)}) LIMIT 1), false)`;

const PEOPLE = `WITH asked AS MATERIALIZED (
    SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[],
        $6::timestamptz[], $7::timestamptz[])
      WITH ORDINALITY AS given (shop_id, recovery_id, customer_id, phone, email, purchases_since,
        replies_since, place))
  SELECT asked.place::int, c.id IS NOT NULL AS is_known, c.country_code,
    coalesce((SELECT jsonb_agg(jsonb_build_object('kind', i.kind, 'value', i.value)
                ORDER BY i.kind, i.value)
      FROM customer_identity i
      WHERE i.shop_id = asked.shop_id AND i.customer_id = asked.customer_id), '[]') AS identities,
    coalesce((SELECT jsonb_agg(jsonb_build_object('state', r.state, 'source', r.source,
                'at', (extract(epoch FROM r.occurred_at) * 1000)::bigint) ORDER BY r.occurred_at, r.id)
      FROM consent_record r
      WHERE r.shop_id = asked.shop_id AND r.customer_id = asked.customer_id), '[]') AS consents,
    ${PROVEN}
      OR ${hasOrder('o.customer_id = asked.customer_id AND o.placed_at >= asked.purchases_since')}
      OR ${hasOrder('o.phone = asked.phone AND o.placed_at >= asked.purchases_since')}
      OR ${hasOrder('o.email = asked.email AND o.placed_at >= asked.purchases_since')} AS purchased,
    ${hasOrder('o.customer_id = asked.customer_id AND o.placed_at < $8')} AS returning,
    coalesce((SELECT true FROM message m
      WHERE m.shop_id = asked.shop_id AND m.customer_id = asked.customer_id AND m.direction = 'in'
        AND m.created_at >= asked.replies_since AND m.body ->> 'kind' <> 'reaction'
      LIMIT 1), false) AS replied,
    ${paymentPending('asked.shop_id', 'asked.recovery_id')} AS payment_pending
  FROM asked
  LEFT JOIN LATERAL (SELECT id, country_code FROM customer
    WHERE shop_id = asked.shop_id AND id = asked.customer_id LIMIT 1) c ON true`;

async function people(
  sql: Sql,
  asked: Parameters<SendFactStore['people']>[0],
  now: Date,
): Promise<readonly SendPerson[]> {
  if (asked.length === 0) return [];
  const rows = await sql.query<PersonRow>(PEOPLE, [
    asked.map(({ shopId }) => shopId),
    asked.map(({ recoveryId }) => recoveryId),
    asked.map(({ customerId }) => customerId),
    asked.map(({ phone }) => phone),
    asked.map(({ email }) => email),
    asked.map(({ purchasesSince }) => iso(purchasesSince)),
    asked.map(({ repliesSince }) => iso(repliesSince)),
    now,
  ]);
  const answers: SendPerson[] = [];
  for (const row of rows) answers[row.place - 1] = toPerson(row);
  return answers;
}

const toPerson = (row: PersonRow): SendPerson => ({
  customer: row.is_known ? { countryCode: row.country_code, identities: row.identities } : null,
  consents: row.consents.map(({ state, source, at }) => ({
    state,
    source,
    occurredAt: new Date(at),
  })),
  purchased: row.purchased,
  returning: row.returning,
  replied: row.replied,
  paymentPending: row.payment_pending,
});
