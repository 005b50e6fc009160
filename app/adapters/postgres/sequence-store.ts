import type { SequenceId, ShopId } from '#core/kernel/ids';
import type { Sequence, SequenceState, SequenceStep, SequenceStore } from '#core/recovery/index';
import type { Sql } from './client';

interface SequenceRow {
  readonly id: SequenceId;
  readonly shop_id: ShopId;
  readonly name: string;
  readonly state: SequenceState;
  readonly steps: readonly SequenceStep[];
  readonly priority: number;
}

const toSequence = (row: SequenceRow): Sequence => ({
  id: row.id,
  shopId: row.shop_id,
  name: row.name,
  state: row.state,
  steps: row.steps,
  priority: row.priority,
});

export const sequenceStore = (sql: Sql): SequenceStore => ({
  async byId(shopId, id) {
    const [row] = await sql.query<SequenceRow>(
      'SELECT * FROM sequence WHERE shop_id = $1 AND id = $2',
      [shopId, id],
    );
    return row ? toSequence(row) : null;
  },
  async ofShop(shopId) {
    const rows = await sql.query<SequenceRow>(
      `SELECT * FROM sequence WHERE shop_id = $1 AND state <> 'archived'
       ORDER BY priority, name, id`,
      [shopId],
    );
    return rows.map(toSequence);
  },
  save: (sequence) => save(sql, sequence),
  async setState(shopId, id, state) {
    await sql.query('UPDATE sequence SET state = $3 WHERE shop_id = $1 AND id = $2', [
      shopId,
      id,
      state,
    ]);
  },
});

async function save(sql: Sql, sequence: Sequence): Promise<void> {
  await sql.query(
    `INSERT INTO sequence (shop_id, id, name, state, steps, priority)
     VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT (shop_id, id) DO UPDATE SET
       name = excluded.name, state = excluded.state, steps = excluded.steps,
       priority = excluded.priority`,
    [
      sequence.shopId,
      sequence.id,
      sequence.name,
      sequence.state,
      JSON.stringify(sequence.steps),
      sequence.priority,
    ],
  );
}
