import type { LinkStore, TrackedLink } from '#core/attribution/index';
import type {
  CartId,
  CustomerId,
  LinkToken,
  MessageId,
  RecoveryId,
  SequenceId,
  ShopId,
} from '#core/kernel/ids';
import type { Sql } from './client';
import { iso } from './instants';
import { listWrite } from './list-writes';
import { prepared } from './prepared';

export interface LinkRow {
  readonly token: LinkToken;
  readonly shop_id: ShopId;
  readonly customer_id: CustomerId;
  readonly recovery_id: RecoveryId;
  readonly sequence_id: SequenceId;
  readonly message_id: MessageId;
  readonly cart_id: CartId;
  readonly discount_code: string | null;
  readonly created_at: Date;
  readonly expires_at: Date;
}

export const toLink = (row: LinkRow): TrackedLink => ({
  token: row.token,
  shopId: row.shop_id,
  customerId: row.customer_id,
  recoveryId: row.recovery_id,
  sequenceId: row.sequence_id,
  messageId: row.message_id,
  cartId: row.cart_id,
  discountCode: row.discount_code,
  createdAt: row.created_at,
  expiresAt: row.expires_at,
});

const SAVE = listWrite(
  prepared(
    `INSERT INTO tracked_link (token, shop_id, customer_id, recovery_id, sequence_id, message_id,
       cart_id, discount_code, created_at, expires_at)
     SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[],
       $7::text[], $8::text[], $9::timestamptz[], $10::timestamptz[])`,
  ),
);

export const linkStore = (sql: Sql): LinkStore => ({
  async save(link) {
    await sql.query(SAVE, [
      [link.token],
      [link.shopId],
      [link.customerId],
      [link.recoveryId],
      [link.sequenceId],
      [link.messageId],
      [link.cartId],
      [link.discountCode],
      [iso(link.createdAt)],
      [iso(link.expiresAt)],
    ]);
  },
  async byToken(token) {
    const [row] = await sql.query<LinkRow>('SELECT * FROM tracked_link WHERE token = $1', [token]);
    return row ? toLink(row) : null;
  },
  async recordTouch(touch) {
    await sql.query(
      `INSERT INTO touch (shop_id, token, occurred_at, robot, client) VALUES ($1, $2, $3, $4, $5)`,
      [touch.shopId, touch.token, touch.occurredAt, touch.robot, touch.client],
    );
  },
});
