/** At most `maxMessages` marketing messages a person within any `perDays` × 24 hours. */
export interface FrequencyCap {
  /** At least 1. */
  readonly maxMessages: number;
  readonly perDays: number;
}

export type CapVerdict =
  | { readonly reached: false }
  | {
      readonly reached: true;
      /** The cap that frees last. */
      readonly cap: FrequencyCap;
      /** From this instant on a message may go, if none is sent before. */
      readonly freesAt: Date;
    };

const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * Tells whether one more message would break a cap. A message counts until exactly `perDays` days
 * after it was sent; one dated after `now` (a vendor's clock ahead of ours) counts too.
 * @param sentAt times of messages that went or may have gone out, in any order.
 * @throws RangeError for a cap that is no whole number of messages, or without length.
 */
export function capReached(
  sentAt: readonly Date[],
  now: Date,
  caps: readonly FrequencyCap[],
): CapVerdict {
  return caps
    .map((cap) => verdictOf(sentAt, now, cap))
    .reduce<CapVerdict>(
      (latest, verdict) => {
        if (!verdict.reached) return latest;
        return latest.reached && latest.freesAt >= verdict.freesAt ? latest : verdict;
      },
      { reached: false },
    );
}

function verdictOf(sentAt: readonly Date[], now: Date, cap: FrequencyCap): CapVerdict {
  if (!Number.isInteger(cap.maxMessages) || cap.maxMessages < 1 || !(cap.perDays > 0)) {
    throw new RangeError('a frequency cap needs a whole number of messages and a length');
  }
  const length = cap.perDays * DAY_MS;
  const counted = sentAt
    .map((sent) => sent.getTime())
    .filter((sent) => sent + length > now.getTime())
    .sort((left, right) => left - right);
  // The message whose leaving the window brings the count below the maximum.
  const holding = counted.at(-cap.maxMessages);
  if (holding === undefined) return { reached: false };
  return { reached: true, cap, freesAt: new Date(holding + length) };
}
