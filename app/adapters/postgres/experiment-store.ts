import type {
  Arm,
  ArmTotals,
  Assignment,
  Conversion,
  Exposure,
  ExperimentStore,
} from '#core/experiments/index';
import type { CustomerId, RecoveryId, ShopId } from '#core/kernel/ids';
import type { Sql } from './client';
import { iso } from './instants';
import { listWrite } from './list-writes';
import { prepared } from './prepared';

interface AssignmentRow {
  readonly customer_id: CustomerId;
  readonly experiment_key: string;
  readonly arm: Arm;
  readonly assigned_at: Date;
}

interface ExposureRow {
  readonly arm: Arm;
  readonly recovery_id: RecoveryId;
  readonly started_at: Date;
  readonly first_send_at: Date | null;
}

export const experimentStore = (sql: Sql): ExperimentStore => ({
  assign: (shopId, assignment) => assign(sql, shopId, assignment),
  exposure: (shopId, customerId, experimentKey, at) =>
    exposure(sql, shopId, [customerId, experimentKey, at]),
  recordConversion: (shopId, conversion) => recordConversion(sql, shopId, conversion),
  totals: (shopId, experimentKey) => totals(sql, shopId, experimentKey),
});

const ASSIGN = listWrite(
  prepared(
    `WITH given AS (
       SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::timestamptz[])
         WITH ORDINALITY AS x (shop_id, experiment_key, customer_id, arm, assigned_at, place)),
     made AS (
       INSERT INTO assignment (shop_id, experiment_key, customer_id, arm, assigned_at)
       SELECT shop_id, experiment_key, customer_id, arm, assigned_at FROM given ORDER BY place
       ON CONFLICT (shop_id, experiment_key, customer_id) DO NOTHING
       RETURNING shop_id, customer_id, experiment_key, arm, assigned_at)
     SELECT given.place::int, made.customer_id, made.experiment_key, made.arm, made.assigned_at
     FROM given JOIN made USING (shop_id, experiment_key, customer_id)`,
  ),
);

const ASSIGNED = prepared(
  `SELECT customer_id, experiment_key, arm, assigned_at FROM assignment
   WHERE shop_id = $1 AND experiment_key = $2 AND customer_id = $3`,
);

async function assign(sql: Sql, shopId: ShopId, assignment: Assignment): Promise<Assignment> {
  const { experimentKey, customerId, arm, assignedAt } = assignment;
  const key = [shopId, experimentKey, customerId];
  const values = [...key.map((part) => [part]), [arm], [iso(assignedAt)]];
  const [made] = await sql.query<AssignmentRow>(ASSIGN, values);
  const row = made ?? (await sql.query<AssignmentRow>(ASSIGNED, key))[0];
  if (!row) throw new Error('an assignment vanished while it was made');
  return {
    customerId: row.customer_id,
    experimentKey: row.experiment_key,
    arm: row.arm,
    assignedAt: row.assigned_at,
  };
}

async function exposure(
  sql: Sql,
  shopId: ShopId,
  [customerId, experimentKey, at]: readonly [CustomerId, string, Date],
): Promise<Exposure | null> {
  const [row] = await sql.query<ExposureRow>(
    `SELECT a.arm, r.id AS recovery_id, r.started_at,
            (SELECT min(s.decided_at) FROM recovery_step s
             WHERE s.shop_id = r.shop_id AND s.recovery_id = r.id
               AND s.state IN ('queued', 'would_have_sent')) AS first_send_at
     FROM assignment a JOIN recovery r ON r.shop_id = a.shop_id AND r.customer_id = a.customer_id
     WHERE a.shop_id = $1 AND a.customer_id = $2 AND a.experiment_key = $3
       AND r.state <> 'declined' AND r.started_at <= $4
     ORDER BY r.started_at DESC, r.id LIMIT 1`,
    [shopId, customerId, experimentKey, at],
  );
  if (!row) return null;
  return {
    arm: row.arm,
    recoveryId: row.recovery_id,
    startedAt: row.started_at,
    firstSendAt: row.first_send_at,
  };
}

/** The first arm and recovery of an order stay; a refund changes what it is worth. */
async function recordConversion(sql: Sql, shopId: ShopId, conversion: Conversion): Promise<void> {
  await sql.query(
    `INSERT INTO conversion (shop_id, order_id, recovery_id, customer_id, arm, amount_minor,
       currency, converted_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
     ON CONFLICT (shop_id, order_id) DO UPDATE SET
       amount_minor = excluded.amount_minor, currency = excluded.currency`,
    [
      shopId,
      conversion.orderId,
      conversion.recoveryId,
      conversion.customerId,
      conversion.arm,
      conversion.amount.minor,
      conversion.amount.currency,
      conversion.convertedAt,
    ],
  );
}

/** By the arm a person was given, whatever happened later; a fully refunded order buys nothing. */
const totals = (sql: Sql, shopId: ShopId, experimentKey: string): Promise<ArmTotals[]> =>
  // Squares of sums leave the range of int8 early: they are added exactly and read as floating-point.
  sql.query<ArmTotals>(
    `WITH sums AS (
       SELECT kind, split_part(label, ':', 2) AS arm, currency, sum(count)::bigint AS count,
         sum(amount_minor)::bigint AS minor, sum(squares)::float8 AS squares
       FROM figures($1)
       WHERE kind IN ('people', 'buyers', 'spent') AND split_part(label, ':', 1) = $2
       GROUP BY 1, 2, 3)
     SELECT p.arm, p.count AS people,
       coalesce((SELECT b.count FROM sums b WHERE b.kind = 'buyers' AND b.arm = p.arm), 0) AS buyers,
       coalesce((SELECT jsonb_agg(jsonb_build_object(
                   'minor', s.minor, 'currency', s.currency, 'squares', s.squares)
                   ORDER BY s.currency)
                 FROM sums s WHERE s.kind = 'spent' AND s.arm = p.arm AND s.count > 0), '[]')
         AS revenue
     FROM sums p WHERE p.kind = 'people' AND p.count > 0 ORDER BY p.arm`,
    [shopId, experimentKey],
  );
