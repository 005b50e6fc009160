import type { Customer, Identity, IdentityKind } from './customer';

/** Who a sighting belongs to, and what has to change for it. */
export interface MatchPlan {
  /** Null: a person we haven't met. */
  readonly person: Customer | null;
  /** People who turn out to be the same one. */
  readonly mergeFrom: readonly Customer[];
  /** Identities that become the person's: new ones, and ones that moved from somebody else. */
  readonly take: readonly Identity[];
}

const valuesOf = (customer: Customer, kind: IdentityKind): readonly string[] =>
  customer.identities.filter((identity) => identity.kind === kind).map(({ value }) => value);

const owns = (customer: Customer, { kind, value }: Identity): boolean =>
  valuesOf(customer, kind).includes(value);

/** Whether somebody is known under other values of a kind, and not under this one. */
const isAnother = (customer: Customer, identity: Identity): boolean => {
  const known = valuesOf(customer, identity.kind);
  return known.length > 0 && !known.includes(identity.value);
};

const isReachedOnlyAt = (customer: Customer, phone: Identity | undefined): boolean =>
  phone !== undefined && valuesOf(customer, 'phone').join() === phone.value;

/**
 * Decides which person a set of identities seen together belongs to.
 *
 * A WhatsApp user id and the phone reported with it are one person's, even after a change of
 * number. A phone is the person that messages reach: accounts and e-mails gather around it, and two
 * people who each have a phone are never merged over a shared account or e-mail (a household, a
 * gift). Somebody reached at one phone alone stays who they are when WhatsApp reports it under another
 * user id: the account was made anew, or the number has a new owner, and either way a STOP said there
 * must hold for all that was planned to it. From somebody who has other phones it moves, and the
 * history stays.
 * @param candidates everyone who owns at least one of the identities, oldest first
 */
export function matchPeople(
  candidates: readonly Customer[],
  identities: readonly Identity[],
): MatchPlan {
  const seen = (kind: IdentityKind) => identities.find((identity) => identity.kind === kind);
  const ownerOf = (identity: Identity | undefined) =>
    identity && candidates.find((candidate) => owns(candidate, identity));
  const user = seen('whatsapp_user');
  const phone = seen('phone');
  const fits = (candidate: Customer | undefined): candidate is Customer =>
    candidate !== undefined &&
    !(user && isAnother(candidate, user) && !isReachedOnlyAt(candidate, phone)) &&
    !(phone && !user && isAnother(candidate, phone));

  const inOrder = [user, phone, seen('external_customer'), seen('email')].map(ownerOf);
  const person = inOrder.find(fits) ?? null;
  const mergeFrom = candidates.filter(
    (candidate) =>
      candidate !== person && fits(candidate) && mayJoin(person, candidate, phone, user),
  );
  const joined = person ? [person, ...mergeFrom] : mergeFrom;
  const take = identities.filter(
    (identity) =>
      !joined.some((candidate) => owns(candidate, identity)) &&
      (identity === user || identity === phone || ownerOf(identity) === undefined),
  );
  return { person, mergeFrom, take };
}

/** A phone and a user id join people; weaker links join only somebody who has neither. */
function mayJoin(
  person: Customer | null,
  other: Customer,
  phone: Identity | undefined,
  user: Identity | undefined,
): boolean {
  if (!person) return false;
  if ((phone && owns(other, phone)) || (user && owns(other, user))) return true;
  return valuesOf(other, 'phone').length === 0 && valuesOf(other, 'whatsapp_user').length === 0;
}
