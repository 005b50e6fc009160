import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { GRACE_MINUTES } from '#adapters/postgres/stalled-rows';
import { stalledWork } from '#queries/stalled-work';
import { seedDemoData } from '../../support/demo-shop';
import { openRig, seedShop } from '../postgres/sample-rows';
import type { Rig } from '../postgres/sample-rows';

const NOW = new Date('2026-11-24T10:00:00Z');
const after = (minutes: number): Date => new Date(NOW.getTime() + minutes * 60_000);
const ago = (minutes: number): Date => after(-minutes);

let rig: Rig;
let mine: Awaited<ReturnType<typeof seedShop>>;
let other: Awaited<ReturnType<typeof seedShop>>;
let message: string;
let step: string;

beforeAll(async () => {
  rig = await openRig();
  mine = await seedShop(rig.stores, 'mine');
  other = await seedShop(rig.stores, 'other');
  const { database, stores } = rig;
  await seedDemoData({ shop: mine.shop, channel: mine.channel, database, stores, now: NOW });
  const ids = await database.sql.query<{ message: string; step: string }>(
    `SELECT (SELECT min(id) FROM message WHERE direction = 'out') AS message,
            (SELECT min(id) FROM recovery_step) AS step`,
  );
  message = ids[0]?.message ?? '';
  step = ids[0]?.step ?? '';
});
afterAll(() => rig.end());

beforeEach(async () => {
  await rig.database.sql.query(`UPDATE recovery_step SET state = 'queued' WHERE state = 'pending'`);
  await rig.database.sql.query(`UPDATE message SET state = 'read' WHERE state = 'queued'`);
  await rig.database.sql.query('DELETE FROM worker_heartbeat');
});

const stalled = (shop = mine.shop.id) => stalledWork(shop, rig.database.sql, NOW);

async function stepDue(due: Date, leasedUntil: Date | null = null): Promise<void> {
  const { sql } = rig.database;
  await sql.query(`UPDATE recovery_step SET state = 'pending', due_at = $2 WHERE id = $1`, [
    step,
    due,
  ]);
  await sql.query('UPDATE pending_step SET leased_until = $2 WHERE id = $1', [step, leasedUntil]);
}

describe('work that was due and did not start', () => {
  test('is counted with the oldest instant, for its own store only', async () => {
    await stepDue(ago(45));
    await rig.database.sql.query(
      `UPDATE message SET state = 'queued', next_attempt_at = $2 WHERE id = $1`,
      [message, ago(30)],
    );
    expect(await stalled()).toMatchObject({ steps: 1, messages: 1, since: ago(45) });
    expect(await stalled(other.shop.id)).toMatchObject({ steps: 0, messages: 0, since: null });
  });

  test('is not what is due later, nor what has just become due', async () => {
    await stepDue(after(60));
    expect(await stalled()).toMatchObject({ steps: 0, since: null });
    await stepDue(ago(GRACE_MINUTES - 1));
    expect(await stalled()).toMatchObject({ steps: 0, since: null });
  });

  test('is also what a worker took and did not bring to its end', async () => {
    await stepDue(ago(45), after(1));
    expect(await stalled()).toMatchObject({ steps: 1, since: ago(45) });
  });

  test('is told apart by whether anything works, and by a number that is held', async () => {
    expect(await stalled()).toMatchObject({ isWorked: false, holdReason: null });
    await rig.database.sql.query(`INSERT INTO worker_heartbeat (id, seen_at) VALUES ('w', now())`);
    expect(await stalled()).toMatchObject({ isWorked: true, holdReason: null });
    const { channels } = rig.stores;
    await channels.setState(mine.shop.id, mine.channel.id, 'paused', 'Meta has switched it off.');
    expect((await stalled()).holdReason).toBe('Meta has switched it off.');
    expect((await stalled(other.shop.id)).holdReason).toBeNull();
    await channels.setState(mine.shop.id, mine.channel.id, 'connected', null);
  });
});
