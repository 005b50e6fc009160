const locale = ((): string => {
  try {
    return Intl.getCanonicalLocales(window.ripresaScreens?.locale ?? 'en')[0] ?? 'en';
  } catch {
    return 'en';
  }
})();

/** An amount of decimal text, with as many decimals as the text has. */
export function money(amount: string, currency: string): string {
  const digits = amount.split('.')[1]?.length ?? 0;
  return new Intl.NumberFormat(locale, {
    style: 'currency',
    currency,
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
    // As text where the browser reads it, for a double can't hold every amount.
  }).format(amount as Intl.StringNumericLiteral);
}

export const count = (value: number): string => new Intl.NumberFormat(locale).format(value);

/** `share` 0–1. */
export const percent = (share: number): string =>
  new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 }).format(share);

/** A day of the store's calendar, YYYY-MM-DD; a calendar day has no zone. */
export const calendarDay = (day: string): string =>
  new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', timeZone: 'UTC' }).format(
    new Date(`${day}T12:00:00Z`),
  );

/** The store's zone; a browser that does not know it writes times in its own, with its name. */
const zone = ((): { timeZone?: string; timeZoneName?: 'short' } => {
  const timeZone = window.ripresaScreens?.timeZone ?? '';
  try {
    new Intl.DateTimeFormat('en', { timeZone });
    return { timeZone };
  } catch {
    return { timeZoneName: 'short' };
  }
})();

/** A moment, in the store's zone. */
export const moment = (iso: string): string =>
  new Intl.DateTimeFormat(locale, {
    ...{ year: 'numeric', month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit' },
    ...zone,
  }).format(new Date(iso));
