import pg from 'pg';
import { floodOf } from '../benchmarks/status-stage';
import { answering, sayReady } from './answering';
import { repeatUntil } from './repeat';

/** The ordinary way: each status in a transaction of its own, on as many connections as help. */
const LANES = 8;
const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: LANES });

async function apply(vendorId: string, state: string): Promise<void> {
  const client = await pool.connect();
  const at = new Date();
  try {
    await client.query('BEGIN');
    const found = await client.query<{ id: string }>(
      `SELECT id, state FROM message WHERE shop_id = 'bench' AND vendor_id = $1 FOR UPDATE`,
      [vendorId],
    );
    const id = found.rows[0]?.id;
    await client.query(
      `UPDATE message SET state = $2, delivered_at = coalesce(delivered_at, $3),
         read_at = CASE WHEN $2 = 'read' THEN $3::timestamptz END
       WHERE shop_id = 'bench' AND id = $1`,
      [id, state, at],
    );
    await client.query(
      `INSERT INTO message_status (shop_id, message_id, state, occurred_at, moved)
       VALUES ('bench', $1, $2, $3, true) ON CONFLICT DO NOTHING`,
      [id, state, at],
    );
    await client.query(
      `INSERT INTO domain_event (shop_id, type, subject_id, occurred_at, payload)
       VALUES ('bench', 'message.status', $1, $2, $3)`,
      [id, at, JSON.stringify({ messageId: id, state, code: null })],
    );
    await client.query('COMMIT');
  } finally {
    client.release();
  }
}

answering<{ seconds: number; messages: number }>('apply', ({ seconds, messages }) => {
  const { size, at } = floodOf(messages);
  return repeatUntil({ seconds, lanes: LANES, most: size }, (number) => {
    const { vendorId, state } = at(number);
    return apply(vendorId, state);
  });
});
sayReady(true);
