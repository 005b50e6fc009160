import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ownSlots } from '#adapters/messaging/whatsapp-cloud/own-slots';
import { createDatabase } from '#adapters/postgres/client';
import { slotBook } from '#adapters/postgres/slot-book';
import type { SlotBook } from '#core/messaging/index';
import { createTestDatabase } from '../../support/database';

let now = 0;
let place: Awaited<ReturnType<typeof createTestDatabase>>;
let database: ReturnType<typeof createDatabase>;
const START = Date.parse('2026-11-24T10:00:00Z');

beforeAll(async () => {
  place = await createTestDatabase();
  database = createDatabase(place.url, { max: 8 });
});
afterAll(async () => {
  await database.close();
  await place.drop();
});

const BOOKS: Readonly<Record<string, () => SlotBook>> = {
  'of one process': () => ownSlots(() => now),
  'in PostgreSQL': () => slotBook(database.sql, () => new Date(START + now)),
};

let last = 0;
const freshNumber = () => `number-${(last += 1)}`;

describe.each(Object.entries(BOOKS))('the slots %s', (_name, open) => {
  const rateOf = async (book: SlotBook, number: string, perSecond = 80) => {
    const grant = await book.take({ number, perSecond, count: 1, longestWaitMs: 60_000 });
    return grant && Math.round((1_000 / grant.apartMs) * 100) / 100;
  };

  it('are given for the smallest lead, too, alone and with others', async () => {
    const book = open();
    const request = { perSecond: 80, count: 1, longestWaitMs: 10_000, leadMs: Number.MIN_VALUE };
    const numbers = [freshNumber(), freshNumber()];
    for (const asked of [numbers, numbers, numbers.slice(1)]) {
      const grants = await Promise.all(asked.map((number) => book.take({ ...request, number })));
      expect(grants.every((grant) => grant !== null)).toBe(true);
    }
  });

  it('never exceed the rate, however many take at once', async () => {
    const book = open();
    const number = freshNumber();
    const slots: number[] = [];
    for (const [at, takers] of [
      [0, 12],
      [40, 5],
      [900, 20],
      [5_000, 12],
    ] as const) {
      now = at;
      const request = { number, perSecond: 80, longestWaitMs: 10_000 };
      const counts = Array.from({ length: takers }, (_, index) => 1 + (index % 9));
      await Promise.all(
        counts.map(async (count) => {
          const grant = await book.take({ ...request, count });
          for (let slot = 0; grant && slot < count; slot += 1)
            slots.push(now + grant.firstInMs + slot * grant.apartMs);
        }),
      );
    }
    slots.sort((left, right) => left - right);
    const gaps = slots.slice(1).map((slot, index) => slot - (slots[index] ?? 0));
    expect(slots.length).toBeGreaterThan(200);
    expect(Math.min(...gaps)).toBeGreaterThan(12.4);
    for (const from of slots) {
      const within = slots.filter((slot) => slot >= from && slot < from + 1_000);
      expect(within.length).toBeLessThanOrEqual(81);
    }
  });

  it('are not saved up while nothing is sent', async () => {
    const book = open();
    const request = { number: freshNumber(), perSecond: 10, count: 1, longestWaitMs: 10_000 };
    now = 0;
    await book.take(request);
    now = 60_000;
    expect(await book.take(request)).toMatchObject({ firstInMs: 0 });
    const next = await book.take(request);
    expect(next?.firstInMs).toBeCloseTo(100, 0);
  });

  it('are not given out for what is too far away, and nothing is taken then', async () => {
    const book = open();
    const number = freshNumber();
    now = 0;
    await book.take({ number, perSecond: 1, count: 30, longestWaitMs: 10_000 });
    for (let time = 0; time < 5; time += 1) {
      expect(await book.take({ number, perSecond: 1, count: 30, longestWaitMs: 10_000 })).toBe(
        null,
      );
    }
    now = 25_000;
    expect(
      await book.take({ number, perSecond: 1, count: 1, longestWaitMs: 10_000 }),
    ).toMatchObject({ firstInMs: 5_000 });
  });

  it('come at half the rate after “too fast”, once for a burst, and recover by a quarter each ten seconds', async () => {
    const book = open();
    const number = freshNumber();
    now = 0;
    expect(await rateOf(book, number)).toBe(80);
    await Promise.all([1, 2, 3].map(() => book.slowDown(number, 80)));
    expect(await rateOf(book, number)).toBe(40);
    now = 2_000;
    await book.slowDown(number, 80);
    expect(await rateOf(book, number)).toBe(20);
    now = 12_000;
    expect(await rateOf(book, number)).toBe(25);
    now = 200_000;
    expect(await rateOf(book, number)).toBe(80);
  });

  it('never come slower than one a second, and keep to a lower limit at once', async () => {
    const book = open();
    const number = freshNumber();
    await rateOf(book, number);
    for (let hit = 0; hit < 12; hit += 1) {
      now += 1_000;
      await book.slowDown(number, 80);
    }
    expect(await rateOf(book, number)).toBe(1);
    now += 3_600_000;
    expect(await rateOf(book, number)).toBe(80);
    expect(await rateOf(book, number, 20)).toBe(20);
    expect(await rateOf(book, number, 1_000)).toBe(1_000);
  });
});

