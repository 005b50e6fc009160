/** Explains a vendor's error code to the merchant: what happened, what to do. */
export type ExplainFault = (code: string) => { title: string; advice: string };

/**
 * What a vendor's error code means beyond the one message. `retry`, `delay_recipient` and
 * `slow_down` concern timing only; `fail` this message only; `unreachable`, `opted_out` and
 * `unwanted` the person; `pause_campaign` and `stop_template` the template; `hold_marketing` the
 * number's marketing; `pause_number`, `billing` and `token` the whole number.
 */
export type FaultEffect =
  | 'retry'
  | 'delay_recipient'
  | 'slow_down'
  | 'fail'
  | 'unreachable'
  | 'opted_out'
  | 'unwanted'
  | 'pause_campaign'
  | 'stop_template'
  | 'hold_marketing'
  | 'pause_number'
  | 'billing'
  | 'token';

/** The vendor's knowledge of its error codes, handed to core as data. Unknown codes are answered. */
export interface FaultGuide {
  readonly explain: ExplainFault;
  readonly effectOf: (code: string) => FaultEffect;
  /** The codes that say that a message was not wanted: by the person, or in the vendor's view. */
  readonly unwantedCodes: readonly string[];
  /**
   * How long after a message has failed at the vendor (it was taken, and failed later) one more may
   * be tried, milliseconds; null for a code that stays final.
   */
  readonly secondTryAfterMs: (code: string) => number | null;
  readonly explainTemplate: ExplainTemplateReason;
}

/**
 * Explains why a template was rejected, paused or switched off.
 * @param reason as `Template.stateReason` keeps it
 */
export type ExplainTemplateReason = (reason: string) => {
  readonly title: string;
  readonly advice: string | null;
  /** The vendor's own sentences, where it gave some. */
  readonly quote: string | null;
};
