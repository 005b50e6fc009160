import type pg from 'pg';

/** Rows of the app's database about one shop, as its own books have them. */
export interface AppRecords {
  /** By the checkout's token, or by the cart's where only that was ever told. */
  readonly carts: ReadonlyMap<string, CartRow>;
  readonly recoveries: ReadonlyMap<string, RecoveryRow>;
  readonly steps: readonly StepRow[];
  readonly messages: ReadonlyMap<string, MessageRow>;
  /** By the order's number in the store. */
  readonly orders: ReadonlyMap<string, OrderRow>;
}

export interface CartRow {
  readonly token: string;
  readonly state: string;
  readonly recovery: string | null;
}

export interface RecoveryRow {
  readonly id: string;
  readonly state: string;
  readonly reason: string | null;
  /** The token of the cart that its messages show. */
  readonly cart: string;
}

export interface StepRow {
  readonly id: string;
  readonly recovery: string;
  readonly index: number;
  readonly state: string;
  readonly reason: string | null;
  readonly message: string | null;
}

export interface MessageRow {
  readonly id: string;
  readonly recovery: string | null;
  readonly step: string | null;
  readonly index: number | null;
  readonly state: string;
  readonly failure: string | null;
}

export interface OrderRow {
  readonly order: string;
  /** When the app wrote the purchase down; null when it never was one to it. */
  readonly placedAt: number | null;
  readonly currency: string;
  readonly isAttributed: boolean;
  /** Sum of the entries of its attribution, minor units. */
  readonly attributedMinor: number;
  /** Currencies of the entries, each once. */
  readonly currencies: readonly string[];
}

const CARTS = `
  SELECT cart.external_id AS token, cart.state, link.recovery_id AS recovery
  FROM cart
  LEFT JOIN recovery_cart link ON link.shop_id = cart.shop_id AND link.cart_id = cart.id
  WHERE cart.shop_id = $1`;

const RECOVERIES = `
  SELECT recovery.id, recovery.state, recovery.reason, cart.external_id AS cart
  FROM recovery JOIN cart ON cart.shop_id = recovery.shop_id AND cart.id = recovery.cart_id
  WHERE recovery.shop_id = $1`;

const STEPS = `
  SELECT id, recovery_id AS recovery, step_index AS index, state, reason, message_id AS message
  FROM recovery_step WHERE shop_id = $1`;

const MESSAGES = `
  SELECT message.id, message.recovery_id AS recovery, message.step_id AS step,
         step.step_index AS index, message.state, message.failure_code AS failure
  FROM message
  LEFT JOIN recovery_step step ON step.shop_id = message.shop_id AND step.id = message.step_id
  WHERE message.shop_id = $1 AND message.direction = 'out'`;

const ORDERS = `
  SELECT orders.external_id AS order, orders.currency,
         (SELECT extract(epoch FROM min(occurred_at)) * 1000 FROM domain_event
          WHERE shop_id = orders.shop_id AND subject_id = orders.id
            AND type = 'order.placed')::float8 AS "placedAt",
         attribution.order_id IS NOT NULL AS "isAttributed",
         coalesce(sum(entry.amount_minor), 0)::float8 AS "attributedMinor",
         coalesce(array_agg(DISTINCT entry.currency) FILTER (WHERE entry.currency IS NOT NULL),
                  '{}') AS currencies
  FROM orders
  LEFT JOIN attribution
    ON attribution.shop_id = orders.shop_id AND attribution.order_id = orders.id
  LEFT JOIN attribution_entry entry
    ON entry.shop_id = orders.shop_id AND entry.order_id = orders.id
  WHERE orders.shop_id = $1
  GROUP BY orders.shop_id, orders.id, orders.external_id, orders.currency, attribution.order_id`;

/** Reads a shop's books. */
export async function readRecords(client: pg.Client, domain: string): Promise<AppRecords> {
  const [shop] = await rows<{ id: string }>(
    client,
    'SELECT id FROM shop WHERE domain = $1',
    domain,
  );
  const of = <Row extends object>(text: string): Promise<Row[]> =>
    rows<Row>(client, text, shop?.id ?? '');
  const carts = await of<CartRow>(CARTS);
  const recoveries = await of<RecoveryRow>(RECOVERIES);
  const messages = await of<MessageRow>(MESSAGES);
  const orders = await of<OrderRow>(ORDERS);
  return {
    carts: new Map(carts.map((row) => [row.token, row])),
    recoveries: new Map(recoveries.map((row) => [row.id, row])),
    steps: await of<StepRow>(STEPS),
    messages: new Map(messages.map((row) => [row.id, row])),
    orders: new Map(orders.map((row) => [row.order, row])),
  };
}

async function rows<Row extends object>(
  client: pg.Client,
  text: string,
  value: string,
): Promise<Row[]> {
  return (await client.query<Row>(text, [value])).rows;
}
