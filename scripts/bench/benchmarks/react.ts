import { DEFAULT_STEPS } from '../../../app/core/recovery/index';
import { LINE_ITEMS } from './decide';
import { ID, PEOPLE, quoted, settle } from './send-people';
import type { WorkerPart } from './worker-part';

const OPEN_CARTS = `
  INSERT INTO cart (shop_id, id, external_id, customer_id, phone, email, locale, line_items,
    total_minor, currency, recovery_url, state, last_activity_at, source_updated_at)
  SELECT shop_id, id, 'checkout-' || n, id, phone, n || '@example.com', 'en', ${LINE_ITEMS},
    8900, 'EUR', 'https://shop.example.com/recover/' || n, 'open', now() - interval '90 minutes',
    now() - interval '90 minutes'
  FROM bench.person`;

const RECOVERY = ID.replace('20e22', '20e23');
const ofBatch = 'FROM bench.person WHERE n BETWEEN $1 AND $2';
const TOLD = `INSERT INTO domain_event (shop_id, type, subject_id, occurred_at, payload, dispatched_at)`;

/** Idle carts from being found to their recovery with its steps. */
export const REACT: WorkerPart = {
  name: 'react',
  unit: 'carts/s',
  itemsOfPerson: 1,
  enough: { limit: 12_000, ours: 2_500 },
  done: `SELECT count(*)::int AS n FROM recovery`,
  stage: (database, crowd) =>
    settle(database, { ...crowd, pace: 1_000 }, [
      `UPDATE shop SET settings = '{"inactivityMinutes": 60}'`,
      ...PEOPLE,
      OPEN_CARTS,
      'ANALYZE domain_event, assignment',
    ]),
  bare: [
    `UPDATE cart c SET state = 'abandoned', abandoned_at = now()
     FROM bench.person p WHERE p.n BETWEEN $1 AND $2 AND c.shop_id = p.shop_id AND c.id = p.id`,
    `${TOLD} SELECT shop_id, 'cart.abandoned', id, now(), jsonb_build_object('customerId', id), now()
     ${ofBatch}`,
    `INSERT INTO assignment (shop_id, experiment_key, customer_id, arm, assigned_at)
     SELECT shop_id, 'holdout', id, 'treatment', now() ${ofBatch}`,
    `INSERT INTO recovery (shop_id, id, customer_id, cart_id, sequence_id, steps, state, started_at)
     SELECT shop_id, ${RECOVERY}, id, id, 'default', ${quoted(DEFAULT_STEPS)}, 'active', now()
     ${ofBatch}`,
    `INSERT INTO recovery_cart (shop_id, cart_id, recovery_id)
     SELECT shop_id, id, ${RECOVERY} ${ofBatch}`,
    `INSERT INTO recovery_step (shop_id, id, recovery_id, step_index, due_at, state)
     SELECT shop_id, id || '-' || place, ${RECOVERY}, place, now() + interval '1 day', 'pending'
     FROM bench.person, generate_series(0, 1) place WHERE n BETWEEN $1 AND $2`,
    `${TOLD} SELECT shop_id, 'recovery.started', ${RECOVERY}, now(),
       jsonb_build_object('cartId', id), now() ${ofBatch}`,
  ],
  notes: [
    'Carts of 100 stores that have been idle for longer than the store’s patience, each of a person with a consent; each gets a recovery of two steps, one in ten as held out. Commits reach the disk.',
    'Limit: the rows that this leaves (cart, arm, recovery, its cart and its steps, two events), of 200 carts a transaction in SQL, on two connections, with the triggers of Home’s figures; nothing is looked for, read or decided. There is no peer: nobody else has these rules.',
    'Ours: two of the worker’s own sweeps alone, which find idle carts and react to their events: purchases, consents, sequences and a running recovery of the person looked up, the arm drawn, the recovery written.',
    'CPU is that of the contestant’s own process, without the database’s. p50 and p99 are milliseconds of a batch of events; growth is microseconds a cart by stores.',
  ],
};
