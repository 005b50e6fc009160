import type { RecoveryId, ShopId } from '../kernel/ids';

/** Crockford's base 32: no letters that a person takes for digits. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const LENGTH = 10;

/**
 * The code of one try of one step of one recovery. The same try always gives the same code, so that
 * making it twice is harmless; a second try has its own, for the first one's end is near. 50 bits of a keyed or cryptographic hash can't be guessed.
 * @param hash hexadecimal digest of a text, at least 20 digits.
 */
export function deterministicCode(
  step: {
    readonly shopId: ShopId;
    readonly recoveryId: RecoveryId;
    readonly index: number;
    readonly retryFrom?: Date | null;
  },
  hash: (text: string) => string,
): string {
  const again = step.retryFrom ? ':again' : '';
  const digest = hash(`discount:${step.shopId}:${step.recoveryId}:${step.index}${again}`);
  const letters = Array.from({ length: LENGTH }, (_, place) => {
    const byte = Number.parseInt(digest.slice(place * 2, place * 2 + 2), 16);
    return ALPHABET.charAt(byte % ALPHABET.length);
  });
  return `BACK-${letters.join('')}`;
}
