import { expect, it } from 'vitest';
import { placesAt } from '../../../scripts/bench/benchmarks/send-places';

const hourIn = (zone: string, at: Date): number =>
  Number(
    new Intl.DateTimeFormat('en', { hour: 'numeric', hourCycle: 'h23', timeZone: zone }).format(at),
  );
const isDay = (zone: string, at: Date): boolean => hourIn(zone, at) >= 9 && hourIn(zone, at) < 21;

it('a place is awake, and another one asleep, for an hour and a half after any minute of the day', () => {
  for (const day of ['2026-01-15', '2026-07-15']) {
    for (let minute = 0; minute < 24 * 60; minute += 5) {
      const start = Date.parse(`${day}T00:00:00Z`) + minute * 60_000;
      const { awake, asleep } = placesAt(new Date(start));
      for (const after of [0, 45, 90]) {
        const at = new Date(start + after * 60_000);
        expect(isDay(awake.zone, at)).toBe(true);
        expect(isDay(asleep.zone, at)).toBe(false);
      }
    }
  }
});
