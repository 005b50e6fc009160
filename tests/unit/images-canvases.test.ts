import type { Canvas } from '@napi-rs/canvas';
import { describe, expect, it } from 'vitest';

import { createCardCanvases } from '#adapters/images/card-canvases';
import { CARD } from '#adapters/images/card-layout';
import { createCardMemory } from '#adapters/images/card-memory';

const turn = (): Promise<void> => new Promise((done) => setImmediate(done));

describe('the canvases of cards', () => {
  it('are lent to one work each, the others wait in order', async () => {
    const withCanvas = createCardCanvases(2);
    const lent = new Set<Canvas>();
    const used = new Set<Canvas>();
    const started: number[] = [];
    await Promise.all(
      Array.from({ length: 7 }, (_value, number) =>
        withCanvas(async (canvas) => {
          expect(lent.has(canvas)).toBe(false);
          started.push(number);
          used.add(canvas);
          lent.add(canvas);
          await turn();
          lent.delete(canvas);
        }),
      ),
    );
    expect(started).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect(used.size).toBe(2);
  });

  it('are as new each time, whatever was drawn and set before', async () => {
    const withCanvas = createCardCanvases(1);
    await withCanvas(async (canvas) => {
      const context = canvas.getContext('2d');
      context.fillStyle = '#c81e1e';
      context.direction = 'rtl';
      context.translate(100, 100);
      context.fillRect(-100, -100, CARD.width, CARD.height);
      await canvas.encode('jpeg', 50);
    });
    await withCanvas((canvas) => {
      const context = canvas.getContext('2d');
      expect([context.fillStyle, context.direction]).toEqual(['#000000', 'ltr']);
      context.fillRect(0, 0, 10, 10);
      expect([...context.getImageData(0, 0, 1, 1).data]).toEqual([0, 0, 0, 255]);
      expect([...context.getImageData(50, 50, 1, 1).data]).toEqual([0, 0, 0, 0]);
      return Promise.resolve();
    });
  });

  it('come back from a work that failed', async () => {
    const withCanvas = createCardCanvases(1);
    await expect(withCanvas(() => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
    expect(await withCanvas(({ width, height }) => Promise.resolve([width, height]))).toEqual([
      CARD.width,
      CARD.height,
    ]);
  });
});

describe('what cards have in common', () => {
  it('is worked out once, and again only after much else', () => {
    const { widths } = createCardMemory();
    let made = 0;
    const width = (key: string): number =>
      widths(key, () => {
        made += 1;
        return key.length;
      });
    expect([width('vase'), width('vase'), width('bowl')]).toEqual([4, 4, 4]);
    expect(made).toBe(2);
    // Five thousand other texts of a hundred letters weigh more than the memory holds.
    for (let other = 0; other < 5_000; other += 1) width(String(other).padEnd(100));
    expect([width('vase'), made]).toEqual([4, 5_003]);
  });
});
