import type {
  ChannelId,
  ConversationId,
  CustomerId,
  LinkToken,
  MessageId,
  RecoveryId,
  RecoveryStepId,
  ShopId,
} from '#core/kernel/ids';
import type { DeliveryState, MessageBody, OutboundMessage, Recipient } from '#core/messaging/index';
import type { Sql } from './client';

export interface OutboundRow {
  readonly id: MessageId;
  readonly shop_id: ShopId;
  readonly channel_id: ChannelId;
  readonly customer_id: CustomerId;
  readonly conversation_id: ConversationId | null;
  readonly key: string;
  readonly recipient_kind: Recipient['kind'];
  readonly recipient: string | null;
  readonly body: MessageBody;
  readonly category: OutboundMessage['category'];
  readonly recovery_id: RecoveryId | null;
  readonly step_id: RecoveryStepId | null;
  readonly link_token: LinkToken | null;
  readonly state: DeliveryState;
  readonly attempts: number;
  readonly vendor_id: string | null;
  readonly failure_code: string | null;
  readonly wait_reason: string | null;
  readonly created_at: Date;
  readonly sent_at: Date | null;
}

/** After an erasure the recipient is an empty text; such a message is never queued. */
const toRecipient = (kind: Recipient['kind'], value: string): Recipient =>
  kind === 'phone' ? { kind, phone: value } : { kind, userId: value };

export const recipientValue = (to: Recipient): string =>
  to.kind === 'phone' ? to.phone : to.userId;

export const toOutbound = (row: OutboundRow): OutboundMessage => ({
  id: row.id,
  shopId: row.shop_id,
  channelId: row.channel_id,
  customerId: row.customer_id,
  conversationId: row.conversation_id,
  key: row.key,
  to: toRecipient(row.recipient_kind, row.recipient ?? ''),
  body: row.body,
  category: row.category,
  recoveryId: row.recovery_id,
  stepId: row.step_id,
  linkToken: row.link_token,
  state: row.state,
  attempts: row.attempts,
  vendorId: row.vendor_id,
  failureCode: row.failure_code,
  waitReason: row.wait_reason,
  createdAt: row.created_at,
  sentAt: row.sent_at,
});

/** Outgoing messages that match, oldest first. */
export async function outboundWhere(
  sql: Sql,
  where: string,
  values: readonly unknown[],
): Promise<readonly OutboundMessage[]> {
  const rows = await sql.query<OutboundRow>(
    `SELECT * FROM message WHERE direction = 'out' AND ${where} ORDER BY created_at, id`,
    values,
  );
  return rows.map(toOutbound);
}
