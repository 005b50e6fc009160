import { expect, test } from 'vitest';
import { inTurns } from '../../../workers/in-turns';

const moment = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('a group that has much to do lets another one in after one more of its own', async () => {
  const turns = inTurns(1);
  const done: string[] = [];
  const ask = (group: string, name: string) =>
    turns(group, async () => {
      await moment();
      done.push(name);
    });
  const large = ['a1', 'a2', 'a3', 'a4'].map((name) => ask('a', name));
  await Promise.all([...large, ask('b', 'b1'), ask('b', 'b2')]);
  expect(done).toEqual(['a1', 'a2', 'b1', 'a3', 'b2', 'a4']);
});

test('no more than so many run at once, and one that fails holds back no other', async () => {
  const turns = inTurns(2);
  let [now, most] = [0, 0];
  const works = Array.from({ length: 7 }, (_, n) =>
    turns(`group ${n % 3}`, async () => {
      most = Math.max(most, (now += 1));
      await moment();
      now -= 1;
      if (n === 2) throw new Error('no');
      return n;
    }),
  );
  const outcomes = await Promise.allSettled(works);
  expect(outcomes.map((one) => (one.status === 'fulfilled' ? one.value : 'no'))).toEqual([
    0,
    1,
    'no',
    3,
    4,
    5,
    6,
  ]);
  expect(most).toBe(2);
});
