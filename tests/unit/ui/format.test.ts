import { expect, test } from 'vitest';
import { createFormat } from '#ui/format';

const format = (locale: string) =>
  createFormat({ locale, timeZone: 'Europe/Rome', currency: 'EUR' });
const AT = '2026-12-02T22:30:00Z';

test.each([
  ['it', '2 Dec 2026, 23:30', '12.345,67\u00a0€'],
  ['de', '2 Dec 2026, 23:30', '12.345,67\u00a0€'],
  ['en-US', 'Dec 2, 2026, 23:30', '€12,345.67'],
  ['en-GB', '2 Dec 2026, 23:30', '€12,345.67'],
  ['no such locale', 'Dec 2, 2026, 23:30', '€12,345.67'],
])('of %s, months have English names and sums the merchant’s signs', (locale, dateTime, money) => {
  const { dateTime: writeTime, money: writeMoney } = format(locale);
  expect(writeTime(AT)).toBe(dateTime);
  expect(writeMoney(1_234_567)).toBe(money);
});

test('a calendar day is the same in every zone', () => {
  expect(format('it').calendarDay('2026-12-02')).toBe('2 Dec');
  expect(format('en-US').calendarDay('2026-12-02')).toBe('Dec 2');
});
