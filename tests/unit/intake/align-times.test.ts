import { expect, test } from 'vitest';
import { clockSkew, shifted } from '#core/intake/index';

const RECEIVED = new Date('2026-11-27T10:00:00Z');
const hoursBefore = (hours: number) => new Date(RECEIVED.getTime() - hours * 3_600_000);

test('a stamp within the platform’s hours of retrying is believed', () => {
  expect(clockSkew(hoursBefore(4), RECEIVED)).toBe(0);
  expect(clockSkew(hoursBefore(-1), RECEIVED)).toBe(0);
});

test('a stamp of another day is moved to the moment when we heard of it', () => {
  const stated = hoursBefore(72);
  expect(shifted(stated, clockSkew(stated, RECEIVED))).toEqual(RECEIVED);
});

test('a source that states no time is not moved', () => {
  expect(clockSkew(null, RECEIVED)).toBe(0);
});
