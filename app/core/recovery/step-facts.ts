import type { CartState } from '#core/commerce/index';
import type { ContactVerdict } from '#core/consent/index';
import type { ChannelState, FrequencyCap, QuietHoursPolicy } from '#core/messaging/index';
import type { NonSendReason } from './non-send-reason';
import type { SequenceState, SequenceStep } from './sequence';

/** What became of the message of the step before; null when that step sent none. */
export interface PreviousMessage {
  readonly read: boolean;
  readonly clicked: boolean;
}

/**
 * Everything that decides over one step, as it is at this moment. Gathered twice for each message:
 * before the work outside and again in the transaction that writes the message down.
 */
export interface StepFacts {
  readonly recovery:
    | { readonly running: true; readonly heldOut: boolean }
    | { readonly running: false; readonly reason: NonSendReason };
  readonly step: SequenceStep;
  /**
   * Set for the one more try of a message that the vendor kept back: the earliest instant that the
   * vendor allows, and whether a later step has written since. Its usefulness counts from there.
   */
  readonly retry: { readonly from: Date; readonly overtaken: boolean } | null;
  readonly shopInstalled: boolean;
  /** The sequence's state now; null when it is gone. */
  readonly sequence: SequenceState | null;
  /** The cart that the message would show; null when it is gone. Minor units of its currency. */
  readonly cart: {
    readonly state: CartState;
    readonly itemCount: number;
    readonly totalMinor: number;
  } | null;
  /** When the cart became, or will become, abandoned: its last activity and the shop's patience. */
  readonly anchor: Date;
  readonly purchased: boolean;
  readonly repliedSinceStart: boolean;
  /** Whether something received for the shop waits to be read; a purchase may be in it. */
  readonly unreadReceipts: boolean;
  /** Whether money for one of the carts may be on its way: a link is being paid, or its news is. */
  readonly paymentPending: boolean;
  /** Whether the law and the person's own word let us write. */
  readonly contact: ContactVerdict;
  readonly recipient: 'known' | 'no_phone' | 'phone_invalid' | 'not_on_whatsapp';
  readonly returningCustomer: boolean;
  readonly previous: PreviousMessage | null;
  readonly template: 'approved' | 'missing' | 'paused';
  readonly channel: ChannelState | null;
  /** IANA zones that the message must suit, the most populous first; never empty. */
  readonly zones: readonly string[];
  readonly quietHours: QuietHoursPolicy;
  /** When marketing messages to the person went or may have gone out. */
  readonly sentTimes: readonly Date[];
  readonly caps: readonly FrequencyCap[];
}

/** Whether a step's condition holds for the cart, the person and the message before. */
export const conditionHolds = (facts: ConditionFacts): boolean =>
  isLargeEnough(facts) && isAddressed(facts) && previousFits(facts);

type ConditionFacts = Pick<StepFacts, 'step' | 'cart' | 'returningCustomer' | 'previous'>;

const isLargeEnough = ({ step, cart }: ConditionFacts): boolean =>
  (cart?.totalMinor ?? 0) >= (step.condition.minTotalMinor ?? 0);

function isAddressed({ step, returningCustomer }: ConditionFacts): boolean {
  const { customers } = step.condition;
  return customers === 'all' || (customers === 'returning') === returningCustomer;
}

/** A step that sent nothing was neither read nor clicked. */
function previousFits({ step, previous }: ConditionFacts): boolean {
  switch (step.condition.previous) {
    case 'any':
      return true;
    case 'not_read':
      return !previous?.read;
    case 'not_clicked':
      return !previous?.clicked;
  }
}
