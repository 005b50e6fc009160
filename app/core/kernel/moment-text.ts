/**
 * A moment in words, to the minute, by the clock of a place.
 * @param locale BCP 47
 * @param timeZone IANA
 */
export const momentText = (at: Date, locale: string, timeZone: string): string =>
  new Intl.DateTimeFormat(locale, {
    ...{ day: 'numeric', month: 'long', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
    timeZone,
  }).format(at);
