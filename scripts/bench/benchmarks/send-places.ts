/** Where people live: numbers that are long enough, in one time zone. */
export interface Place {
  readonly zone: string;
  /** Of a mobile phone, before the part that counts up. */
  readonly prefix: string;
  /** Of the part that counts up. */
  readonly digits: number;
}

/** So far apart that at any hour one of them is awake for long and another one asleep. */
const PLACES: readonly Place[] = [
  { zone: 'America/Bogota', prefix: '+57300', digits: 7 },
  { zone: 'Europe/Rome', prefix: '+39347', digits: 7 },
  { zone: 'Asia/Tokyo', prefix: '+8190', digits: 8 },
];

/** The standard quiet hours. */
const MORNING = 9;
const EVENING = 21;
const DAY = 24;

function hourIn(zone: string, now: Date): number {
  const clock = new Intl.DateTimeFormat('en', {
    ...{ hour: 'numeric', minute: 'numeric', hourCycle: 'h23', timeZone: zone },
  });
  const parts = Object.fromEntries(
    clock.formatToParts(now).map(({ type, value }) => [type, Number(value)]),
  );
  return (parts.hour ?? 0) + (parts.minute ?? 0) / 60;
}

/** Hours until quiet hours begin; none while they last. */
const leftAwake = (hour: number): number =>
  hour >= MORNING && hour < EVENING ? EVENING - hour : 0;
/** Hours until quiet hours end; none by day. */
const leftAsleep = (hour: number): number =>
  leftAwake(hour) > 0 ? 0 : (MORNING - hour + DAY) % DAY;

/** The place that stays awake for longest, and the one that stays asleep for longest. */
export function placesAt(now: Date): { readonly awake: Place; readonly asleep: Place } {
  const longest = (left: (hour: number) => number): Place =>
    PLACES.reduce((best, place) =>
      left(hourIn(place.zone, now)) > left(hourIn(best.zone, now)) ? place : best,
    );
  return { awake: longest(leftAwake), asleep: longest(leftAsleep) };
}
