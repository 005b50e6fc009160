export interface SlotRequest {
  /** The vendor's id of the number. */
  readonly number: string;
  /** Messages a second that it may send at most. */
  readonly perSecond: number;
  readonly count: number;
  /** No slot comes sooner than this, milliseconds; 0 when left out. */
  readonly leadMs?: number;
  /** No slots are given when the first is further away, milliseconds. */
  readonly longestWaitMs: number;
}

export interface SlotGrant {
  /** The book's own clock when it gave the slots, milliseconds; an answer takes its time. */
  readonly atMs: number;
  /** Milliseconds from then to the first slot, and between two of them. */
  readonly firstInMs: number;
  readonly apartMs: number;
}

/**
 * Gives out the instants at which a number may send: each once, evenly spaced, never one in the
 * past, to everybody who shares the number. What is not used is lost, not saved up for a burst.
 */
export interface SlotBook {
  take(request: SlotRequest): Promise<SlotGrant | null>;
  /** The vendor said "too fast": half the rate for all, which recovers by and by. */
  slowDown(number: string, perSecond: number): Promise<void>;
}
