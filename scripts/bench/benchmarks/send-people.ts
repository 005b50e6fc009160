import { createCipher } from '../../../app/adapters/postgres/cipher';
import { channelTokenContext } from '../../../app/adapters/postgres/channel-store';
import { STANDARD_TEMPLATES } from '../../../app/core/messaging/index';
import { DEFAULT_STEPS } from '../../../app/core/recovery/index';
import { FOLLOW_STEPS, type BenchDatabase } from '../harness/database';
import { ENCRYPTION_KEYS } from './product';
import { placesAt } from './send-places';

/** People with an abandoned cart whose reminder is written and waits to be sent. */
export interface Crowd {
  readonly people: number;
  /** Stores that share them evenly, each with a number and a portfolio of its own. */
  readonly shops: number;
  /** Messages a second of each number. */
  readonly pace: number;
  /** SQL over a person's number \`n\`: 'fine', or what else is the matter with them. */
  readonly kind?: string;
  /** SQL over \`n\`: seconds from the start to when the reminder is due; 0 when left out. */
  readonly dueAfter?: string;
  /** Seconds from the last statement's begin to the start. */
  readonly lead?: number;
}

/** Of each person: their cart, recovery, step and message all have it. */
export const ID = `'01a20e22-0000-7000-8000-' || lpad(n::text, 12, '0')`;
export const quoted = (value: unknown): string =>
  `'${JSON.stringify(value).replaceAll("'", "''")}'`;

function personRows({ people, shops, kind = `'fine'`, dueAfter = '0' }: Crowd): string {
  const { awake, asleep } = placesAt(new Date());
  const inPlace = (awakeHas: string, asleepHas: string) =>
    `CASE kind WHEN 'asleep' THEN ${asleepHas} ELSE ${awakeHas} END`;
  const phone = ({ prefix, digits }: typeof awake) =>
    `'${prefix}' || lpad(n::text, ${digits}, '0')`;
  return `CREATE UNLOGGED TABLE bench.person AS
    SELECT n, ${ID} AS id, 'bench-' || n % ${shops} AS shop_id, kind, (${dueAfter})::float8 AS due_after,
      ${inPlace(phone(awake), phone(asleep))} AS phone,
      ${inPlace(`'${awake.zone}'`, `'${asleep.zone}'`)} AS zone,
      CASE kind WHEN 'no_consent' THEN 1 ELSE n / ${shops} % 2 END AS step
    FROM (SELECT n, ${kind} AS kind FROM generate_series(0, ${people - 1}) n) x`;
}

function channelRows({ shops, pace }: Crowd): string {
  const cipher = createCipher(ENCRYPTION_KEYS);
  const tokens = Array.from({ length: shops }, (_, shop) =>
    cipher.encrypt('x'.repeat(190), channelTokenContext(`bench-${shop}`, `bench-${shop}`)),
  );
  return `INSERT INTO channel (id, shop_id, phone_number_id, waba_id, display_phone, state, quality,
      messages_per_second, access_token, portfolio_id)
    SELECT 'bench-' || n, 'bench-' || n, 100000000000000 + n, '200', '+39 06 1', 'connected', 'GREEN',
      ${pace}, token, 'bench-' || n
    FROM (SELECT token, place - 1 AS n
          FROM unnest('{${tokens.join(',')}}'::text[]) WITH ORDINALITY given (token, place)) x`;
}

const templates = STANDARD_TEMPLATES.filter(({ language }) => language === 'en');

