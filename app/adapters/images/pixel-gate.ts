export type PixelGate = <Result>(pixels: number, work: () => Promise<Result>) => Promise<Result>;

/**
 * Lets decodings run side by side as long as their pixels together stay below a limit; the others
 * wait in order. One that is larger than the limit runs alone. A decoded pixel takes four bytes.
 */
export function createPixelGate(maxPixels: number): PixelGate {
  const waiting: { readonly pixels: number; readonly start: () => void }[] = [];
  let running = 0;
  const admit = (): void => {
    const next = waiting[0];
    if (!next || (running > 0 && running + next.pixels > maxPixels)) return;
    waiting.shift();
    running += next.pixels;
    next.start();
    admit();
  };
  return async (pixels, work) => {
    await new Promise<void>((start) => {
      waiting.push({ pixels, start });
      admit();
    });
    try {
      return await work();
    } finally {
      running -= pixels;
      admit();
    }
  };
}
