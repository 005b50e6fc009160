import { createCanvas, type Canvas } from '@napi-rs/canvas';

import { CARD } from './card-layout';

export type WithCanvas = <Result>(work: (canvas: Canvas) => Promise<Result>) => Promise<Result>;

/**
 * Lends canvases of a card's size, one a work; more works than canvases wait in order. A new canvas
 * costs more than all that is drawn on it, because the system hands out its three megabytes page by
 * page. Each encoding takes a thread of libuv's pool, and names and files need those, too: so there
 * are fewer canvases than threads.
 */
export function createCardCanvases(count: number): WithCanvas {
  const free: Canvas[] = [];
  const waiting: ((canvas: Canvas) => void)[] = [];
  let made = 0;
  const take = (): Canvas | Promise<Canvas> => {
    const kept = free.pop();
    if (kept) return kept;
    if (made === count) return new Promise((resolve) => waiting.push(resolve));
    made += 1;
    return createCanvas(CARD.width, CARD.height);
  };
  const giveBack = (canvas: Canvas): void => {
    // What was drawn is recorded and kept, with its photos, until the context is reset.
    canvas.getContext('2d').reset();
    const next = waiting.shift();
    if (next) next(canvas);
    else free.push(canvas);
  };
  return async (work) => {
    const canvas = await take();
    try {
      return await work(canvas);
    } finally {
      giveBack(canvas);
    }
  };
}