const shopRows = (crowd: Crowd): readonly string[] => [
  `INSERT INTO shop (id, platform, domain, name, currency, time_zone, country_code, locale, state,
     settings)
   SELECT 'bench-' || n, 'shopify', 'shop-' || n || '.myshopify.com', 'Bench', 'EUR', 'Europe/Rome',
     'IT', 'en', 'installed', '{}'
   FROM generate_series(0, ${crowd.shops - 1}) n`,
  // The round that compares stores with their platform has just been; there is no platform here.
  `INSERT INTO sweep_mark (shop_id, name, reached_at)
   SELECT shop.id, mark, now() + interval '1 day'
   FROM shop, unnest('{reconcile,catalog,templates}'::text[]) mark`,
  `INSERT INTO portfolio (id, daily_limit)
   SELECT 'bench-' || n, 100000 FROM generate_series(0, ${crowd.shops - 1}) n`,
  channelRows(crowd),
  ...templates.map(
    ({ name, category, content }) =>
      `INSERT INTO template (shop_id, id, name, language, category, approved_category, state,
         vendor_id, content)
       SELECT id, '${name}', '${name}', 'en', '${category}', '${category}', 'approved', id, ${quoted(content)}
       FROM shop`,
  ),
  `INSERT INTO sequence (shop_id, id, name, state, steps, priority)
   SELECT id, 'default', 'Cart recovery', 'active', ${quoted(DEFAULT_STEPS)}, 0 FROM shop`,
];

/** The cart was left an hour, and the step's own time, before the reminder is due. */
export const LEFT_AT = `now() + due_after * interval '1 second' - interval '90 minutes'
  - CASE step WHEN 0 THEN interval '24 hours' ELSE interval '72 hours' END`;

/** The people themselves, and what they allowed. */
export const PEOPLE: readonly string[] = [
  `INSERT INTO customer (shop_id, id, first_name, locale)
   SELECT shop_id, id, 'María', 'en' FROM bench.person`,
  `INSERT INTO customer_identity (shop_id, customer_id, kind, value)
   SELECT shop_id, id, kind, value
   FROM (SELECT shop_id, id, phone, n FROM bench.person) p,
     LATERAL (VALUES ('phone', phone), ('email', n || '@example.com')) said (kind, value)`,
  `INSERT INTO consent_record (shop_id, customer_id, state, source, occurred_at, proof, key)
   SELECT shop_id, id, CASE kind WHEN 'opted_out' THEN 'withdrawn' ELSE 'granted' END,
     'checkout_checkbox', now() - interval '4 days', '{}', id
   FROM bench.person WHERE kind <> 'no_consent'`,
];

const whatTheyLeft: readonly string[] = [
  `INSERT INTO cart (shop_id, id, external_id, customer_id, phone, email, locale, line_items,
     total_minor, currency, state, last_activity_at, source_updated_at, abandoned_at)
   SELECT shop_id, id, 'checkout-' || n, id, phone, n || '@example.com', 'en',
     '[{"title": "Merino Wool Crew Neck Sweater – Navy / M", "quantity": 1}]', 8900, 'EUR',
     'abandoned', ${LEFT_AT}, ${LEFT_AT}, ${LEFT_AT} + interval '1 hour'
   FROM bench.person`,
  `INSERT INTO recovery (shop_id, id, customer_id, cart_id, sequence_id, steps, state, started_at)
   SELECT shop_id, id, id, id, 'default', ${quoted(DEFAULT_STEPS)},
     CASE step WHEN 0 THEN 'active' ELSE 'completed' END, ${LEFT_AT} + interval '1 hour'
   FROM bench.person`,
  `INSERT INTO recovery_cart (shop_id, cart_id, recovery_id) SELECT shop_id, id, id FROM bench.person`,
  `INSERT INTO recovery_step (shop_id, id, recovery_id, step_index, due_at, state)
   SELECT shop_id, id || '-' || place, id, place, now() + (place - step) * interval '2 days',
     CASE WHEN place <= step THEN 'queued' ELSE 'pending' END
   FROM bench.person, generate_series(0, 1) place`,
  `INSERT INTO orders (shop_id, id, external_id, name, customer_id, checkout_token, total_minor,
     current_total_minor, currency, payment, placed_at, source_updated_at)
   SELECT shop_id, id, n, '#' || n, id, 'checkout-' || n, 8900, 8900, 'EUR', 'paid',
     now() - interval '10 minutes', now() FROM bench.person WHERE kind = 'bought'`,
];

const COLUMNS = `shop_id, id, direction, channel_id, customer_id, key, recipient_kind, recipient, body,
  category, recovery_id, step_id, state, attempts, vendor_id, created_at, next_attempt_at,
  attempted_at, sent_at, read_at`;

