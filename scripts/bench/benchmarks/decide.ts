import { DEFAULT_STEPS } from '../../../app/core/recovery/index';
import { FIRST_REMINDERS, ID, LEFT_AT, PEOPLE, quoted, settle } from './send-people';
import type { WorkerPart } from './worker-part';

/** As intake writes one that no catalogue knows, so that nobody looks for its photo. */
export const LINE_ITEMS = quoted([
  {
    productId: null,
    variantId: null,
    title: 'Merino Wool Crew Neck Sweater – Navy / M',
    variantTitle: 'Navy / M',
    sku: 'SKU-1',
    quantity: 1,
    unitPrice: { minor: 8900, currency: 'EUR' },
    compareAt: { minor: 11900, currency: 'EUR' },
    imageUrl: null,
  },
]);

/** Carts, and recoveries whose first or second step is due; who gets the second has had the first. */
export const DUE_STEPS: readonly string[] = [
  `INSERT INTO cart (shop_id, id, external_id, customer_id, phone, email, locale, line_items,
     total_minor, currency, recovery_url, state, last_activity_at, source_updated_at, abandoned_at)
   SELECT shop_id, id, 'checkout-' || n, id, phone, n || '@example.com', 'en', ${LINE_ITEMS},
     8900 + n, 'EUR', 'https://shop.example.com/recover/' || n, 'abandoned', ${LEFT_AT}, ${LEFT_AT},
     ${LEFT_AT} + interval '1 hour'
   FROM bench.person`,
  `INSERT INTO recovery (shop_id, id, customer_id, cart_id, sequence_id, steps, state, started_at)
   SELECT shop_id, id, id, id, 'default', ${quoted(DEFAULT_STEPS)}, 'active',
     ${LEFT_AT} + interval '1 hour'
   FROM bench.person`,
  `INSERT INTO recovery_cart (shop_id, cart_id, recovery_id) SELECT shop_id, id, id FROM bench.person`,
  `INSERT INTO recovery_step (shop_id, id, recovery_id, step_index, due_at, state)
   SELECT shop_id, id || '-' || place, id, place,
     now() + due_after * interval '1 second' + (place - step) * interval '2 days',
     CASE WHEN place < step THEN 'queued' ELSE 'pending' END
   FROM bench.person, generate_series(0, 1) place`,
  FIRST_REMINDERS,
];

/** A picture costs what \`image\` says; here there is none. */
const WITHOUT_PICTURES = `UPDATE template SET content = jsonb_set(content, '{header}', '"none"')`;

const ofBatch = 'FROM bench.person WHERE n BETWEEN $1 AND $2';
const TOLD = `INSERT INTO domain_event (shop_id, type, subject_id, occurred_at, payload, dispatched_at)`;

/** Due steps from their claim to the row of the message that is to be sent. */
export const DECIDE: WorkerPart = {
  name: 'decide',
  unit: 'steps/s',
  itemsOfPerson: 1,
  enough: { limit: 12_000, ours: 2_500 },
  done: `SELECT count(*)::int AS n FROM message WHERE state = 'queued'`,
  stage: (database, crowd) =>
    settle(database, { ...crowd, pace: 1_000 }, [
      ...PEOPLE,
      ...DUE_STEPS,
      WITHOUT_PICTURES,
      'ANALYZE message',
    ]),
  bare: [
    `INSERT INTO message (shop_id, id, direction, channel_id, customer_id, key, recipient_kind,
       recipient, body, category, recovery_id, step_id, link_token, state, created_at,
       next_attempt_at)
     SELECT shop_id, ${ID.replace('20e22', '20e23')}, 'out', shop_id, id,
       'recovery:' || id || ':' || step, 'phone', phone,
       jsonb_build_object('kind', 'template', 'name', 'cart_reminder', 'language', 'en',
         'bodyParameters', '["María", "Merino Wool Crew Neck Sweater – Navy / M", "Bench"]'::jsonb,
         'preview', repeat('Your cart is waiting. ', 12)),
       'marketing', id, id || '-' || step, md5(id), 'queued', now(), now() ${ofBatch}`,
    `UPDATE recovery_step s SET state = 'queued', message_id = p.id, decided_at = now()
     FROM bench.person p WHERE p.n BETWEEN $1 AND $2 AND s.shop_id = p.shop_id
       AND s.id = p.id || '-' || p.step`,
    `INSERT INTO tracked_link (token, shop_id, customer_id, recovery_id, sequence_id, message_id,
       cart_id, created_at, expires_at)
     SELECT md5(id), shop_id, id, id, 'default', ${ID.replace('20e22', '20e23')}, id, now(),
       now() + interval '45 days' ${ofBatch}`,
    `${TOLD} SELECT shop_id, 'message.queued', id, now(), jsonb_build_object('messageId', id), now()
     ${ofBatch}`,
    `UPDATE recovery r SET state = 'completed', ended_at = now()
     FROM bench.person p WHERE p.n BETWEEN $1 AND $2 AND p.step = 1 AND r.shop_id = p.shop_id
       AND r.id = p.id`,
    `${TOLD} SELECT shop_id, 'recovery.completed', id, now(), '{}', now() ${ofBatch} AND step = 1`,
  ],
  notes: [
    'Due steps of 100 stores, half of them first and half last ones, of people with an abandoned cart, a consent, and, before the last step, a reminder that was read; all of them end in a message. Templates without a picture: a picture costs what image says. Commits reach the disk.',
    'Limit: the rows that a step leaves (message, link, decision, events, the end of the recovery), of 200 steps a transaction in SQL, on two connections; nothing is claimed, locked, read or decided. There is no peer: nobody else decides by these rules.',
    'Ours: the worker’s own sweep alone: fair claims with a lease, every fact read again under the recovery’s lock before the outside work and once more after it, the message written down with its link.',
    'CPU is that of the contestant’s own process, without the database’s. p50 and p99 are milliseconds of a step from its start to its commit, with hundreds under way at once; growth is microseconds a step by stores.',
  ],
};
