import type {
  CartId,
  CustomerId,
  LinkToken,
  MessageId,
  RecoveryId,
  SequenceId,
  ShopId,
} from '../kernel/ids';

/** A tracked link of one message. The token says nothing; everything is on the server. */
export interface TrackedLink {
  readonly token: LinkToken;
  readonly shopId: ShopId;
  readonly customerId: CustomerId;
  readonly recoveryId: RecoveryId;
  readonly sequenceId: SequenceId;
  readonly messageId: MessageId;
  readonly cartId: CartId;
  readonly discountCode: string | null;
  readonly createdAt: Date;
  readonly expiresAt: Date;
}

/** One opening of a link by a person. Append-only. */
export interface Touch {
  readonly shopId: ShopId;
  readonly token: LinkToken;
  readonly occurredAt: Date;
  /** Preview robots and prefetches are kept too, but they are not clicks. */
  readonly robot: boolean;
  /** Coarse class of the client ("whatsapp-preview", "mobile browser"); never the address. */
  readonly client: string;
}

/** A click with what it points at, as attribution reads it. */
export interface Click {
  readonly token: LinkToken;
  readonly occurredAt: Date;
  readonly customerId: CustomerId;
  readonly recoveryId: RecoveryId;
  readonly sequenceId: SequenceId;
  readonly cartId: CartId;
}
