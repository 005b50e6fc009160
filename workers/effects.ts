import type { Services } from '#boot/services';
import type {
  DomainEvent,
  DomainEventOf,
  DomainEventType,
  QuietEventType,
} from '#core/events/index';
import { watchOptOut } from '#core/messaging/index';

/** What effects reach for; the stores are the reaction's own. */
type Reach = Pick<Services, 'queue' | 'stores' | 'faults' | 'clock'>;

type Effect<Type extends DomainEventType> = (
  event: DomainEventOf<Type>,
  services: Reach,
) => Promise<void> | void;

type Effects = { readonly [Type in Exclude<DomainEventType, QuietEventType>]?: Effect<Type> };

/**
 * What an event sets off outside the database: jobs. Run before the event is marked
 * dispatched, so that a crash repeats it; each effect is harmless to repeat.
 */
const EFFECTS: Effects = {
  'consent.granted': (event, services) => writeConsent(event, 'granted', services),
  'consent.withdrawn': async (event, services) => {
    await watchNumber(event, services);
    await writeConsent(event, 'withdrawn', services);
  },
};

export async function runEffects(event: DomainEvent, services: Reach): Promise<void> {
  // The map's type ties each effect to its event's type; indexing by a union loses that tie.
  const effect = (EFFECTS as Readonly<Record<string, unknown>>)[event.type] as
    Effect<DomainEventType> | undefined;
  await effect?.(event, services);
}

/** Many who turn away at once are a reason to stop writing. One hold, however often it is asked. */
async function watchNumber(
  { shopId }: DomainEventOf<'consent.withdrawn'>,
  { stores, faults, clock }: Reach,
): Promise<void> {
  await watchOptOut({ shopId, now: clock.now() }, { ...stores, faults });
}

async function writeConsent(
  { shopId, payload, occurredAt }: DomainEventOf<'consent.granted' | 'consent.withdrawn'>,
  state: 'granted' | 'withdrawn',
  { queue }: Reach,
): Promise<void> {
  // The platform told us this one; telling it back would only echo.
  if (payload.source === 'shopify_customer') return;
  const { customerId } = payload;
  const at = occurredAt.toISOString();
  const dedupeKey = `${customerId}-${at}`;
  await queue.enqueue('write-consent', { shopId, customerId, state, at }, { dedupeKey });
}
