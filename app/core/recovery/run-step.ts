import type { ProductStore } from '#core/catalog/index';
import type { CommercePlatform, Shop } from '#core/commerce/index';
import type { MessageStore, MessagingEvent, ProductImages } from '#core/messaging/index';
import { allDone } from '../kernel/all-done';
import type { EventLog } from '../kernel/event-envelope';
import type {
  LinkToken,
  MessageId,
  NewId,
  RecoveryId,
  RecoveryStepId,
  ShopId,
} from '../kernel/ids';
import type { Transact } from '../kernel/transact';
import { completeIfDone } from './end-recovery';
import type { RecoveryEvent } from './events';
import { nextStep } from './next-step';
import type { StepDecision } from './next-step';
import type { RecoveryStore, StepLink } from './ports';
import { prepareMessage } from './prepare-message';
import type { Prepared, PreparePorts } from './prepare-message';
import { readStep } from './read-step';
import type { StepRead, StepReads } from './read-step';
import type { Recovery, RecoveryStep } from './recovery';
import { settleStep } from './settle-step';
import type { SettledStep } from './settle-step';
import { writeMessage } from './write-message';

/** Stores bound to one transaction. */
export interface RunStepStores extends StepReads {
  readonly recoveries: RecoveryStore;
  readonly messages: Pick<
    MessageStore,
    'byKey' | 'marketingSentTimes' | 'enqueue' | 'ofRecoveries' | 'cancelAll'
  >;
  readonly products: Pick<ProductStore, 'withVariants'>;
  readonly links: { save(link: StepLink): Promise<void> };
  readonly events: EventLog<RecoveryEvent | MessagingEvent>;
}

export interface RunStepPorts {
  readonly transact: Transact<RunStepStores>;
  readonly platformOf: (
    shop: Shop,
  ) => Pick<CommercePlatform, 'createDiscountCode' | 'variantDetails'>;
  readonly images: Pick<ProductImages, 'imageFor'>;
}

export interface RunStepInput {
  readonly shopId: ShopId;
  readonly recoveryId: RecoveryId;
  readonly stepId: RecoveryStepId;
  readonly now: Date;
  readonly newId: NewId;
  /** 128 bits of chance, base64url or hexadecimal. */
  readonly newToken: () => LinkToken;
  /** SHA-256 of a text, hexadecimal. */
  readonly hash: (text: string) => string;
  /** Where the product answers shoppers and the vendor, without a slash at the end. */
  readonly publicUrl: string;
}

export type RunStepOutcome =
  | { readonly kind: 'queued'; readonly messageId: MessageId }
  | SettledStep
  /** Decided before, by another worker or with the end of its recovery. */
  | { readonly kind: 'decided' };

/**
 * Runs one due step: decides, does the work outside (code, picture), then decides again from facts
 * read anew under the recovery's lock and writes the message down with its link. Between the two
 * looks nothing is promised, so a purchase in that time costs a picture and no message. Safe to run
 * twice at once: the lock and the send ledger's key let one message through.
 */
export async function runStep(input: RunStepInput, ports: RunStepPorts): Promise<RunStepOutcome> {
  const first = await ports.transact((stores) =>
    underLock(input, stores, (held) => settleUnlessSend(held, stores, input)),
  );
  if (first.kind !== 'send') return first;
  const prepared = await prepare(first, input, ports);
  return ports.transact((stores) =>
    underLock(input, stores, (held) => finish(held, prepared, stores, input)),
  );
}

interface Held {
  readonly recovery: Recovery;
  readonly row: RecoveryStep;
  readonly read: StepRead;
  readonly decision: StepDecision;
}

async function underLock<Outcome>(
  { shopId, recoveryId, stepId, now }: RunStepInput,
  stores: RunStepStores,
  work: (held: Held) => Promise<Outcome>,
): Promise<Outcome | { readonly kind: 'decided' }> {
  // A connection answers in the order in which it is asked: the step is read under the lock.
  const [recovery, row] = await allDone([
    stores.recoveries.lock(shopId, recoveryId),
    stores.recoveries.stepById(shopId, stepId),
  ]);
  if (row?.state !== 'pending' || !recovery) return { kind: 'decided' };
  const read = await readStep({ recovery, row, now }, stores);
  if (!read) return { kind: 'decided' };
  return work({ recovery, row, read, decision: nextStep(read.facts, now) });
}

type FirstLook = RunStepOutcome | { readonly kind: 'send'; readonly held: Held };

function settleUnlessSend(
  held: Held,
  stores: RunStepStores,
  input: RunStepInput,
): Promise<FirstLook> {
  const { decision } = held;
  if (decision.kind === 'send') return Promise.resolve({ kind: 'send', held });
  return settleStep({ ...held, decision, now: input.now }, stores);
}

async function prepare(
  { held }: Extract<FirstLook, { kind: 'send' }>,
  { now, hash, shopId }: RunStepInput,
  { platformOf, images, transact }: RunStepPorts,
): Promise<Prepared> {
  const { recovery, row, read } = held;
  const { shop, cart, template, facts } = read;
  // `send` is decided only for a cart and an approved template.
  if (!cart || !template) throw new Error('a message was decided on without a cart or a template');
  const products: PreparePorts['products'] = {
    withVariants: (_shopId, ids) => transact((stores) => stores.products.withVariants(shopId, ids)),
  };
  const about = { shop, cart, template, step: facts.step, recoveryId: recovery.id };
  return prepareMessage(
    { ...about, row, now, hash },
    { platform: platformOf(shop), products, images },
  );
}

/** What ends or delays the step counts more than what went wrong outside meanwhile. */
async function finish(
  held: Held,
  prepared: Prepared,
  stores: RunStepStores,
  input: RunStepInput,
): Promise<RunStepOutcome> {
  const { now } = input;
  const { decision } = held;
  if (decision.kind !== 'send') return settleStep({ ...held, decision, now }, stores);
  if (prepared.kind !== 'ready') {
    return settleStep({ ...held, decision: outsideDecision(prepared), now }, stores);
  }
  const written = await writeMessage({ ...held, ...input, prepared }, stores);
  if (written.kind === 'skip') return settleStep({ ...held, decision: written, now }, stores);
  await completeIfDone(held.recovery, now, stores);
  return written;
}

const outsideDecision = (
  prepared: Exclude<Prepared, { kind: 'ready' }>,
): Exclude<StepDecision, { kind: 'send' }> =>
  prepared.kind === 'impossible'
    ? { kind: 'skip', reason: prepared.reason }
    : { kind: 'wait', until: prepared.at, why: prepared.why };
