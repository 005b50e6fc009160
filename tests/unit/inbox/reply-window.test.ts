import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { REPLY_REFUSALS, windowClosesAt } from '#core/inbox/index';

const HOURS_24_MS = 24 * 60 * 60 * 1_000;

describe('the window for free answers', () => {
  test('is closed while the shopper has never written', () => {
    expect(windowClosesAt({ lastInboundAt: null })).toBeNull();
  });

  test('closes a day after the shopper’s last message, whatever the season', () => {
    fc.assert(
      fc.property(
        fc.date({ noInvalidDate: true, max: new Date('2100-01-01') }),
        (lastInboundAt) => {
          const closes = windowClosesAt({ lastInboundAt });
          expect((closes?.getTime() ?? 0) - lastInboundAt.getTime()).toBe(HOURS_24_MS);
        },
      ),
    );
  });

  test('and every other refusal is said in a sentence', () => {
    for (const sentence of Object.values(REPLY_REFUSALS)) {
      expect(sentence).toMatch(/^[A-Z].* .*\.$/);
    }
  });
});
