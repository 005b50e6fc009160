import type { OutboundMessage, SendVerdict } from '#core/messaging/index';
import { allDone } from '../kernel/all-done';
import type { RecoveryId, RecoveryStepId } from '../kernel/ids';
import { decideAgain } from './next-step';
import type { StepDecision } from './next-step';
import { isNonSendReason } from './non-send-reason';
import type { NonSendReason } from './non-send-reason';
import type { RecoveryStore } from './ports';
import { readStep } from './read-step';
import type { StepReads } from './read-step';
import type { StepFacts } from './step-facts';

export interface GuardReads extends StepReads {
  readonly recoveries: StepReads['recoveries'] & Pick<RecoveryStore, 'byId' | 'stepById'>;
}

export interface GuardInput {
  readonly message: OutboundMessage;
  readonly now: Date;
}

/**
 * Reads the facts of a recovery's message once more, in the transaction that takes it for sending:
 * it may have waited behind others for long. Lets pass what no recovery wrote.
 */
export async function guardMessage(input: GuardInput, reads: GuardReads): Promise<SendVerdict> {
  const { message, now } = input;
  if (!message.recoveryId || !message.stepId) return { kind: 'send' };
  const facts = await factsOf(input, message.recoveryId, message.stepId, reads);
  // Recoveries and their steps go with their shop only.
  return facts
    ? verdictOf(decideAgain(facts, now), message)
    : { kind: 'cancel', reason: 'shop_uninstalled' };
}

async function factsOf(
  { message: { shopId }, now }: GuardInput,
  recoveryId: RecoveryId,
  stepId: RecoveryStepId,
  reads: GuardReads,
): Promise<StepFacts | null> {
  const [recovery, row] = await allDone([
    reads.recoveries.byId(shopId, recoveryId),
    reads.recoveries.stepById(shopId, stepId),
  ]);
  if (!recovery || !row) return null;
  const read = await readStep({ recovery, row, now }, reads);
  if (!read || recovery.state !== 'completed') return read && read.facts;
  // The last step's message goes out after its recovery is completed.
  return { ...read.facts, recovery: { running: true, heldOut: false } };
}

function verdictOf(decision: StepDecision, { waitReason }: OutboundMessage): SendVerdict {
  switch (decision.kind) {
    case 'send':
    case 'would_have_sent':
      return { kind: 'send' };
    case 'wait':
      return { kind: 'wait', until: decision.until, why: decision.why };
    case 'skip':
    case 'stop':
      return { kind: 'cancel', reason: truest(decision.reason, waitReason ?? '') };
  }
}

/** What came too late was kept from going in time: that is what the merchant should read. */
const truest = (reason: NonSendReason, waited: string): NonSendReason =>
  reason === 'too_late' && isNonSendReason(waited) ? waited : reason;
