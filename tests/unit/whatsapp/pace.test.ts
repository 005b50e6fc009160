import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { ownSlots } from '#adapters/messaging/whatsapp-cloud/own-slots';
import { createPace } from '#adapters/messaging/whatsapp-cloud/pace';
import type { SlotBook, SlotRequest } from '#core/messaging/index';

interface Timer {
  readonly at: number;
  readonly wake: () => void;
}

/** A process on a clock of its own; whoever sleeps wakes in turn. */
function createMachine() {
  let now = 0;
  let busyUntil = 0;
  const timers: Timer[] = [];

  return {
    tick: () => now,
    sleep: (ms: number) =>
      new Promise<void>((wake) => {
        timers.push({ at: now + ms, wake });
      }),
    /** Nothing wakes before then: another piece of work holds the process. */
    isBusyUntil(ms: number) {
      busyUntil = ms;
    },
    /** Until everybody has woken. */
    async run() {
      await setImmediate();
      while (timers.length > 0) {
        timers.sort((left, right) => left.at - right.at);
        now = Math.max(now, timers[0]?.at ?? 0, busyUntil);
        const due = timers.filter(({ at }) => at <= now);
        timers.splice(0, due.length);
        for (const { wake } of due) wake();
        await setImmediate();
      }
    },
  };
}

type Machine = ReturnType<typeof createMachine>;

function numbersOf(machine: Machine, { longestWaitMs = 10_000, answerMs = (): number => 0 } = {}) {
  const requests: SlotRequest[] = [];
  const went: { number: string; at: number }[] = [];
  const refused: string[] = [];
  const asleep: string[] = [];
  const book = ownSlots(machine.tick);
  const slots: SlotBook = {
    ...book,
    take: async (request) => {
      requests.push(request);
      const grant = await book.take(request);
      const onItsWay = answerMs();
      if (onItsWay > 0) await machine.sleep(onItsWay);
      return grant;
    },
  };
  const pace = createPace({ slots, sleep: machine.sleep, tick: machine.tick, longestWaitMs });
  const ask = async (number: string, perSecond: number) => {
    if (await pace.turn(number, perSecond, () => asleep.push(number)))
      went.push({ number, at: machine.tick() });
    else refused.push(number);
  };
  const timesOf = (number: string) =>
    went.filter((one) => one.number === number).map(({ at }) => Math.round(at));
  return { ask, timesOf, requests, refused, asleep };
}

/** The most that went in any second. */
const busiest = (times: readonly number[]): number =>
  Math.max(...times.map((from) => times.filter((at) => at >= from && at < from + 1_000).length));

const times = (count: number, work: () => Promise<void>) => {
  for (let done = 0; done < count; done += 1) void work();
};

describe('the pace of a number', () => {
  it('spaces messages evenly and lets other numbers pass', async () => {
    const machine = createMachine();
    const { ask, timesOf } = numbersOf(machine);
    times(3, () => ask('a', 10));
    void ask('b', 10);
    await machine.run();
    expect(timesOf('a')).toEqual([0, 106, 212]);
    expect(timesOf('b')).toEqual([0]);
  });

  it('takes the slots of all who wait in one go, and exactly as many', async () => {
    const machine = createMachine();
    const { ask, requests } = numbersOf(machine);
    times(3, () => ask('a', 10));
    void ask('b', 10);
    await machine.run();
    expect(requests.map(({ number, count }) => [number, count])).toEqual([
      ['a', 3],
      ['b', 1],
    ]);
  });

  it('tells who sleeps until its slot comes', async () => {
    const machine = createMachine();
    const { ask, asleep } = numbersOf(machine);
    times(2, () => ask('a', 10));
    times(2, () => ask('fast', 1_000));
    await machine.run();
    expect(asleep).toEqual(['a']);
  });

  it('refuses a turn that is too far away instead of holding a claimed message', async () => {
    const machine = createMachine();
    const { ask, timesOf, refused } = numbersOf(machine, { longestWaitMs: 1_500 });
    for (let one = 0; one < 4; one += 1) {
      void ask('a', 1);
      await setImmediate();
    }
    await machine.run();
    expect(timesOf('a')).toEqual([0, 1_060]);
    expect(refused).toEqual(['a', 'a']);
  });

  it('refuses while nobody can tell whose turn it is', async () => {
    const take = () => Promise.reject(new Error('the database is gone'));
    const { tick, sleep } = createMachine();
    const pace = createPace({ slots: { take, slowDown: take }, sleep, tick, longestWaitMs: 1_000 });
    expect(await pace.turn('a', 80, () => undefined)).toBeNull();
    await expect(pace.slowDown('a', 80)).resolves.toBeUndefined();
  });

  it('starts with what the number may have, whatever others have', async () => {
    const machine = createMachine();
    const { ask, timesOf } = numbersOf(machine);
    times(2, () => ask('business-app', 20));
    times(2, () => ask('upgraded', 1_000));
    await machine.run();
    expect(timesOf('business-app')).toEqual([0, 53]);
    expect(timesOf('upgraded')).toEqual([0, 1]);
  });

  it('counts what is not urgent and goes at half the pace as two', async () => {
    const machine = createMachine();
    const { ask, timesOf } = numbersOf(machine);
    void ask('a', 40);
    await setImmediate();
    void ask('a', 80);
    await machine.run();
    expect(timesOf('a')).toEqual([0, 27]);
  });

  it('is kept in every second, though the process was busy and everybody woke late at once', async () => {
    const machine = createMachine();
    const { ask, timesOf } = numbersOf(machine);
    times(300, () => ask('a', 80));
    machine.isBusyUntil(900);
    await machine.run();
    const all = timesOf('a');
    expect(all).toHaveLength(300);
    expect(busiest(all)).toBeLessThanOrEqual(80);
  });

  it('is taken further ahead after a missed slot, less and less, and in the end at once again', async () => {
    const machine = createMachine();
    const { ask, requests } = numbersOf(machine);
    void ask('a', 80);
    await setImmediate();
    machine.isBusyUntil(500);
    times(20, () => ask('a', 80));
    await machine.run();
    const first = requests.length;
    for (let one = 0; one < 500; one += 1) {
      void ask('a', 1_000);
      await machine.run();
    }
    const leads = requests.slice(first).map(({ leadMs = 0 }) => leadMs);
    expect(leads[0]).toBeGreaterThan(100);
    expect(leads.at(-1)).toBe(0);
    expect(leads.filter((lead) => lead > 0 && lead < 1)).toEqual([]);
  });

  it('is kept, and everybody gets a turn, while answers of the book take longer than a slot waits', async () => {
    const machine = createMachine();
    let asked = 0;
    const { ask, timesOf } = numbersOf(machine, {
      answerMs: () => [0, 300, 120][asked++ % 3] ?? 0,
    });
    for (let round = 0; round < 10; round += 1) {
      times(20, () => ask('a', 80));
      await setImmediate();
    }
    await machine.run();
    const all = timesOf('a');
    expect(all).toHaveLength(200);
    expect(busiest(all)).toBeLessThanOrEqual(80);
  });
});
