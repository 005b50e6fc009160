import { randomInt } from 'node:crypto';
import { newId } from '#boot/chance';
import type { Services } from '#boot/services';
import { learnUserId } from '#core/commerce/index';
import { inBatches } from '#core/kernel/in-batches';
import { claimMessage, claimMessages, recordAccepted, sendClaimed } from '#core/messaging/index';
import type {
  AcceptedMessage,
  AcceptStores,
  ClaimedMessage,
  ClaimOutcome,
  DueMessage,
  SendPorts,
  SendStores,
} from '#core/messaging/index';
import { guardMessages } from '#core/recovery/index';
import { createInHand } from './in-hand';
import type { HandWork } from './in-hand';

const BATCH = 500;
const MOST_IN_HAND = 1_000;
/** A claim of fewer is not worth its statements while others are under way. */
const FEWEST = 100;
const JITTER_STEPS = 1_000_000;
/** Answers that are written down together. One batch after the other: two would each be half. */
const ANSWERS = { most: BATCH, lanes: 1 };

/**
 * Claims due messages a batch at a time and hands each to the vendor as soon as its number may
 * send. Claims are committed before the first call goes out, and run just ahead of the pace.
 */
export function dueMessages(services: Services): HandWork {
  const hand = createInHand(MOST_IN_HAND);
  const accept = accepting(services);
  return {
    hand,
    async sweep() {
      while (hand.room() < FEWEST) await hand.change();
      const limit = Math.min(BATCH, hand.room());
      const { due, outcomes } = await claimDue(limit, hand.held() as Held, services);
      for (const claimed of outcomes) {
        if (claimed.kind !== 'claimed') continue;
        const { shopId: group, customerId: subject } = claimed.message;
        hand.start({ group, subject }, () => send(claimed, accept, services));
      }
      return due.length;
    },
  };
}

type Held = ReadonlyMap<DueMessage['shopId'], number>;

interface Claims {
  readonly due: readonly DueMessage[];
  readonly outcomes: readonly ClaimOutcome[];
}

/** A message whose facts can't be read must not hold back the others: then each is claimed alone. */
async function claimDue(limit: number, held: Held, services: Services): Promise<Claims> {
  const { gathered, clock } = services;
  const seen: { due: readonly DueMessage[] } = { due: [] };
  try {
    return await gathered(async (stores) => {
      const due = await stores.messages.due(clock.now(), limit, held);
      seen.due = due;
      return {
        due,
        outcomes: await claimMessages({ asked: due, now: clock.now() }, forSending(stores)),
      };
    });
  } catch (error) {
    if (seen.due.length === 0) throw error;
    const outcomes: ClaimOutcome[] = [];
    for (const one of seen.due) outcomes.push(...(await claimAlone(one, services)));
    return { due: outcomes.length > 0 ? seen.due : [], outcomes };
  }
}

async function claimAlone(
  message: DueMessage,
  { transact, clock, log }: Services,
): Promise<readonly ClaimOutcome[]> {
  try {
    const outcome = await transact((stores) =>
      claimMessage(message, clock.now(), forSending(stores)),
    );
    return [outcome];
  } catch (error) {
    log.error({ err: error, message: message.id }, 'a message was not claimed; it is tried again');
    return [];
  }
}

type Accept = SendPorts['accept'];

/** Answers that came while others are written go into the next transaction together. */
const accepting = (services: Services): Accept =>
  inBatches<AcceptedMessage, undefined>(ANSWERS, async (accepted) => {
    await services.gathered((stores) => recordAccepted(accepted, forAnswers(stores, services)));
    return [];
  });

async function send(claimed: ClaimedMessage, accept: Accept, services: Services): Promise<void> {
  const { gathered, gateway, faults, clock, log, metrics } = services;
  const started = performance.now();
  const done = (outcome: 'done' | 'failed'): void =>
    metrics.job('send-message', outcome, (performance.now() - started) / 1_000);
  try {
    const { kind } = await sendClaimed(
      { ...claimed, jitter: randomInt(JITTER_STEPS) / JITTER_STEPS },
      {
        transact: (work) => gathered((stores) => work(forSending(stores))),
        accept,
        gateway,
        faults,
        clock,
      },
    );
    done('done');
    // Nothing follows from a message that went as it should, but for room for another one.
    services.wake(kind === 'sent' ? 'messages' : undefined);
  } catch (error) {
    done('failed');
    log.error({ err: error, message: claimed.message.id }, 'a message has no known end yet');
    services.wake();
  }
}

const forSending = (stores: Services['stores']): SendStores => ({
  ...stores,
  guard: (messages, now) => guardMessages({ messages, now }, stores),
});

const forAnswers = (stores: Services['stores'], { clock }: Services): AcceptStores => ({
  ...stores,
  learnIdentity: (learned) => learnUserId({ ...learned, newId, now: clock.now() }, stores),
});
