import type { Sql } from '#adapters/postgres/client';
import type { Proof } from '#core/attribution/index';
import type { CartState, LineItem } from '#core/commerce/index';
import type { ConsentSource } from '#core/consent/index';
import type { CustomerId, ShopId } from '#core/kernel/ids';
import type { DeliveryState, InboundBody, MessageBody } from '#core/messaging/index';
import type { NonSendReason, StepState } from '#core/recovery/index';

export interface CartRow {
  readonly id: string;
  readonly state: CartState;
  readonly lineItems: readonly LineItem[];
  readonly totalMinor: number;
  readonly currency: string;
  readonly phoneProblem: string | null;
  readonly lastActivityAt: Date;
}

export interface RecoveryRow {
  readonly id: string;
  readonly sequenceName: string | null;
  readonly state: string;
}

export interface StepRow {
  readonly recoveryId: string;
  readonly index: number;
  readonly dueAt: Date;
  readonly state: StepState;
  readonly reason: NonSendReason | null;
}

export interface MessageRow {
  readonly id: string;
  readonly direction: 'in' | 'out';
  readonly body: InboundBody | MessageBody;
  readonly state: DeliveryState | 'received';
  readonly failureCode: string | null;
  readonly recoveryId: string | null;
  readonly stepIndex: number | null;
  readonly createdAt: Date;
  readonly sentAt: Date | null;
  readonly endedAt: Date | null;
  readonly nextAttemptAt: Date | null;
  readonly waitReason: string | null;
  /** People a day that the number's business may reach, where WhatsApp has told. */
  readonly dailyLimit: number | null;
  readonly deadlineAt: Date | null;
}

export interface StatusRow {
  readonly messageId: string;
  readonly state: 'sent' | 'delivered' | 'read' | 'failed';
  readonly code: string | null;
  readonly at: Date;
  readonly moved: boolean;
}

export interface EventRow {
  readonly id: number;
  readonly type: string;
  readonly subjectId: string;
  readonly at: Date;
  readonly payload: Readonly<Record<string, unknown>>;
}

export interface TouchRow {
  readonly at: Date;
  readonly robot: boolean;
  readonly client: string;
}

export interface ConsentRow {
  readonly at: Date;
  readonly state: 'granted' | 'withdrawn';
  readonly source: ConsentSource;
}

export interface OrderRow {
  readonly id: string;
  readonly name: string;
  readonly totalMinor: number;
  readonly currency: string;
  readonly placedAt: Date;
  readonly paidAt: Date | null;
  readonly cancelledAt: Date | null;
}

export interface CreditRow {
  readonly orderName: string | null;
  readonly proof: Proof;
  readonly evidence: string;
  readonly sequenceName: string | null;
  readonly kind: 'credit' | 'refund' | 'cancellation' | 'edit';
  readonly amountMinor: number;
  readonly currency: string;
  readonly at: Date;
}

/** All rows that tell about one shopper. */
export interface TimelineRows {
  readonly carts: readonly CartRow[];
  readonly recoveries: readonly RecoveryRow[];
  readonly steps: readonly StepRow[];
  readonly messages: readonly MessageRow[];
  readonly statuses: readonly StatusRow[];
  readonly events: readonly EventRow[];
  readonly touches: readonly TouchRow[];
  readonly consents: readonly ConsentRow[];
  readonly orders: readonly OrderRow[];
  readonly credits: readonly CreditRow[];
}

/** Rows of a kind that one page reads at most; the latest ones. */
const MOST = 500;

const CARTS = `SELECT id, state, line_items AS "lineItems", total_minor AS "totalMinor", currency,
    phone_problem AS "phoneProblem", last_activity_at AS "lastActivityAt"
  FROM cart WHERE shop_id = $1 AND customer_id = $2 ORDER BY last_activity_at DESC LIMIT ${MOST}`;

const RECOVERIES = `SELECT r.id, s.name AS "sequenceName", r.state FROM recovery r
  LEFT JOIN sequence s ON s.shop_id = r.shop_id AND s.id = r.sequence_id
  WHERE r.shop_id = $1 AND r.customer_id = $2 ORDER BY r.started_at DESC LIMIT ${MOST}`;

const STEPS = `SELECT p.recovery_id AS "recoveryId", p.step_index AS index, p.due_at AS "dueAt",
    p.state, p.reason
  FROM recovery_step p JOIN recovery r ON r.shop_id = p.shop_id AND r.id = p.recovery_id
  WHERE p.shop_id = $1 AND r.customer_id = $2 ORDER BY p.due_at DESC LIMIT ${MOST}`;

