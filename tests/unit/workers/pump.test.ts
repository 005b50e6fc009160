import { expect, test } from 'vitest';
import type { Logger } from '#boot/logger';
import { startPump } from '../../../workers/pump';

const log = { error: () => undefined } as unknown as Logger;
const FAR = 3_600_000;

test('a rush of wakes is one look, and a wake during a look is another one', async () => {
  let looks = 0;
  let isOpen = (): void => undefined;
  const opened = new Promise<void>((resolve) => {
    isOpen = resolve;
  });
  const pump = startPump({
    name: 'test',
    everyMs: FAR,
    log,
    batch: async () => {
      looks += 1;
      if (looks === 1) await opened;
      return 0;
    },
  });
  await expect.poll(() => looks).toBe(1);
  for (let item = 0; item < 1_000; item += 1) pump.wake();
  isOpen();
  await expect.poll(() => looks).toBe(2);
  for (let item = 0; item < 1_000; item += 1) pump.wake();
  await expect.poll(() => looks).toBe(3);
  await pump.stop();
  expect(looks).toBe(3);
});
