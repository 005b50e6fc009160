import type { Channel } from './channel';
import { isUsable } from './choose-template';
import { marketingState } from './marketing-hold';
import type { OutboundMessage } from './message';
import { checkPayload } from './payload-check';
import { RETRY_WINDOW_MS } from './retry-plan';
import type { Template } from './template';

/**
 * Whether a message may still go out now. `reason` is one that the merchant can read
 * (recovery's list of non-send reasons), and so is why it waits.
 */
export type SendVerdict =
  | { readonly kind: 'send' }
  | { readonly kind: 'wait'; readonly until: Date; readonly why: string }
  | { readonly kind: 'cancel'; readonly reason: string };

export interface SendFacts {
  readonly message: OutboundMessage;
  /** What the message's own purpose says, read again at this moment. */
  readonly guard: SendVerdict;
  /** Null when the number is gone, or has no token. */
  readonly channel: Pick<Channel, 'state' | 'quality' | 'hold'> | null;
  /** The template as it is now; null when there is none, or the message needs none. */
  readonly template: Template | null;
  readonly now: Date;
}

/** A stopped number is looked at again after this; the merchant may have mended it. */
const LOOK_AGAIN_MS = 15 * 60_000;

/**
 * Order of the checks: the purpose first, because "bought already" is the truest reason; then the
 * number, then the template, which may both come back, so the message waits for a day at most.
 */
export function decideSend(facts: SendFacts): SendVerdict {
  if (facts.guard.kind === 'cancel') return facts.guard;
  if (facts.channel?.state !== 'connected') return waitFor(facts, channelReason(facts), null);
  const template = templateVerdict(facts);
  if (template.kind !== 'send') return template;
  return facts.guard.kind === 'send' ? marketingVerdict(facts, facts.channel) : facts.guard;
}

const channelReason = ({ channel }: SendFacts): string =>
  channel?.state === 'paused' ? 'channel_paused' : 'channel_not_connected';

/** A hold is about what shoppers did not ask for: answers go out all the same. */
function marketingVerdict(
  facts: SendFacts,
  channel: Pick<Channel, 'quality' | 'hold'>,
): SendVerdict {
  if (facts.message.category !== 'marketing') return { kind: 'send' };
  const state = marketingState(channel, facts.now);
  return state.kind === 'free' ? { kind: 'send' } : waitFor(facts, state.why, state.until);
}

function templateVerdict(facts: SendFacts): SendVerdict {
  const { body } = facts.message;
  if (body.kind !== 'template') return { kind: 'send' };
  if (!facts.template) return { kind: 'cancel', reason: 'template_missing' };
  if (!isUsable(facts.template, facts.now)) return unusable(facts, facts.template);
  return checkPayload(body, facts.template).length === 0
    ? { kind: 'send' }
    : { kind: 'cancel', reason: 'template_mismatch' };
}

const unusable = (facts: SendFacts, template: Template): SendVerdict =>
  template.state === 'paused'
    ? waitFor(facts, 'template_paused', template.pausedUntil)
    : {
        kind: 'cancel',
        reason: template.state === 'disabled' ? 'template_paused' : 'template_missing',
      };

/** @param until null to look again soon */
function waitFor({ message, now }: SendFacts, why: string, until: Date | null): SendVerdict {
  const at = until ?? new Date(now.getTime() + LOOK_AGAIN_MS);
  const tooOld = at.getTime() - message.createdAt.getTime() > RETRY_WINDOW_MS;
  return tooOld ? { kind: 'cancel', reason: why } : { kind: 'wait', until: at, why };
}