const MESSAGES = `SELECT m.id, m.direction, m.body, m.state, m.failure_code AS "failureCode",
    m.recovery_id AS "recoveryId", p.step_index AS "stepIndex", m.created_at AS "createdAt",
    m.sent_at AS "sentAt", m.ended_at AS "endedAt", m.next_attempt_at AS "nextAttemptAt",
    m.deadline_at AS "deadlineAt", m.wait_reason AS "waitReason", f.daily_limit AS "dailyLimit"
  FROM message m LEFT JOIN recovery_step p ON p.shop_id = m.shop_id AND p.id = m.step_id
  LEFT JOIN channel c ON c.shop_id = m.shop_id AND c.id = m.channel_id
  LEFT JOIN portfolio f ON f.id = c.portfolio_id
  WHERE m.shop_id = $1 AND m.customer_id = $2 ORDER BY m.created_at DESC LIMIT ${MOST}`;

const STATUSES = `SELECT s.message_id AS "messageId", s.state, s.code, s.occurred_at AS at, s.moved
  FROM message_status s JOIN message m ON m.shop_id = s.shop_id AND m.id = s.message_id
  WHERE s.shop_id = $1 AND m.customer_id = $2 ORDER BY s.occurred_at DESC LIMIT ${MOST}`;

/** Events name rows, not people: those of the person's carts and recoveries. */
const EVENTS = `SELECT id, type, subject_id AS "subjectId", occurred_at AS at, payload
  FROM domain_event
  WHERE shop_id = $1 AND subject_id IN (
    SELECT id FROM cart WHERE shop_id = $1 AND customer_id = $2
    UNION ALL SELECT id FROM recovery WHERE shop_id = $1 AND customer_id = $2
    UNION ALL SELECT $2)
  ORDER BY id DESC LIMIT ${MOST}`;

const TOUCHES = `SELECT t.occurred_at AS at, t.robot, t.client
  FROM tracked_link l JOIN touch t ON t.shop_id = l.shop_id AND t.token = l.token
  WHERE l.shop_id = $1 AND l.customer_id = $2 ORDER BY t.occurred_at DESC LIMIT ${MOST}`;

const CONSENTS = `SELECT occurred_at AS at, state, source FROM consent_record
  WHERE shop_id = $1 AND customer_id = $2 ORDER BY occurred_at DESC LIMIT ${MOST}`;

const ORDERS = `SELECT id, name, total_minor AS "totalMinor", currency, placed_at AS "placedAt",
    paid_at AS "paidAt", cancelled_at AS "cancelledAt"
  FROM orders WHERE shop_id = $1 AND customer_id = $2 ORDER BY placed_at DESC LIMIT ${MOST}`;

const CREDITS = `SELECT o.name AS "orderName", a.proof, a.evidence, s.name AS "sequenceName", e.kind,
    e.amount_minor AS "amountMinor", e.currency, e.occurred_at AS at
  FROM recovery r
  JOIN attribution a ON a.shop_id = r.shop_id AND a.recovery_id = r.id
  JOIN attribution_entry e ON e.shop_id = a.shop_id AND e.order_id = a.order_id
  LEFT JOIN orders o ON o.shop_id = a.shop_id AND o.id = a.order_id
  LEFT JOIN sequence s ON s.shop_id = a.shop_id AND s.id = a.sequence_id
  WHERE r.shop_id = $1 AND r.customer_id = $2 ORDER BY e.occurred_at DESC LIMIT ${MOST}`;

/** Reads everything about one shopper of one shop. */
export async function timelineRows(
  shopId: ShopId,
  sql: Sql,
  customerId: CustomerId,
): Promise<TimelineRows> {
  const read = <Row extends object>(text: string): Promise<Row[]> =>
    sql.query<Row>(text, [shopId, customerId]);
  const [carts, recoveries, steps, messages, statuses] = await Promise.all([
    read<CartRow>(CARTS),
    read<RecoveryRow>(RECOVERIES),
    read<StepRow>(STEPS),
    read<MessageRow>(MESSAGES),
    read<StatusRow>(STATUSES),
  ]);
  const [events, touches, consents, orders, credits] = await Promise.all([
    read<EventRow>(EVENTS),
    read<TouchRow>(TOUCHES),
    read<ConsentRow>(CONSENTS),
    read<OrderRow>(ORDERS),
    read<CreditRow>(CREDITS),
  ]);
  return {
    carts,
    recoveries,
    steps,
    messages,
    statuses,
    events,
    touches,
    consents,
    orders,
    credits,
  };
}
