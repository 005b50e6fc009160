import type { SlotGrant } from '#core/messaging/index';

const REMEMBERED_MS = 60_000;

/**
 * Tells by our own clock when a slot of the book is. What an answer took on its way can't be known:
 * the least late one of the last minute counts for all.
 * @param tick milliseconds that only move forward
 */
export function createBookTime(tick: () => number): (grant: SlotGrant) => number {
  let ahead = -Infinity;
  let until = -Infinity;
  return ({ atMs, firstInMs }) => {
    const now = tick();
    if (atMs - now >= ahead || now > until) {
      ahead = atMs - now;
      until = now + REMEMBERED_MS;
    }
    return atMs - ahead + firstInMs;
  };
}
