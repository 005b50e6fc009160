import pg from 'pg';
import { floodOf } from '../benchmarks/status-stage';
import { answering, sayReady } from './answering';
import { repeatUntil } from './repeat';

/** The most that the database takes: one prepared statement writes five hundred known statuses. */
const BATCH = 500;
const client = new pg.Client({ connectionString: process.env.DATABASE_URL });
await client.connect();

const STATEMENT = `
  WITH told AS (
    SELECT * FROM unnest($1::text[], $2::text[], $3::timestamptz[]) AS x (vendor_id, state, at)),
  moved AS (
    UPDATE message m SET
      state = told.state, sent_at = coalesce(m.sent_at, told.at),
      delivered_at = coalesce(m.delivered_at, told.at),
      read_at = CASE WHEN told.state = 'read' THEN told.at END
    FROM told WHERE m.shop_id = 'bench' AND m.vendor_id = told.vendor_id
    RETURNING m.id, told.state, told.at),
  logged AS (
    INSERT INTO message_status (shop_id, message_id, state, occurred_at, moved)
    SELECT 'bench', id, state, at, true FROM moved ON CONFLICT DO NOTHING)
  INSERT INTO domain_event (shop_id, type, subject_id, occurred_at, payload)
  SELECT 'bench', 'message.status', id, at,
    jsonb_build_object('messageId', id, 'state', state, 'code', NULL) FROM moved`;

answering<{ seconds: number; messages: number }>('apply', ({ seconds, messages }) => {
  const { size, at } = floodOf(messages);
  return repeatUntil({ seconds, most: size / BATCH, each: BATCH }, async (number) => {
    const told = Array.from({ length: BATCH }, (_, index) => at(number * BATCH + index));
    const now = new Date();
    await client.query({
      name: 'apply',
      text: STATEMENT,
      values: [
        told.map(({ vendorId }) => vendorId),
        told.map(({ state }) => state),
        told.map(() => now),
      ],
    });
  });
});
sayReady(true);
