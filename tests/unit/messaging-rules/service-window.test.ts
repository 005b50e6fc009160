import { expect, test } from 'vitest';
import { serviceWindow } from '#core/messaging/service-window';

const WROTE = new Date('2026-06-01T10:00:00Z');
const CLOSES = new Date('2026-06-02T10:00:00Z');

test('a shopper who never wrote has no window', () => {
  expect(serviceWindow(null, WROTE)).toEqual({ open: false, closedAt: null });
});

test('the window is open from the message on and closes exactly 24 hours later', () => {
  expect(serviceWindow(WROTE, WROTE)).toEqual({ open: true, closesAt: CLOSES });
  expect(serviceWindow(WROTE, new Date(CLOSES.getTime() - 1))).toEqual({
    open: true,
    closesAt: CLOSES,
  });
  expect(serviceWindow(WROTE, CLOSES)).toEqual({ open: false, closedAt: CLOSES });
});

test('a message dated ahead of our clock opens it', () => {
  expect(serviceWindow(CLOSES, WROTE).open).toBe(true);
});
