import type { Template } from './template';

const HOUR_MS = 3_600_000;
const FIRST_PAUSE_MS = 3 * HOUR_MS;
const SECOND_PAUSE_MS = 6 * HOUR_MS;
/** A pause counts as the second when the first one is not longer ago than this. */
const MEMORY_MS = 7 * 24 * HOUR_MS;

type Paused = Pick<Template, 'state' | 'pausedUntil'>;

/**
 * When a pause ends: 3 hours for the first, 6 for the second; the third switches the template off
 * (Meta, "Template pausing"). The vendor's words tell which one it is; without them the template's
 * own past does. Being told twice of one pause does not lengthen it. Null when it lasts longer than
 * was documented: then it is over when the vendor says so.
 */
export function pauseEnd(template: Paused, vendorWords: string | null, now: Date): Date | null {
  const { state, pausedUntil: last } = template;
  const second = isSecond(template, vendorWords, now);
  if (state === 'paused') {
    if (last === null || last <= now) return null;
    if (!second || last.getTime() - now.getTime() > FIRST_PAUSE_MS) return last;
  }
  return new Date(now.getTime() + (second ? SECOND_PAUSE_MS : FIRST_PAUSE_MS));
}

function isSecond({ state, pausedUntil }: Paused, words: string | null, now: Date): boolean {
  if (words !== null && /SECOND_PAUSE/.test(words)) return true;
  if (words !== null && /FIRST_PAUSE/.test(words)) return false;
  const recent = pausedUntil !== null && now.getTime() - pausedUntil.getTime() < MEMORY_MS;
  return state !== 'paused' && recent;
}

/**
 * What remains of a pause once the template is approved again: its end, never in the future, as the
 * memory that there was one.
 */
export const pauseMemory = ({ pausedUntil }: Paused, now: Date): Date | null =>
  pausedUntil !== null && pausedUntil > now ? now : pausedUntil;
