import { expect, test } from 'vitest';
import { countryOfPhone, parsePhone } from '#core/kernel/phone';
import { planCart, WORLD_HOURS, HOUR } from '../../chaos/script/plan';
import { REGIONS } from '../../chaos/script/places';

const CARTS = 1_600;
const script = (seed: string) =>
  Array.from({ length: CARTS }, (_, number) => planCart(seed, number, CARTS));

test('the same seed writes the same script, and another seed another one', () => {
  expect(script('a')).toEqual(script('a'));
  expect(script('b')).not.toEqual(script('a'));
});

test('a cart does not depend on who was asked before', () => {
  expect(planCart('a', 1_599, CARTS)).toEqual(script('a')[1_599]);
});

test('the script has every kind of shopper in it', () => {
  const carts = script('a');
  const kinds = (of: (cart: (typeof carts)[number]) => string): number =>
    new Set(carts.map(of)).size;
  expect(kinds(({ person }) => person.region)).toBe(Object.keys(REGIONS).length);
  expect(kinds(({ ending }) => ending.kind)).toBe(3);
  expect(kinds(({ order }) => `${order.device} ${order.payment}`)).toBe(9);
  expect(kinds(({ order }) => order.regret)).toBe(4);
  expect(kinds(({ responses }) => responses[0])).toBe(8);
  expect(kinds(({ contact, account }) => `${contact} ${account}`)).toBe(12);
});

test('carts begin one after the other, and some people leave several in one store', () => {
  const carts = script('a');
  const starts = carts.map(({ startsAt }) => startsAt);
  expect(starts).toEqual([...starts].sort((left, right) => left - right));
  expect(starts.at(-1)).toBeLessThan(WORLD_HOURS * HOUR);
  const people = new Set(carts.map(({ person }) => person.number));
  expect(people.size).toBeLessThan(CARTS * 0.9);
  for (const { person, shop, number } of carts)
    expect(person.number % 8, String(number)).toBe(shop.number);
});

test('every shopper has a number that can be dialled, in the country of the region', () => {
  for (const { person } of script('a').slice(0, 300)) {
    const parsed = parsePhone(person.phone, 'IT');
    expect(parsed).toMatchObject({ ok: true, phone: person.phone });
    if (parsed.ok) expect(countryOfPhone(parsed.phone)).toBe(REGIONS[person.region].country);
  }
});