const messageBody = (
  name: string,
): string => `jsonb_build_object('kind', 'template', 'name', ${name},
  'language', 'en', 'headerImageUrl', 'https://app.example.com/media/' || md5(id) || '.jpg',
  'bodyParameters', CASE step WHEN 0 THEN '["María", "Merino Wool Crew Neck Sweater – Navy", "Bench"]'
    ELSE '["María", "Bench", "Merino Wool Crew Neck Sweater – Navy", "€89.00"]' END::jsonb,
  'buttons', jsonb_build_array(jsonb_build_object('kind', 'url', 'suffix', md5(id)),
    jsonb_build_object('kind', 'quick_reply', 'payload', id || ':1')),
  'preview', repeat('Your cart is waiting. ', 12))`;

/** Who gets the second reminder has read the first one two days ago. */
export const FIRST_REMINDERS = `INSERT INTO message (${COLUMNS})
  SELECT shop_id, '00' || substr(id, 3), 'out', shop_id, id, 'recovery:' || id || ':0', 'phone', phone,
    ${messageBody(`'cart_reminder'`)}, 'marketing', id, id || '-0', 'read', 1, 'earlier-' || n, at, at, at,
    at, at + interval '1 hour'
  FROM (SELECT *, now() - interval '2 days' AS at FROM bench.person WHERE step = 1) p`;

const queued = (lead: number): string => `INSERT INTO message (${COLUMNS})
  SELECT shop_id, id, 'out', shop_id, id, 'recovery:' || id || ':' || step, 'phone', phone,
    ${messageBody(`CASE step WHEN 0 THEN 'cart_reminder' ELSE 'cart_reminder_last' END`)}, 'marketing',
    id, id || '-' || step, 'queued', 0, NULL, now(),
    now() + (${lead} + due_after) * interval '1 second', NULL, NULL, NULL
  FROM bench.person`;

/** Two answers besides the reminder, all due at once: a person gets one message in six seconds. */
const answers = (lead: number): string => `INSERT INTO message (${COLUMNS})
  SELECT shop_id, id || '-' || place, 'out', shop_id, id, 'reply:' || id || ':' || place, 'phone',
    phone, '{"kind": "text", "text": "Yes, it is."}', 'service', NULL, NULL, 'queued', 0, NULL, now(),
    now() + (${lead} + due_after) * interval '1 second', NULL, NULL, NULL
  FROM bench.person, generate_series(1, 2) place WHERE kind = 'chatty'`;

const TABLES =
  'customer, customer_identity, consent_record, cart, recovery, recovery_cart, recovery_step, pending_step, orders';

/**
 * Empties the tables and puts a crowd into them. The reminders come in one transaction, so that a
 * worker that looks on sees all of them at once; foreign keys hold by construction.
 * @param more statements, before the reminders are there
 */
export async function gather(
  database: BenchDatabase,
  crowd: Crowd,
  more: readonly string[] = [],
): Promise<void> {
  const { lead = 0 } = crowd;
  await settle(database, crowd, [...PEOPLE, ...whatTheyLeft, ...more]);
  await database.run(
    'BEGIN',
    FIRST_REMINDERS,
    queued(lead),
    answers(lead),
    'ANALYZE message',
    'COMMIT',
  );
}

/**
 * Empties the tables and puts the crowd's stores into them.
 * @param rows SQL of what else there is; `bench.person` has the people
 */
export async function settle(
  database: BenchDatabase,
  crowd: Crowd,
  rows: readonly string[],
): Promise<void> {
  await database.run(
    'TRUNCATE shop, portfolio, domain_event, receipt, receipt_key, number_pace, figure_delta CASCADE',
    'CREATE SCHEMA IF NOT EXISTS bench',
    'DROP TABLE IF EXISTS bench.person',
    personRows(crowd),
    'CREATE UNIQUE INDEX ON bench.person (n)',
    'ANALYZE bench.person',
    'SET session_replication_role = replica',
    ...shopRows(crowd),
    ...rows,
    FOLLOW_STEPS,
    `VACUUM ANALYZE shop, channel, template, portfolio, ${TABLES}`,
    'CHECKPOINT',
  );
}