it('of many numbers that are asked for at once are each number’s own', async () => {
  now = 0;
  const book = slotBook(database.sql, () => new Date(START + now));
  const numbers = Array.from({ length: 12 }, freshNumber);
  const takeOfAll = () =>
    Promise.all(
      numbers.flatMap((number, index) =>
        [1, 2].map(() =>
          book.take({ number, perSecond: 10 * (index + 1), count: 5, longestWaitMs: 700 }),
        ),
      ),
    );
  const first = await takeOfAll();
  const second = await takeOfAll();
  numbers.forEach((_, index) => {
    const apartMs = 100 / (index + 1);
    const grants = [...first, ...second].filter((_, at) => Math.floor((at % 24) / 2) === index);
    // Five slots further each time, until they are too far away.
    const expected = [0, 5, 10, 15]
      .map((slot) => slot * apartMs)
      .map((at) => (at > 700 ? null : at));
    expect(grants.map((grant) => grant && Math.round(grant.firstInMs))).toEqual(
      expected.map((at) => at && Math.round(at)),
    );
  });
});

it('of many numbers that never sent before take a few statements, not one each', async () => {
  let statements = 0;
  const counting: typeof database.sql = {
    query: (text, values) => {
      statements += 1;
      return database.sql.query(text, values);
    },
  };
  const book = slotBook(counting);
  const requests = Array.from({ length: 90 }, () => ({
    ...{ number: freshNumber(), perSecond: 80, count: 1, longestWaitMs: 1_000 },
  }));
  const grants = await Promise.all(requests.map((request) => book.take(request)));
  expect(grants.every((grant) => grant !== null)).toBe(true);
  expect(statements).toBeLessThanOrEqual(6);
});

it('two processes on the database’s own clock share a number’s second', async () => {
  const number = freshNumber();
  const request = { number, perSecond: 100, count: 10, longestWaitMs: 10_000 };
  const [one, other] = [slotBook(database.sql), slotBook(database.sql)];
  const grants = await Promise.all(
    Array.from({ length: 20 }, (_, index) => (index % 2 === 0 ? one : other).take(request)),
  );
  const furthest = Math.max(...grants.map((grant) => grant?.firstInMs ?? 0));
  // The last of twenty slices of a tenth of a second begins 1.9 s after the first, less the time
  // that the statements themselves took.
  expect(furthest).toBeLessThanOrEqual(1_900);
  expect(grants.every((grant) => grant?.apartMs === 10)).toBe(true);
});
