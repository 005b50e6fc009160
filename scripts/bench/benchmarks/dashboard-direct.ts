/**
 * The questions of Home asked of the facts themselves, in SQL that PostgreSQL and DuckDB both take.
 * $1 is the shop, $2 the first instant of the period, $3 the store's time zone where days are named.
 * Each answers rows of (label, currency, count, minor, squares), in any order.
 */
export const DIRECT = {
  revenue: `
    SELECT p.sequence_id AS label, p.currency, count(*) FILTER (WHERE p.minor > 0) AS count,
      CAST(sum(p.minor) AS bigint) AS minor, 0 AS squares
    FROM (
      SELECT a.sequence_id, e.order_id, e.currency, sum(e.amount_minor) AS minor
      FROM attribution_entry e
      JOIN attribution a ON a.shop_id = e.shop_id AND a.order_id = e.order_id
      WHERE e.shop_id = $1 AND e.occurred_at >= CAST($2 AS timestamptz)
      GROUP BY a.sequence_id, e.order_id, e.currency) p
    GROUP BY p.sequence_id, p.currency`,
  byDay: `
    SELECT CAST(CAST(timezone($3, occurred_at) AS date) AS text) AS label, currency, 0 AS count,
      CAST(sum(amount_minor) AS bigint) AS minor, 0 AS squares
    FROM attribution_entry WHERE shop_id = $1 AND occurred_at >= CAST($2 AS timestamptz)
    GROUP BY 1, 2`,
  funnel: `
    SELECT CASE
        WHEN coalesce(paid.orders, 0) > 0 THEN 'paid' WHEN clicked.recovery_id IS NOT NULL
        THEN 'clicked' WHEN m.read THEN 'read' WHEN m.delivered THEN 'delivered'
        WHEN m.sent THEN 'sent' ELSE 'eligible' END AS label,
      '' AS currency, count(*) AS count, 0 AS minor, 0 AS squares
    FROM recovery r
    LEFT JOIN (
      SELECT recovery_id, bool_or(sent_at IS NOT NULL) AS sent,
        bool_or(delivered_at IS NOT NULL) AS delivered, bool_or(read_at IS NOT NULL) AS read
      FROM message WHERE shop_id = $1 AND recovery_id IS NOT NULL GROUP BY recovery_id) m
      ON m.recovery_id = r.id
    LEFT JOIN (
      SELECT DISTINCT l.recovery_id FROM tracked_link l
      JOIN touch t ON t.shop_id = l.shop_id AND t.token = l.token
      WHERE l.shop_id = $1 AND NOT t.robot) clicked ON clicked.recovery_id = r.id
    LEFT JOIN (
      SELECT o.recovery_id, count(*) AS orders FROM (
        SELECT a.recovery_id FROM attribution a
        JOIN attribution_entry e ON e.shop_id = a.shop_id AND e.order_id = a.order_id
        WHERE a.shop_id = $1 GROUP BY a.recovery_id, a.order_id HAVING sum(e.amount_minor) > 0) o
      GROUP BY o.recovery_id) paid ON paid.recovery_id = r.id
    LEFT JOIN (
      SELECT DISTINCT subject_id FROM domain_event
      WHERE shop_id = $1 AND type = 'recovery.held_out') h ON h.subject_id = r.id
    WHERE r.shop_id = $1 AND r.started_at >= CAST($2 AS timestamptz)
      AND r.state NOT IN ('declined', 'held_out') AND h.subject_id IS NULL
    GROUP BY 1`,
  carts: `
    SELECT 'carts' AS label, '' AS currency, count(*) AS count, 0 AS minor, 0 AS squares
    FROM cart c
    LEFT JOIN recovery_cart k ON k.shop_id = c.shop_id AND k.cart_id = c.id
    LEFT JOIN recovery r ON r.shop_id = k.shop_id AND r.id = k.recovery_id
    WHERE c.shop_id = $1 AND coalesce(r.started_at, c.abandoned_at) >= CAST($2 AS timestamptz)`,
  nonSends: `
    SELECT reason AS label, '' AS currency, CAST(sum(counted) AS bigint) AS count, 0 AS minor,
      0 AS squares
    FROM (
      SELECT reason, count(*) AS counted FROM recovery
      WHERE shop_id = $1 AND state = 'declined' AND started_at >= CAST($2 AS timestamptz)
      GROUP BY reason
      UNION ALL
      SELECT CASE state WHEN 'would_have_sent' THEN 'holdout' ELSE reason END, count(*)
      FROM recovery_step
      WHERE shop_id = $1 AND state IN ('skipped', 'would_have_sent')
        AND decided_at >= CAST($2 AS timestamptz) GROUP BY 1
      UNION ALL
      SELECT reason, count(*) FROM (
        SELECT recovery_id, reason FROM recovery_step
        WHERE shop_id = $1 AND state = 'cancelled' AND decided_at >= CAST($2 AS timestamptz)
        UNION
        SELECT recovery_id, failure_code FROM message
        WHERE shop_id = $1 AND state = 'cancelled' AND recovery_id IS NOT NULL
          AND ended_at >= CAST($2 AS timestamptz)) ended
      GROUP BY reason
      UNION ALL
      SELECT 'merged', count(*) FROM domain_event d
      JOIN recovery r ON r.shop_id = d.shop_id AND r.id = d.subject_id
      WHERE d.shop_id = $1 AND d.type = 'recovery.cart_adopted'
        AND d.occurred_at >= CAST($2 AS timestamptz) GROUP BY 1
      UNION ALL
      SELECT CASE failure_code WHEN 'outcome_unknown' THEN 'outcome_unknown'
             ELSE 'send_failed' END, count(*)
      FROM message
      WHERE shop_id = $1 AND state = 'failed' AND recovery_id IS NOT NULL
        AND ended_at >= CAST($2 AS timestamptz) GROUP BY 1) reasons
    WHERE reason IS NOT NULL GROUP BY reason`,
  failures: `
    SELECT coalesce(failure_code, '0') AS label, '' AS currency, count(*) AS count, 0 AS minor,
      0 AS squares
    FROM message
    WHERE shop_id = $1 AND state = 'failed' AND recovery_id IS NOT NULL
      AND ended_at >= CAST($2 AS timestamptz) AND failure_code IS DISTINCT FROM 'outcome_unknown'
    GROUP BY 1`,
  sequences: `
    SELECT r.sequence_id AS label, '' AS currency, count(*) AS count, 0 AS minor, 0 AS squares
    FROM message m JOIN recovery r ON r.shop_id = m.shop_id AND r.id = m.recovery_id
    WHERE m.shop_id = $1 AND m.sent_at >= CAST($2 AS timestamptz) AND r.sequence_id IS NOT NULL
    GROUP BY 1`,
  people: `
    SELECT arm AS label, '' AS currency, count(*) AS count, 0 AS minor, 0 AS squares
    FROM assignment WHERE shop_id = $1 AND assigned_at >= CAST($2 AS timestamptz) GROUP BY 1`,
  buyers: `
    SELECT s.arm AS label, '' AS currency, count(DISTINCT s.customer_id) AS count, 0 AS minor,
      0 AS squares
    FROM (
      SELECT a.arm, a.customer_id, c.currency, sum(c.amount_minor) AS minor
      FROM assignment a
      JOIN conversion c ON c.shop_id = a.shop_id AND c.customer_id = a.customer_id
      WHERE a.shop_id = $1 AND a.assigned_at >= CAST($2 AS timestamptz) GROUP BY 1, 2, 3) s
    WHERE s.minor > 0 GROUP BY 1`,
  spent: `
    SELECT s.arm AS label, s.currency, count(*) AS count, CAST(sum(s.minor) AS bigint) AS minor,
      sum(CAST(s.minor AS double precision) * s.minor) AS squares
    FROM (
      SELECT a.arm, a.customer_id, c.currency, sum(c.amount_minor) AS minor
      FROM assignment a
      JOIN conversion c ON c.shop_id = a.shop_id AND c.customer_id = a.customer_id
      WHERE a.shop_id = $1 AND a.assigned_at >= CAST($2 AS timestamptz) GROUP BY 1, 2, 3) s
    GROUP BY 1, 2`,
} as const;

export type Question = keyof typeof DIRECT;
