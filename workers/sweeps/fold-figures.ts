import { figureStore } from '#boot/operation';
import type { Services } from '#boot/services';

/** Changes of one shop that one statement folds: a fraction of a second. */
const BATCH = 20_000;

/**
 * Folds what changes of the facts have left for the admin's figures. A figure is right before and
 * after; folding only keeps it quick to read.
 */
export async function foldFigures({ database }: Services): Promise<number> {
  const figures = figureStore(database.sql);
  let folded = 0;
  for (const shopId of await figures.waiting()) folded += await figures.fold(shopId, BATCH);
  return folded;
}
