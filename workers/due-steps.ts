import { hash, newId, newToken } from '#boot/chance';
import type { Services } from '#boot/services';
import { askedOnce } from '#core/kernel/asked-once';
import type { ShopId } from '#core/kernel/ids';
import { runStep } from '#core/recovery/index';
import type { RecoveryStep } from '#core/recovery/index';
import { createInHand } from './in-hand';
import type { HandWork, InHand } from './in-hand';
import { inTurns } from './in-turns';
import type { InTurns } from './in-turns';

/** A step whose worker died is taken again after this; a step takes a second or two. */
const LEASE_MS = 2 * 60_000;
const MOST_IN_HAND = 500;
/** A store whose codes or pictures are slow holds up its own steps only. */
const MOST_OF_SHOP = 100;
/** Of one claim, so that a store never has many more than it may. */
const BATCH = MOST_OF_SHOP;
/** As many as are encoded at once; drawing itself holds the only thread. */
const PICTURES_AT_ONCE = 4;

/**
 * Takes due steps from the database and runs them, hundreds at once: their facts are read together,
 * and what they decide is written together. The row is the truth: a step that is not decided when
 * its lease ends is taken again, by whichever worker is there.
 */
export function dueSteps(services: Services): HandWork {
  const hand = createInHand(MOST_IN_HAND);
  // A hundred pictures of one store take seconds; another store's waits for a few of them only.
  const turns = inTurns(PICTURES_AT_ONCE);
  return {
    hand,
    async sweep() {
      if (hand.room() === 0) await hand.change();
      const now = services.clock.now();
      const leaseUntil = new Date(now.getTime() + LEASE_MS);
      const limit = Math.min(BATCH, hand.room());
      const due = await services.stores.recoveries.completeAndClaim(
        [],
        now,
        leaseUntil,
        limit,
        full(hand),
      );
      for (const step of due) {
        const ticket = { group: step.shopId, subject: step.recoveryId };
        hand.start(ticket, () =>
          run(step, { ...services, images: picturesOf(step, turns, services) }),
        );
      }
      return due.length;
    },
  };
}

type Stores = Services['stores'];

const shared = new WeakMap<Stores, Stores>();

/** What the steps of a batch have in common is read, decrypted and parsed once for all of them. */
function sharing(stores: Stores): Stores {
  const known = shared.get(stores);
  if (known) return known;
  const made: Stores = {
    ...stores,
    shops: askedOnce(stores.shops, 'byId'),
    channels: askedOnce(stores.channels, 'ofShop'),
    templates: askedOnce(stores.templates, 'languagesOf'),
    sequences: askedOnce(stores.sequences, 'byId'),
    receipts: askedOnce(stores.receipts, 'hasUnread'),
  };
  shared.set(stores, made);
  return made;
}

type Images = Pick<Services['images'], 'imageFor'>;

const picturesOf = ({ shopId }: RecoveryStep, turns: InTurns, { images }: Services): Images => ({
  imageFor: (spec) => turns(shopId, () => images.imageFor(spec)),
});

const full = (hand: InHand): readonly ShopId[] =>
  [...hand.held()].flatMap(([shopId, held]) => (held >= MOST_OF_SHOP ? [shopId as ShopId] : []));

async function run(
  { shopId, id, recoveryId }: RecoveryStep,
  services: Omit<Services, 'images'> & { readonly images: Images },
): Promise<void> {
  const { gathered, platformOf, images, clock, env, log, metrics } = services;
  const started = performance.now();
  const done = (outcome: 'done' | 'failed'): void =>
    metrics.job('run-recovery-step', outcome, (performance.now() - started) / 1_000);
  try {
    await runStep(
      {
        shopId,
        recoveryId,
        stepId: id,
        now: clock.now(),
        newId,
        newToken,
        hash,
        publicUrl: env.PUBLIC_URL,
      },
      { transact: (work) => gathered((stores) => work(sharing(stores))), platformOf, images },
    );
    done('done');
  } catch (error) {
    done('failed');
    log.error({ err: error, step: id }, 'a step was not decided; it is tried again');
  }
  services.wake();
}
