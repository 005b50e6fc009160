import { startOfLocalDay } from '#core/kernel/time-window';

export const PERIODS = [7, 30, 90] as const;
export type PeriodDays = (typeof PERIODS)[number];
export const DEFAULT_PERIOD: PeriodDays = 30;

/** Days of the store: the first begins at `since`, the last is today. */
export interface Period {
  readonly days: number;
  readonly since: Date;
}

/**
 * The last days of a store, today included.
 * @param timeZone IANA zone of the store
 */
export const lastDays = (days: PeriodDays, now: Date, timeZone: string): Period => ({
  days,
  since: startOfLocalDay(now, 1 - days, timeZone),
});

/** Everything there ever was. */
export const ALL_TIME: Period = { days: 0, since: new Date(0) };

/** Reads the period of an address; what is not offered counts as the default. */
export const periodOf = (text: string | null): PeriodDays =>
  PERIODS.find((days) => String(days) === text) ?? DEFAULT_PERIOD;
