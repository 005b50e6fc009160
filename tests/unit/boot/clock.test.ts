import { expect, test } from 'vitest';
import { rehearsalClock } from '#boot/clock';

const HOUR = 3_600_000;

test('a rehearsal clock runs on from where it was moved to, and never back', () => {
  let real = 1_000_000;
  const clock = rehearsalClock(() => real);
  clock.moveTo(new Date(real + 5 * HOUR));
  clock.moveTo(new Date(real + 2 * HOUR));
  real += 1_000;
  expect(clock.now().getTime()).toBe(1_000_000 + 5 * HOUR + 1_000);
});

test('stamps of both time lines land on the clock’s own', () => {
  const real = Date.parse('2026-11-27T10:00:00Z');
  const clock = rehearsalClock(() => real);
  clock.moveTo(new Date(real + 48 * HOUR));
  expect(clock.align(new Date(real))).toEqual(clock.now());
  expect(clock.align(clock.now())).toEqual(clock.now());
});

test('a reset clock is back on real time', () => {
  const clock = rehearsalClock(() => 5_000);
  clock.moveTo(new Date(50_000));
  clock.reset();
  expect(clock.now()).toEqual(new Date(5_000));
});

test('a clock that joins others starts where they are', () => {
  const clock = rehearsalClock(() => 1_000, 5 * HOUR);
  expect(clock.now()).toEqual(new Date(1_000 + 5 * HOUR));
  clock.moveTo(new Date(2 * HOUR));
  expect(clock.now()).toEqual(new Date(1_000 + 5 * HOUR));
});
