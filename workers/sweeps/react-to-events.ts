import type { Services } from '#boot/services';
import type { DomainEvent, DomainEventType } from '#core/events/index';
import { runEffects } from '../effects';
import { REACTIONS } from '../reactions';
import type { Reaction } from '../reactions';

/** Events of one transaction: enough to share its commit, and few to hold locks for. */
const BATCH = 50;
const LONGEST_PAUSE_MS = 15 * 60_000;

/** What reacting needs of a process. */
export type Reacting = Pick<Services, 'clock' | 'faults' | 'log' | 'queue' | 'nesting'>;

type Stores = Services['stores'];
type Together = Services['together'];
type StoredEvent = Awaited<ReturnType<Stores['events']['claimUndispatched']>>[number];

/**
 * Reacts to the next events of the log: to each its effects and its reactions, and then it is
 * marked, all or nothing. One that fails is noted, is tried again later, and holds back no other.
 */
export async function reactToEvents(services: Reacting): Promise<number> {
  const now = services.clock.now();
  return services.nesting(async ({ events }, together) => {
    const claimed = await events.claimUndispatched(now, BATCH);
    const done: number[] = [];
    for (const group of ofDifferentPeople(claimed)) {
      const failed = await reactToGroup(group, { services, together, now });
      for (const { stored, error } of failed)
        await noteFailure(stored, error, now, { log: services.log, events });
      done.push(...group.filter((one) => !failed.some(({ stored }) => stored === one)).map(idOf));
    }
    if (done.length > 0) await events.markDispatched(done, now);
    return claimed.length;
  });
}

const idOf = ({ id }: StoredEvent): number => id;

/**
 * Runs of carts that different people left, which have nothing to do with each other; every other
 * event alone. All in the order of the log.
 */
function ofDifferentPeople(events: readonly StoredEvent[]): readonly (readonly StoredEvent[])[] {
  const groups: { readonly people: Set<string>; readonly events: StoredEvent[] }[] = [];
  for (const stored of events) {
    const person = personOf(stored.event);
    const last = groups.at(-1);
    if (person !== null && last && last.people.size > 0 && !last.people.has(person)) {
      last.people.add(person);
      last.events.push(stored);
    } else groups.push({ people: new Set(person === null ? [] : [person]), events: [stored] });
  }
  return groups.map((group) => group.events);
}

const personOf = ({ type, shopId, payload }: DomainEvent): string | null =>
  type === 'cart.abandoned' && payload.customerId !== null
    ? `${shopId} ${payload.customerId}`
    : null;

interface Failed {
  readonly stored: StoredEvent;
  readonly error: unknown;
}

/** Under one savepoint; when one of them fails, each once more under its own. */
async function reactToGroup(
  group: readonly StoredEvent[],
  place: Omit<Place, 'stores'> & { readonly together: Together },
): Promise<readonly Failed[]> {
  const { together, ...rest } = place;
  try {
    await together(
      group.map(
        ({ event }) =>
          (stores) =>
            react(event, { ...rest, stores }),
      ),
    );
    return [];
  } catch (error) {
    const [stored] = group;
    if (stored && group.length === 1) return [{ stored, error }];
    const failed: Failed[] = [];
    for (const one of group) failed.push(...(await reactToGroup([one], place)));
    return failed;
  }
}

interface Place {
  readonly services: Reacting;
  readonly stores: Stores;
  readonly now: Date;
}

async function react(event: DomainEvent, { services, stores, now }: Place): Promise<void> {
  // The map's type ties each list to its event's type; indexing by a union loses that tie.
  const reactions = REACTIONS[event.type] as readonly Reaction<DomainEventType>[];
  for (const reaction of reactions) await reaction(event, stores, now);
  await runEffects(event, { ...services, stores });
}

async function noteFailure(
  { id, attempts, event }: StoredEvent,
  error: unknown,
  now: Date,
  { log, events }: Pick<Services, 'log'> & Pick<Stores, 'events'>,
): Promise<void> {
  log.error({ err: error, event: id, type: event.type }, 'a reaction failed; it is tried again');
  const pause = Math.min(LONGEST_PAUSE_MS, 1_000 * 2 ** attempts);
  const reason = error instanceof Error ? error.name : 'unknown error';
  await events.noteFailure(id, reason, new Date(now.getTime() + pause));
}
