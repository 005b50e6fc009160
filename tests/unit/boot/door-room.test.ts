import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createDoorRoom } from '#boot/door-room';

const KIB = 1024;

describe('the room for bodies at the door', () => {
  test('is given back whole when an answer is out', () => {
    const room = createDoorRoom(100 * KIB);
    const one = room.enter();
    expect(one.take(40 * KIB)).toBe(true);
    expect(one.take(20 * KIB)).toBe(true);
    expect(room.held()).toBe(60 * KIB);
    one.release();
    one.release();
    expect(room.held()).toBe(0);
  });

  test('keeps its second half for small bodies, so that large ones do not shut out webhooks', () => {
    const room = createDoorRoom(1024 * KIB);
    const large = room.enter();
    expect(large.take(500 * KIB)).toBe(true);
    expect(large.take(100 * KIB)).toBe(false);
    const small = Array.from({ length: 100 }, () => room.enter().take(5 * KIB));
    expect(small.every(Boolean)).toBe(true);
  });

  test('never holds more than it has, whoever comes and goes', () => {
    const act = fc.record({
      who: fc.nat({ max: 9 }),
      bytes: fc.nat({ max: 80 * KIB }),
      leaves: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(act, { maxLength: 200 }), (acts) => {
        const room = createDoorRoom(256 * KIB);
        const people = Array.from({ length: 10 }, () => room.enter());
        const own = new Map<number, number>();
        for (const { who, bytes, leaves } of acts) {
          if (leaves) {
            people[who]?.release();
            own.delete(who);
          } else if (people[who]?.take(bytes)) own.set(who, (own.get(who) ?? 0) + bytes);
          const sum = [...own.values()].reduce((total, one) => total + one, 0);
          expect(room.held()).toBe(sum);
          expect(sum).toBeLessThanOrEqual(256 * KIB);
        }
      }),
    );
  });
});
