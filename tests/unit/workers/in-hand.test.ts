import { describe, expect, test } from 'vitest';
import { createInHand } from '../../../workers/in-hand';

interface Held {
  readonly end: () => void;
  readonly work: () => Promise<void>;
  readonly begun: () => boolean;
}

function held(): Held {
  let begun = false;
  let end = (): void => undefined;
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  return {
    end: () => end(),
    work: () => {
      begun = true;
      return ended;
    },
    begun: () => begun,
  };
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('work in hand', () => {
  test('is bounded, and there is room again when one has ended', async () => {
    const hand = createInHand(2);
    const [first, second] = [held(), held()];
    hand.start({ group: 'a', subject: '1' }, first.work);
    hand.start({ group: 'b', subject: '2' }, second.work);
    expect(hand.room()).toBe(0);
    first.end();
    await hand.change();
    expect(hand.room()).toBe(1);
    second.end();
    await hand.settled();
    expect(hand.isIdle()).toBe(true);
  });

  test('is counted by group, and a group without any is forgotten', async () => {
    const hand = createInHand(10);
    const [first, second] = [held(), held()];
    hand.start({ group: 'slow', subject: '1' }, first.work);
    hand.start({ group: 'slow', subject: '2' }, second.work);
    expect([...hand.held()]).toEqual([['slow', 2]]);
    first.end();
    await hand.change();
    expect([...hand.held()]).toEqual([['slow', 1]]);
    second.end();
    await hand.settled();
    expect([...hand.held()]).toEqual([]);
  });

  test('of one subject runs one after the other', async () => {
    const hand = createInHand(10);
    const [first, second, other] = [held(), held(), held()];
    hand.start({ group: 'a', subject: 'same' }, first.work);
    hand.start({ group: 'a', subject: 'same' }, second.work);
    hand.start({ group: 'a', subject: 'other' }, other.work);
    await turn();
    expect([first, second, other].map(({ begun }) => begun())).toEqual([true, false, true]);
    first.end();
    await turn();
    expect(second.begun()).toBe(true);
    second.end();
    other.end();
    await hand.settled();
    expect(hand.room()).toBe(10);
  });
});
