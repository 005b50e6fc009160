import { createContext, useContext, useMemo } from 'react';
import type { ReactNode } from 'react';
import { formatMoney } from '#core/kernel/money';

export interface FormatSettings {
  /** BCP 47, the merchant's. */
  readonly locale: string;
  /** IANA zone of the store. */
  readonly timeZone: string;
  /** ISO 4217, the shop's. */
  readonly currency: string;
}

/** Writes amounts, counts and times as the merchant reads them; times are the store's. */
export interface Format extends FormatSettings {
  readonly money: (minor: number, currency?: string) => string;
  readonly count: (value: number) => string;
  /** `share` 0–1. */
  readonly percent: (share: number, digits?: number) => string;
  /** "3 messages": the count with the word in its number. */
  readonly plural: (value: number, one: string, many: string) => string;
  readonly dateTime: (iso: string) => string;
  readonly date: (iso: string) => string;
  readonly time: (iso: string) => string;
  /** A day of a calendar, YYYY-MM-DD, without its year. */
  readonly calendarDay: (day: string) => string;
}

const safeLocale = (locale: string): string => {
  try {
    return Intl.getCanonicalLocales(locale.replaceAll('_', '-'))[0] ?? 'en';
  } catch {
    return 'en';
  }
};

/** Months have the names of the page's own language, in the order of the merchant's country. */
const datesOf = (locale: string): string => {
  const { region } = new Intl.Locale(locale).maximize();
  return region === undefined ? 'en' : `en-${region}`;
};

const DATE = { day: 'numeric', month: 'short', year: 'numeric' } as const;
const TIME = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;

/** @param settings.locale an unknown one counts as English */
export function createFormat(settings: FormatSettings): Format {
  const locale = safeLocale(settings.locale);
  const { timeZone } = settings;
  const numbers = new Intl.NumberFormat(locale);
  const dateLocale = datesOf(locale);
  const dates = new Intl.DateTimeFormat(dateLocale, { ...DATE, timeZone });
  const times = new Intl.DateTimeFormat(dateLocale, { ...TIME, timeZone });
  const date = (iso: string): string => dates.format(new Date(iso));
  const time = (iso: string): string => times.format(new Date(iso));
  return {
    ...settings,
    locale,
    money: (minor, currency = settings.currency) => formatMoney({ minor, currency }, locale),
    count: (value) => numbers.format(value),
    percent: (share, digits = 0) =>
      new Intl.NumberFormat(locale, {
        style: 'percent',
        maximumFractionDigits: digits,
        // What rounds to zero from below is zero.
        signDisplay: 'negative',
      }).format(share),
    plural: (value, one, many) => `${numbers.format(value)} ${value === 1 ? one : many}`,
    dateTime: (iso) => `${date(iso)}, ${time(iso)}`,
    date,
    time,
    // A calendar day has no zone: noon UTC of it is written in UTC.
    calendarDay: (day) =>
      new Intl.DateTimeFormat(dateLocale, {
        day: 'numeric',
        month: 'short',
        timeZone: 'UTC',
      }).format(new Date(`${day}T12:00:00Z`)),
  };
}

const FormatContext = createContext<Format>(
  createFormat({ locale: 'en', timeZone: 'UTC', currency: 'USD' }),
);

export function FormatProvider(props: {
  readonly value: FormatSettings;
  readonly children: ReactNode;
}) {
  const { locale, timeZone, currency } = props.value;
  const format = useMemo(
    () => createFormat({ locale, timeZone, currency }),
    [locale, timeZone, currency],
  );
  return <FormatContext.Provider value={format}>{props.children}</FormatContext.Provider>;
}

export const useFormat = (): Format => useContext(FormatContext);
