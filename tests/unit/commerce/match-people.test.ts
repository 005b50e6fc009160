import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { matchPeople } from '#core/commerce/index';
import type { Customer, Identity } from '#core/commerce/index';
import type { CustomerId, ShopId } from '#core/kernel/ids';

const phone = (value: string): Identity => ({ kind: 'phone', value });
const email = (value: string): Identity => ({ kind: 'email', value });
const user = (value: string): Identity => ({ kind: 'whatsapp_user', value });
const account = (value: string): Identity => ({ kind: 'external_customer', value });

const person = (id: string, ...identities: Identity[]): Customer => ({
  id: id as CustomerId,
  shopId: 'shop' as ShopId,
  displayName: null,
  firstName: null,
  locale: null,
  countryCode: null,
  identities,
});

/** Applies plans one after the other to a small world of people, as the stores would. */
function world() {
  let people: Customer[] = [];
  let next = 0;
  return {
    see(...identities: Identity[]): void {
      const owns = (one: Customer) =>
        one.identities.some((own) =>
          identities.some(({ kind, value }) => own.kind === kind && own.value === value),
        );
      const plan = matchPeople(people.filter(owns), identities);
      const known = plan.person ?? person(`p${(next += 1)}`);
      const merged = [known, ...plan.mergeFrom].flatMap((one) => one.identities);
      const take = plan.take;
      const taken = ({ kind, value }: Identity) =>
        take.some((one) => one.kind === kind && one.value === value);
      people = people
        .filter((one) => one !== plan.person && !plan.mergeFrom.includes(one))
        .map((one) => ({ ...one, identities: one.identities.filter((own) => !taken(own)) }));
      people.push({ ...known, identities: [...merged, ...take] });
    },
    partition: () =>
      people
        .map((one) => one.identities.map(({ kind, value }) => `${kind}:${value}`).sort())
        .filter((group) => group.length > 0)
        .map((group) => group.join(' '))
        .sort(),
  };
}

describe('matching people', () => {
  test('somebody seen for the first time is a new person with all identities', () => {
    const plan = matchPeople([], [phone('+391'), email('a@x.it')]);
    expect(plan).toEqual({ person: null, mergeFrom: [], take: [phone('+391'), email('a@x.it')] });
  });

  test('a phone and a WhatsApp user id seen together join two people', () => {
    const byPhone = person('a', phone('+391'));
    const byUser = person('b', user('U1'));
    const plan = matchPeople([byPhone, byUser], [user('U1'), phone('+391')]);
    expect(plan.person?.id).toBe('b');
    expect(plan.mergeFrom).toEqual([byPhone]);
    expect(plan.take).toEqual([]);
  });

  test('an e-mail that two people with phones share merges nobody', () => {
    const anna = person('a', phone('+391'), email('home@x.it'));
    const plan = matchPeople([anna], [phone('+392'), email('home@x.it')]);
    expect(plan.person).toBeNull();
    expect(plan.take).toEqual([phone('+392')]);
    expect(plan.mergeFrom).toEqual([]);
  });

  test('a guest known by e-mail alone becomes the person of the phone', () => {
    const guest = person('a', email('a@x.it'));
    const caller = person('b', phone('+391'));
    const plan = matchPeople([guest, caller], [phone('+391'), email('a@x.it')]);
    expect(plan.person?.id).toBe('b');
    expect(plan.mergeFrom).toEqual([guest]);
  });

  test('two store accounts with one phone are one person', () => {
    const first = person('a', phone('+391'), account('1'));
    const plan = matchPeople([first], [phone('+391'), account('2')]);
    expect(plan.person?.id).toBe('a');
    expect(plan.take).toEqual([account('2')]);
  });

  test('a number that WhatsApp reports under another user id stays with who has no other', () => {
    const before = person('a', phone('+391'), user('OLD'));
    const plan = matchPeople([before], [user('NEW'), phone('+391')]);
    expect(plan).toEqual({ person: before, mergeFrom: [], take: [user('NEW')] });
  });

  test('who wrote under the other user id first, without the number, is the same person', () => {
    const before = person('a', phone('+391'), user('OLD'));
    const hidden = person('b', user('NEW'));
    const plan = matchPeople([before, hidden], [user('NEW'), phone('+391')]);
    expect(plan).toEqual({ person: hidden, mergeFrom: [before], take: [] });
  });

  test('it moves from somebody who has other numbers, and the history stays', () => {
    const before = person('a', phone('+391'), phone('+392'), user('OLD'));
    const plan = matchPeople([before], [user('NEW'), phone('+391')]);
    expect(plan.person).toBeNull();
    expect(plan.mergeFrom).toEqual([]);
    expect(plan.take).toEqual([user('NEW'), phone('+391')]);
  });

  test('two people who share nothing stay two, whoever writes', () => {
    const people = world();
    people.see(user('U1'), phone('+391'));
    people.see(user('U2'), phone('+392'));
    people.see(user('U3'), phone('+392'));
    expect(people.partition()).toEqual([
      'phone:+391 whatsapp_user:U1',
      'phone:+392 whatsapp_user:U2 whatsapp_user:U3',
    ]);
  });

  test('any order of sightings without contradictions ends in the same people', () => {
    const pairs = fc.uniqueArray(
      fc.record({
        id: fc.integer({ min: 1, max: 6 }),
        link: fc.constantFrom('mail', 'user', 'account'),
      }),
      { maxLength: 12, selector: ({ id, link }) => `${id}${link}` },
    );
    const sighting = ({ id, link }: { id: number; link: string }): Identity[] => {
      const own = phone(`+39${id}`);
      if (link === 'mail') return [own, email(`${id}@x.it`)];
      return link === 'user' ? [user(`U${id}`), own] : [own, account(String(id))];
    };
    fc.assert(
      fc.property(pairs, fc.infiniteStream(fc.nat()), (seen, chance) => {
        const once = world();
        for (const one of seen) once.see(...sighting(one));
        const shuffled = world();
        const keys = new Map(seen.map((one) => [one, chance.next().value as number]));
        const mixed = [...seen].sort((a, b) => (keys.get(a) ?? 0) - (keys.get(b) ?? 0));
        for (const one of mixed) shuffled.see(...sighting(one));
        expect(shuffled.partition()).toEqual(once.partition());
      }),
    );
  });

  test('no identity is ever owned by two people', () => {
    const any = fc.array(
      fc.oneof(
        fc.nat(4).map((n) => phone(`+39${n}`)),
        fc.nat(4).map((n) => email(`${n}@x.it`)),
        fc.nat(4).map((n) => user(`U${n}`)),
        fc.nat(4).map((n) => account(String(n))),
      ),
      { minLength: 1, maxLength: 4 },
    );
    const oneOfAKind = any.map((identities) => [
      ...new Map(identities.map((identity) => [identity.kind, identity])).values(),
    ]);
    fc.assert(
      fc.property(fc.array(oneOfAKind, { maxLength: 20 }), (sightings) => {
        const people = world();
        for (const sighting of sightings) people.see(...sighting);
        const all = people.partition().flatMap((group) => group.split(' '));
        expect(new Set(all).size).toBe(all.length);
      }),
    );
  });
});
