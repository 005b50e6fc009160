import { atLocalHour, localTime, startOfLocalDay } from '../kernel/time-window';

/**
 * When nothing is sent, by the shopper's own clock. `startHour` is quiet, `endHour` no more; equal
 * hours mean no quiet hours. The default leaves 9:00 to 21:00: the window of the United States'
 * calling rules (47 CFR 64.1200(c)(1), 8:00 to 21:00 at the called party's place), an hour later
 * in the morning.
 */
export interface QuietHoursPolicy {
  /** False sends at any hour; true when absent. */
  readonly enabled?: boolean;
  /** 0–23, local. */
  readonly startHour: number;
  /** 0–23, local. */
  readonly endHour: number;
  /** ISO weekdays (1 Monday – 7 Sunday) on which messages may go; every day when absent. */
  readonly days?: readonly number[];
}

export const DEFAULT_QUIET_HOURS: QuietHoursPolicy = { enabled: true, startHour: 21, endHour: 9 };

/** A week and a day: every weekday, and the change of clocks, come up within it. */
const HORIZON_DAYS = 8;
const HORIZON_MS = HORIZON_DAYS * 24 * 60 * 60 * 1000;

/**
 * Whether a message may go at this instant: in all zones in which the shopper may be. Where no
 * moment of the coming week suits all of them, the first zone (the most populous) decides.
 * @param zones IANA zones, at least one.
 * @throws RangeError when `zones` is empty or names an unknown zone.
 */
export function allowedAt(
  instant: Date,
  zones: readonly string[],
  policy: QuietHoursPolicy,
): boolean {
  const main = mainZone(zones);
  if (!opensIn(main, policy, instant)) return false;
  if (zones.every((zone) => opensIn(zone, policy, instant))) return true;
  return firstShared(instant, zones, policy) === null;
}

/**
 * First instant, not before the given one, at which a message may go: `allowedAt` holds for it.
 * @throws RangeError when `zones` is empty, names an unknown zone, or no weekday is allowed.
 */
export function nextAllowed(
  instant: Date,
  zones: readonly string[],
  policy: QuietHoursPolicy,
): Date {
  if (allowedAt(instant, zones, policy)) return instant;
  const shared = firstShared(instant, zones, policy);
  if (shared !== null) return shared;
  const opening = nextOpening(instant, mainZone(zones), policy);
  if (opening === null) throw new RangeError('quiet hours leave no day to send on');
  // A change of clocks may bring back shared hours before the main zone opens.
  return nextAllowed(opening, zones, policy);
}

/**
 * Whether the zones share an allowed moment in the coming week. False means that the hours of the
 * first zone alone apply, which the shopper's timeline should tell.
 */
export const haveSharedHours = (
  instant: Date,
  zones: readonly string[],
  policy: QuietHoursPolicy,
): boolean => firstShared(instant, zones, policy) !== null;

function mainZone(zones: readonly string[]): string {
  const [first] = zones;
  if (first === undefined) throw new RangeError('quiet hours need at least one time zone');
  return first;
}

function opensIn(zone: string, policy: QuietHoursPolicy, instant: Date): boolean {
  const { hour, weekday } = localTime(instant, zone);
  if (policy.enabled === false) return true;
  if (policy.days !== undefined && !policy.days.includes(weekday)) return false;
  return !isQuiet(hour, policy);
}

function isQuiet(hour: number, { startHour, endHour }: QuietHoursPolicy): boolean {
  if (startHour <= endHour) return hour >= startHour && hour < endHour;
  return hour >= startHour || hour < endHour;
}

/** Moves to the next opening of each zone in turn until all are open, or gives up after a week. */
function firstShared(
  instant: Date,
  zones: readonly string[],
  policy: QuietHoursPolicy,
): Date | null {
  const limit = instant.getTime() + HORIZON_MS;
  let moment = instant;
  while (moment.getTime() <= limit) {
    const current = moment;
    const closed = zones.find((zone) => !opensIn(zone, policy, current));
    if (closed === undefined) return moment;
    const opening = nextOpening(moment, closed, policy);
    if (opening === null) return null;
    moment = opening;
  }
  return null;
}

/** Days open at their start or at the end of the quiet hours, so only these are looked at. */
function nextOpening(after: Date, zone: string, policy: QuietHoursPolicy): Date | null {
  for (let day = 0; day <= HORIZON_DAYS; day += 1) {
    const openings = [
      startOfLocalDay(after, day, zone),
      atLocalHour(after, day, policy.endHour, zone),
    ];
    const opening = openings.find(
      (moment) => moment.getTime() >= after.getTime() && opensIn(zone, policy, moment),
    );
    if (opening !== undefined) return opening;
  }
  return null;
}
