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

/** The middle of the day, between the standard quiet hours of 21 and 9. */
const NOON = 15;
const DAY = 24;

function hoursFromNoon(zone: string, now: Date): number {
  const hour = new Intl.DateTimeFormat('en', { hour: 'numeric', hourCycle: 'h23', timeZone: zone });
  const apart = Math.abs(Number(hour.format(now)) - NOON);
  return Math.min(apart, DAY - apart);
}

/** The place that is furthest from its quiet hours, and the one that is deepest in them. */
export function placesAt(now: Date): { readonly awake: Place; readonly asleep: Place } {
  const [awake, ...others] = [...PLACES].sort(
    (left, right) => hoursFromNoon(left.zone, now) - hoursFromNoon(right.zone, now),
  );
  const asleep = others.at(-1);
  if (!awake || !asleep) throw new Error('there are two places at least');
  return { awake, asleep };
}
