import type { Services } from '#boot/services';
import type { DomainEvent, DomainEventType } from '#core/events/index';
import { runEffects } from '../effects';
import { REACTIONS } from '../reactions';
import type { Reaction } from '../reactions';

/** Events of one transaction: enough to share its commit, and few to hold locks for. */
const BATCH = 50;
const LONGEST_PAUSE_MS = 15 * 60_000;

/** What reacting needs of a process. */
export type Reacting = Pick<Services, 'clock' | 'faults' | 'log' | 'queue' | 'transact'>;

type Stores = Services['stores'];
type StoredEvent = Awaited<ReturnType<Stores['events']['claimUndispatched']>>[number];

/**
 * Reacts to the next events of the log: to each its effects and its reactions, and then it is
 * marked, all or nothing. Each has a savepoint of its own, so that one that fails is noted, is tried
 * again later, and holds back no other.
 */
export async function reactToEvents(services: Reacting): Promise<number> {
  const now = services.clock.now();
  return services.transact(async ({ events }) => {
    const claimed = await events.claimUndispatched(now, BATCH);
    const done: number[] = [];
    for (const stored of claimed) {
      const error = await failureOf(() => react(stored.event, services, now));
      if (error === null) done.push(stored.id);
      else await noteFailure(stored, error, now, { log: services.log, events });
    }
    if (done.length > 0) await events.markDispatched(done, now);
    return claimed.length;
  });
}

/** Inside the batch's transaction, so that `transact` sets a savepoint. */
const react = (event: DomainEvent, services: Reacting, now: Date): Promise<void> =>
  services.transact(async (stores) => {
    // The map's type ties each list to its event's type; indexing by a union loses that tie.
    const reactions = REACTIONS[event.type] as readonly Reaction<DomainEventType>[];
    for (const reaction of reactions) await reaction(event, stores, now);
    await runEffects(event, services);
  });

/** What work throws, wrapped so that whatever was thrown can be told from nothing. */
const failureOf = (work: () => Promise<void>): Promise<{ readonly error: unknown } | null> =>
  work().then(
    () => null,
    (error: unknown) => ({ error }),
  );

async function noteFailure(
  { id, attempts, event }: StoredEvent,
  { error }: { readonly error: unknown },
  now: Date,
  { log, events }: Pick<Services, 'log'> & Pick<Stores, 'events'>,
): Promise<void> {
  log.error({ err: error, event: id, type: event.type }, 'a reaction failed; it is tried again');
  const pause = Math.min(LONGEST_PAUSE_MS, 1_000 * 2 ** attempts);
  const reason = error instanceof Error ? error.name : 'unknown error';
  await events.noteFailure(id, reason, new Date(now.getTime() + pause));
}
