import type { RecoveryId, SequenceId } from '../kernel/ids';
import type { Proof } from './ports';
import type { Click, TrackedLink } from './touch';

/** What was found for one order, each within the shop's window before it was placed. */
export interface Evidence {
  /** The last click whose token the order itself carries. */
  readonly byClickToken: Click | null;
  /** The last click on a message about the very checkout that was bought. */
  readonly byCheckout: Click | null;
  /** The link of a message that carried the unique code which the order used. */
  readonly byDiscountCode: TrackedLink | null;
  /** The last click of the person, whatever cart it was about. */
  readonly byPerson: Click | null;
}

export interface Credit {
  readonly proof: Proof;
  readonly recoveryId: RecoveryId;
  readonly sequenceId: SequenceId;
  /** The click's token, or the code. */
  readonly evidence: string;
}

/**
 * Chooses the one message that an order is credited to: by the strongest proof, and within it the
 * last click. No proof, no credit: a message that was merely received earns nothing.
 */
export function attribute(evidence: Evidence): Credit | null {
  const { byClickToken, byCheckout, byDiscountCode, byPerson } = evidence;
  if (byClickToken) return ofClick('click_token', byClickToken);
  if (byCheckout) return ofClick('checkout_token', byCheckout);
  if (byDiscountCode) {
    return {
      proof: 'discount_code',
      recoveryId: byDiscountCode.recoveryId,
      sequenceId: byDiscountCode.sequenceId,
      evidence: byDiscountCode.discountCode ?? byDiscountCode.token,
    };
  }
  return byPerson ? ofClick('person_click', byPerson) : null;
}

const ofClick = (proof: Proof, click: Click): Credit => ({
  proof,
  recoveryId: click.recoveryId,
  sequenceId: click.sequenceId,
  evidence: click.token,
});

const DAY_MS = 24 * 60 * 60_000;
/**
 * Platforms cut an order's time to whole seconds and their clocks are not ours. A click after the
 * purchase is kept out where it is made: a link to a bought cart records none.
 */
const TOLERANCE_MS = 5 * 60_000;

/** The span before an order in which a click or code counts; both ends included. */
export const attributionWindow = (placedAt: Date, days: number): { since: Date; until: Date } => ({
  since: new Date(placedAt.getTime() - days * DAY_MS),
  until: new Date(placedAt.getTime() + TOLERANCE_MS),
});
