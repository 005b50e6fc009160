import type { EventLog } from '../kernel/event-envelope';
import type { CustomerId, NewId, ShopId } from '../kernel/ids';
import type { ContactSeen, Customer, Identity } from './customer';
import type { CommerceEvent } from './events';
import { firstKnown } from '../kernel/first-known';
import { matchPeople } from './match-people';
import type { CustomerStore } from './ports';
import type { ContactRead } from './read-contact';

export interface IdentifyPorts {
  readonly customers: CustomerStore;
  readonly events: EventLog<CommerceEvent>;
}

export interface Sighting {
  readonly shopId: ShopId;
  readonly identities: readonly Identity[];
  readonly displayName: string | null;
  readonly firstName: string | null;
  readonly locale: string | null;
  readonly countryCode: string | null;
  readonly newId: NewId;
  readonly now: Date;
}

/**
 * Finds or makes the person that identities seen together belong to, merging people who turn out
 * to be one. Answers null when nothing identifies anybody.
 */
export async function identifyCustomer(
  sighting: Sighting,
  ports: IdentifyPorts,
): Promise<CustomerId | null> {
  const { shopId, identities, now } = sighting;
  if (identities.length === 0) return null;
  const candidates = await ports.customers.withAny(shopId, identities);
  const plan = matchPeople(candidates, identities);
  const id = plan.person?.id ?? sighting.newId();
  const known = described(id, plan.person, sighting);
  if (!plan.person || tellsMore(plan.person, known)) await ports.customers.describe(known);
  for (const other of plan.mergeFrom) {
    await ports.customers.merge(shopId, other.id, id, now);
    await ports.events.append({
      type: 'customer.merged',
      shopId,
      subjectId: id,
      occurredAt: now,
      payload: { from: other.id, into: id },
    });
  }
  if (plan.take.length > 0) await ports.customers.moveIdentities(shopId, plan.take, id);
  return id;
}

type Description = Omit<Customer, 'identities'>;

/** What is known stays when a later sighting says nothing about it. */
function described(id: CustomerId, before: Customer | null, sighting: Sighting): Description {
  return {
    id,
    shopId: sighting.shopId,
    displayName: firstKnown(sighting.displayName, before?.displayName),
    firstName: firstKnown(sighting.firstName, before?.firstName),
    locale: firstKnown(sighting.locale, before?.locale),
    countryCode: firstKnown(sighting.countryCode, before?.countryCode),
  };
}

const tellsMore = (before: Description, now: Description): boolean =>
  before.displayName !== now.displayName ||
  before.firstName !== now.firstName ||
  before.locale !== now.locale ||
  before.countryCode !== now.countryCode;

/** As `identifyCustomer`, for a contact that a store platform told. */
export const identifyContact = (
  seen: ContactSeen,
  read: ContactRead,
  at: Pick<Sighting, 'shopId' | 'newId' | 'now'>,
  ports: IdentifyPorts,
): Promise<CustomerId | null> =>
  identifyCustomer(
    {
      ...at,
      identities: read.identities,
      displayName: read.displayName,
      firstName: seen.firstName,
      locale: seen.locale,
      countryCode: read.countryCode,
    },
    ports,
  );
