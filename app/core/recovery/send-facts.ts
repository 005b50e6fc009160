import type { Cart, Customer } from '#core/commerce/index';
import type { ConsentFact } from '#core/consent/index';
import type { CustomerId, RecoveryId, RecoveryStepId, ShopId } from '../kernel/ids';
import type { Recovery } from './recovery';
import type { SequenceStep } from './sequence';

/** Which step of which recovery a message is. */
export interface SendAsked {
  readonly shopId: ShopId;
  readonly recoveryId: RecoveryId;
  readonly stepId: RecoveryStepId;
}

/** How the recovery behind a message stands. */
export interface SendStand {
  readonly recovery: Pick<Recovery, 'state' | 'reason' | 'startedAt' | 'customerId' | 'sequenceId'>;
  /** The step's definition as the recovery keeps it; null when it has none. */
  readonly step: SequenceStep | null;
  readonly index: number;
  /** As in `StepFacts`. */
  readonly retry: { readonly from: Date; readonly overtaken: boolean } | null;
  /** The cart that the message shows; null when it is gone. */
  readonly cart:
    | (Pick<Cart, 'state' | 'lastActivityAt' | 'phone' | 'email' | 'countryCode'> & {
        readonly itemCount: number;
        readonly totalMinor: number;
      })
    | null;
}

export interface PersonAsked {
  readonly shopId: ShopId;
  readonly recoveryId: RecoveryId;
  readonly customerId: CustomerId | null;
  readonly phone: string | null;
  readonly email: string | null;
  /** From when on an order of the person counts as the purchase; one of the carts always does. */
  readonly purchasesSince: Date;
  readonly repliesSince: Date;
}

/** What is known of the person behind a message at this moment. */
export interface SendPerson {
  /** Null when nobody is there any more. */
  readonly customer: Pick<Customer, 'countryCode' | 'identities'> | null;
  readonly consents: readonly ConsentFact[];
  readonly purchased: boolean;
  /** Whether they ordered before now. */
  readonly returning: boolean;
  readonly replied: boolean;
  readonly paymentPending: boolean;
}

/** Reads the facts of many messages in a statement each; answers are in the order of the questions. */
export interface SendFactStore {
  /** Null for what is gone. */
  stands(asked: readonly SendAsked[]): Promise<readonly (SendStand | null)[]>;
  people(asked: readonly PersonAsked[], now: Date): Promise<readonly SendPerson[]>;
}
