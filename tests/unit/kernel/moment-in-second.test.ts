import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { momentInSecond } from '#core/kernel/moment-in-second';

const at = (text: string): Date => new Date(`2026-11-24T09:00:${text}Z`);

describe('a message whose stamp is cut to the second', () => {
  test('stands where we heard of it when that was within the second', () => {
    expect(momentInSecond(at('05.000'), at('05.900'))).toEqual(at('05.900'));
  });

  test('stands at the second’s end when we heard of it later', () => {
    expect(momentInSecond(at('05.000'), at('47.120'))).toEqual(at('05.999'));
  });

  test('keeps its stamp when our clock is behind, or when the stamp is exact', () => {
    expect(momentInSecond(at('05.000'), at('03.000'))).toEqual(at('05.000'));
    expect(momentInSecond(at('05.250'), at('47.120'))).toEqual(at('05.250'));
  });

  test('never leaves its second', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2_000_000 }), fc.integer(), (second, heard) => {
        const stamped = new Date(second * 1000);
        const moment = momentInSecond(stamped, new Date(heard)).getTime();
        expect(Math.floor(moment / 1000)).toBe(second);
      }),
    );
  });
});
