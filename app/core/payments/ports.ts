import type { Money } from '../kernel/money';
import type {
  OpenedSession,
  PaymentAsked,
  PaymentProviderId,
  SessionSeen,
} from './payment-session';
import type { SumObjection } from './read-sum';

/** What a merchant entered, and the provider's webhook that was made with it. */
export interface PaymentAccess {
  /** Stripe: a restricted key. PayPal: the client id and secret, joined by a colon. */
  readonly secret: string;
  /** Whether real money moves. */
  readonly live: boolean;
}

/** What keys are good for; `missing` names in the provider's words what they may not do. */
export type KeyCheck =
  | { readonly ok: true; readonly live: boolean; readonly account: string | null }
  | {
      readonly ok: false;
      readonly reason: 'refused' | 'missing';
      readonly missing: readonly string[];
    };

/** A webhook of the provider that is ours. */
export interface ProviderWebhook {
  readonly id: string;
  /** Stripe's signing secret; null where signatures are verified by asking the provider. */
  readonly secret: string | null;
}

/** What a verified webhook is about. It is a reason to look: what is true is read from the provider. */
export interface PaymentNews {
  /** The provider's id of the event; equal for every delivery of it. */
  readonly eventId: string;
  readonly type: string;
  /** Null when it does not name one; then `reference` may. */
  readonly sessionId: string | null;
  /** As in `SessionSeen`. */
  readonly reference: string | null;
  readonly at: Date;
}

export type VerifiedNews =
  | { readonly kind: 'verified'; readonly news: PaymentNews }
  | { readonly kind: 'refused'; readonly reason: string };

/** Header names in lower case. */
export type PaymentHeaders = Readonly<Record<string, string | readonly string[] | undefined>>;

/**
 * A payment provider as the app uses it. Every call can be repeated: what makes something carries a
 * key. Adapters throw VendorFault; `never` with the code `currency` or `amount` when the provider can't
 * take such a sum at all, with `not_found` for a session that it does not know, and `key_in_use` when
 * somebody else asks with the same key at this moment.
 */
export interface PaymentProvider {
  readonly id: PaymentProviderId;
  /** What keeps the provider from taking a sum, as far as that is known before it is asked. */
  objection(sum: Money): SumObjection | null;
  checkKeys(access: PaymentAccess): Promise<KeyCheck>;
  open(access: PaymentAccess, asked: PaymentAsked): Promise<OpenedSession>;
  /** The session as it is now; moves no money. */
  read(access: PaymentAccess, sessionId: string): Promise<SessionSeen>;
  /**
   * Takes the money of an approved session, once however often it is asked; answers the session as it
   * then is. Where nothing waits to be taken it only reads.
   */
  take(access: PaymentAccess, sessionId: string): Promise<SessionSeen>;
  /**
   * Closes the provider's page where that can be done, so that nobody pays from then on; elsewhere it
   * is for us not to take the money. Answers the session as it is, which may be paid already.
   */
  close(access: PaymentAccess, sessionId: string): Promise<SessionSeen>;
  /** Makes our webhook at this address; one that is there already is replaced, for its secret is lost. */
  createWebhook(access: PaymentAccess, url: string): Promise<ProviderWebhook>;
  removeWebhook(access: PaymentAccess, webhookId: string): Promise<void>;
  /** Checks a webhook over its bytes as they came, before a word of them is believed. */
  verify(
    body: Uint8Array,
    headers: PaymentHeaders,
    webhook: ProviderWebhook,
    access: PaymentAccess,
    now: Date,
  ): Promise<VerifiedNews>;
}
