import type { Sql } from '#adapters/postgres/client';
import { GRACE_MINUTES, stalledMessage, stalledStep } from '#adapters/postgres/stalled-rows';
import type { Stores } from '#adapters/postgres/stores';

/** The next instant at which something will be due, and what. */
export interface Due {
  readonly dueAt: Date | null;
  readonly what: 'inactivity' | 'step' | 'send' | 'settle' | 'reaction' | 'payment' | null;
}

export async function nextDue(stores: Stores): Promise<Due> {
  const found = await Promise.all([
    at('inactivity', stores.carts.nextIdleAt()),
    at('step', stores.recoveries.nextDueAt()),
    at('send', stores.messages.nextDueAt()),
    at('settle', stores.messages.nextSettleAt()),
    at('reaction', stores.events.nextRetryAt()),
    at('payment', stores.payments.nextLookAt()),
  ]);
  const due = found.filter((one) => one.dueAt !== null);
  due.sort((left, right) => (left.dueAt?.getTime() ?? 0) - (right.dueAt?.getTime() ?? 0));
  return due[0] ?? { dueAt: null, what: null };
}

const at = async (what: NonNullable<Due['what']>, dueAt: Promise<Date | null>): Promise<Due> => ({
  dueAt: await dueAt,
  what,
});

const CUTOFF = `(now() - make_interval(mins => ${GRACE_MINUTES}))`;

/** Rows that wait, for the metrics. */
export async function countWaiting(sql: Sql): Promise<Readonly<Record<string, number>>> {
  const [row] = await sql.query<Record<string, number>>(
    `SELECT (SELECT count(*) FROM receipt WHERE state = 'received') AS receipts,
            (SELECT count(*) FROM domain_event WHERE dispatched_at IS NULL) AS events,
            (SELECT count(*) FROM pending_step WHERE due_at <= now()) AS due_steps,
            (SELECT count(*) FROM pending_step WHERE ${stalledStep(CUTOFF)}) AS stalled_steps,
            (SELECT count(*) FROM message WHERE ${stalledMessage(CUTOFF)}) AS stalled_messages,
            (SELECT count(*) FROM message WHERE direction = 'out' AND state = 'queued') AS queued_messages,
            (SELECT count(*) FROM message WHERE direction = 'out' AND state = 'unknown') AS unknown_messages`,
  );
  return row ?? {};
}
