import { serviceWindow } from './service-window';

/**
 * A business portfolio may reach so many different people outside their service windows within any
 * 24 hours, with all of its numbers together (WhatsApp Business Platform, "Messaging limits"). The
 * vendor counts from when a message arrives, we from its claim: it may wait for its slot and for a
 * slow line in between, half a minute at most.
 */
export const LIMIT_WINDOW_MS = (24 * 60 + 1) * 60 * 1000;

export interface Portfolio {
  readonly id: string;
  /** People within 24 hours; null when the vendor sets no limit. */
  readonly dailyLimit: number | null;
}

/** Whether a message to a person uses up a place; an answer within the service window does not. */
export const usesPlace = (
  portfolio: Portfolio | null,
  lastInboundAt: Date | null,
  now: Date,
): boolean =>
  portfolio !== null && portfolio.dailyLimit !== null && !serviceWindow(lastInboundAt, now).open;
