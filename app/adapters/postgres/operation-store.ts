import type { CustomerId, ShopId } from '#core/kernel/ids';
import type { Sql } from './client';

/** What workers keep about themselves; no decision of the product rests on it. */
export interface OperationStore {
  /** A worker process says that it lives; ones silent for a day are forgotten. Real time. */
  heartbeat(workerId: string): Promise<void>;
  forgetWorker(workerId: string): Promise<void>;
  /** How far a sweep has come with a shop; null before its first time. */
  mark(shopId: ShopId, sweep: string): Promise<Date | null>;
  setMark(shopId: ShopId, sweep: string, reachedAt: Date): Promise<void>;
  /** Installed shops whose sweep reached no further than `before`, the furthest behind first. */
  behind(sweep: string, before: Date, limit: number): Promise<readonly ShopId[]>;
  /**
   * The newest decision of each shopper since, which the store platform has not been told: its job
   * was lost, or has not run yet.
   */
  untoldConsents(since: Date, limit: number): Promise<readonly UntoldConsent[]>;
}

export interface UntoldConsent {
  readonly shopId: ShopId;
  readonly customerId: CustomerId;
  readonly state: 'granted' | 'withdrawn';
  readonly at: Date;
}

/** The mark of how far a shopper's decisions were told to the store platform. */
export const consentMark = (customerId: string): string => `consent:${customerId}`;

export const operationStore = (sql: Sql): OperationStore => ({
  async heartbeat(workerId) {
    await sql.query(
      `INSERT INTO worker_heartbeat (id, seen_at) VALUES ($1, now())
       ON CONFLICT (id) DO UPDATE SET seen_at = now()`,
      [workerId],
    );
    await sql.query(`DELETE FROM worker_heartbeat WHERE seen_at < now() - interval '1 day'`);
  },
  async forgetWorker(workerId) {
    await sql.query('DELETE FROM worker_heartbeat WHERE id = $1', [workerId]);
  },
  async mark(shopId, sweep) {
    const [row] = await sql.query<{ reached_at: Date }>(
      'SELECT reached_at FROM sweep_mark WHERE shop_id = $1 AND name = $2',
      [shopId, sweep],
    );
    return row?.reached_at ?? null;
  },
  async setMark(shopId, sweep, reachedAt) {
    await sql.query(
      `INSERT INTO sweep_mark (shop_id, name, reached_at) VALUES ($1, $2, $3)
       ON CONFLICT (shop_id, name) DO UPDATE SET reached_at = excluded.reached_at`,
      [shopId, sweep, reachedAt],
    );
  },
  async behind(sweep, before, limit) {
    const rows = await sql.query<{ id: ShopId }>(
      `SELECT shop.id FROM shop
       LEFT JOIN sweep_mark mark ON mark.shop_id = shop.id AND mark.name = $1
       WHERE shop.state = 'installed' AND (mark.reached_at IS NULL OR mark.reached_at <= $2)
       ORDER BY mark.reached_at NULLS FIRST LIMIT $3`,
      [sweep, before, limit],
    );
    return rows.map(({ id }) => id);
  },
  untoldConsents: (since, limit) => untoldConsents(sql, since, limit),
});

const untoldConsents = (sql: Sql, since: Date, limit: number): Promise<readonly UntoldConsent[]> =>
  sql.query<UntoldConsent>(
    `SELECT DISTINCT ON (event.shop_id, event.subject_id)
              event.shop_id AS "shopId", event.subject_id AS "customerId",
              CASE event.type WHEN 'consent.granted' THEN 'granted' ELSE 'withdrawn' END AS state,
              event.occurred_at AS at
       FROM domain_event event
       JOIN shop ON shop.id = event.shop_id AND shop.state = 'installed'
       LEFT JOIN sweep_mark mark
         ON mark.shop_id = event.shop_id AND mark.name = 'consent:' || event.subject_id
       WHERE event.type IN ('consent.granted', 'consent.withdrawn') AND event.occurred_at > $1
         AND event.payload->>'source' <> 'shopify_customer'
         AND (mark.reached_at IS NULL OR mark.reached_at < event.occurred_at)
       ORDER BY event.shop_id, event.subject_id, event.occurred_at DESC LIMIT $2`,
    [since, limit],
  );
