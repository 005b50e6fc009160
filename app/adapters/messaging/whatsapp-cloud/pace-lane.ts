import type { SlotGrant } from '#core/messaging/index';

/** Whoever comes later than this has missed the slot: it would go together with the next ones. */
export const LATE_MS = 40;
/** More at once would let one process hold the slots of a second to come from the others. */
const MOST_AT_ONCE = 100;
/** A slot further away than this is worth going aside for. */
const NEAR_MS = 5;
const LONGEST_LEAD_MS = 1_000;
const CALMER = 0.98;
/** A lead that has faded this far is none; PostgreSQL refuses what fades for ever. */
const LEAST_LEAD_MS = 1;

export interface Waiting {
  /** With the instant of the slot, or without one. */
  readonly go: (slotAt: number | null) => void;
  /** Its slot is not near; it sleeps until then. */
  readonly asleep: () => void;
  readonly since: number;
}

export type Lane = (waiting: Waiting) => void;

export interface Lead {
  /** How far ahead slots must be for this process to be there in time. */
  readonly ms: () => number;
  /** Whether a slot was missed by so much, from which the lead is learned. */
  readonly isMissedBy: (lateMs: number) => boolean;
}

export function createLead(): Lead {
  let leadMs = 0;
  return {
    ms: () => leadMs,
    isMissedBy(lateMs) {
      const missed = lateMs > LATE_MS;
      const wanted = Math.max(missed ? 2 * lateMs : 0, leadMs * CALMER);
      leadMs = wanted < LEAST_LEAD_MS ? 0 : Math.min(LONGEST_LEAD_MS, wanted);
      return missed;
    },
  };
}

export interface LaneOptions {
  readonly take: (count: number) => Promise<SlotGrant | null>;
  /** The grant's first slot by `tick`. */
  readonly slotAt: (grant: SlotGrant) => number;
  readonly sleep: (ms: number) => Promise<void>;
  readonly tick: () => number;
  readonly lead: Lead;
  readonly longestWaitMs: number;
  readonly emptied: () => void;
}

/** Those who wait for slots of one number at one rate. */
export function createLane(options: LaneOptions): Lane {
  const { take, slotAt, sleep, tick, lead, longestWaitMs, emptied } = options;
  const lane: Waiting[] = [];
  let serving = false;

  const enter = (waiting: Waiting): void => {
    lane.push(waiting);
    if (!serving) void serve();
  };

  const serve = async (): Promise<void> => {
    serving = true;
    // Whoever asks within the same turn of the loop shares the statement.
    await Promise.resolve();
    while (lane.length > 0) {
      const together = lane.splice(0, MOST_AT_ONCE);
      const grant = await take(together.length).catch(() => null);
      const firstAt = grant ? slotAt(grant) : null;
      together.forEach((one, index) => {
        if (!grant || firstAt === null) one.go(null);
        else void keep(one, firstAt + index * grant.apartMs);
      });
    }
    serving = false;
    emptied();
  };

  const keep = async (one: Waiting, at: number): Promise<void> => {
    const waitMs = at - tick();
    if (waitMs > NEAR_MS) one.asleep();
    if (waitMs > 0) await sleep(waitMs);
    if (!lead.isMissedBy(tick() - at)) one.go(at);
    else if (tick() - one.since > longestWaitMs) one.go(null);
    else enter(one);
  };

  return enter;
}
