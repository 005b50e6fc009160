import { describe, expect, it } from 'vitest';
import { ownSlots } from '#adapters/messaging/whatsapp-cloud/own-slots';
import { createPace } from '#adapters/messaging/whatsapp-cloud/pace';
import type { SlotBook, SlotRequest } from '#core/messaging/index';

function laneAt(perSecond: number, longestWaitMs = 10_000) {
  let now = 0;
  const waits: number[] = [];
  const requests: SlotRequest[] = [];
  const book = ownSlots(() => now);
  const slots: SlotBook = {
    ...book,
    take: (request) => {
      requests.push(request);
      return book.take(request);
    },
  };
  const pace = createPace({
    slots,
    sleep: (ms) => {
      waits.push(ms);
      return Promise.resolve();
    },
    longestWaitMs,
  });
  const turn = (number: string, at = perSecond) => pace.turn(number, at);
  const slowDown = () => pace.slowDown('a', perSecond);
  return { turn, slowDown, waits, requests, advance: (ms: number) => (now += ms) };
}

describe('the pace of a number', () => {
  it('spaces messages evenly and lets other numbers pass', async () => {
    const { turn, waits } = laneAt(10);
    for (let count = 0; count < 3; count += 1) await turn('a');
    await turn('b');
    expect(waits).toEqual([0, 100, 200, 0]);
  });

  it('takes the slots of all who wait in one go, and exactly as many', async () => {
    const { turn, waits, requests } = laneAt(10);
    await Promise.all([turn('a'), turn('a'), turn('a'), turn('b')]);
    expect(requests.map(({ number, count }) => [number, count])).toEqual([
      ['a', 3],
      ['b', 1],
    ]);
    expect(waits.toSorted((left, right) => left - right)).toEqual([0, 0, 100, 200]);
  });

  it('refuses a turn that is too far away instead of holding a claimed message', async () => {
    const { turn } = laneAt(1, 1_500);
    const turns = [];
    for (let count = 0; count < 4; count += 1) turns.push(await turn('a'));
    expect(turns).toEqual([true, true, false, false]);
  });

  it('refuses while nobody can tell whose turn it is', async () => {
    const take = () => Promise.reject(new Error('the database is gone'));
    const slots: SlotBook = { take, slowDown: take };
    const pace = createPace({ slots, sleep: () => Promise.resolve(), longestWaitMs: 1_000 });
    expect(await pace.turn('a', 80)).toBe(false);
    await expect(pace.slowDown('a', 80)).resolves.toBeUndefined();
  });

  it('starts with what the number may have, whatever others have', async () => {
    const { turn, waits } = laneAt(80);
    await turn('business-app', 20);
    await turn('upgraded', 1_000);
    await turn('business-app', 20);
    expect(waits).toEqual([0, 0, 50]);
  });

  it('counts what is not urgent and goes at half the pace as two', async () => {
    const { turn, waits } = laneAt(80);
    await turn('a', 40);
    await turn('a');
    expect(waits).toEqual([0, 25]);
  });
});
