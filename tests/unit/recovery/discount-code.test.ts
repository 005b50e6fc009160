import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { RecoveryId, ShopId } from '#core/kernel/ids';
import { deterministicCode } from '#core/recovery/index';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const code = (recovery: string, index: number): string =>
  deterministicCode(
    { shopId: 'shop' as ShopId, recoveryId: recovery as RecoveryId, index },
    sha256,
  );

describe('the discount code of a step', () => {
  it('is the same each time, so that making it twice is harmless', () => {
    expect(code('one', 0)).toBe(code('one', 0));
  });

  it('has no letter that a person takes for a digit', () => {
    expect(code('one', 0)).toMatch(/^BACK-[0-9A-HJKMNP-TV-Z]{10}$/);
  });

  it('differs by recovery and by step', () => {
    const codes = Array.from({ length: 500 }, (_, index) => [
      code(`recovery-${index}`, 0),
      code(`recovery-${index}`, 1),
    ]).flat();
    expect(new Set(codes).size).toBe(1_000);
  });
});
