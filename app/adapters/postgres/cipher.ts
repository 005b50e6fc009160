import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

/**
 * Encrypts secrets at rest with AES-256-GCM. A ciphertext names its key ("k2.…"), so keys can be
 * rotated: the first of the list encrypts, all of them decrypt.
 */
export interface Cipher {
  /** `context` binds the text to its row (table and id): moved elsewhere, it doesn't open. */
  encrypt(plain: string, context: string): string;
  /** @throws CipherError when the key is gone or the text was changed or moved */
  decrypt(sealed: string, context: string): string;
  /** Whether the text was sealed with another key than the first. */
  isStale(sealed: string): boolean;
}

export class CipherError extends Error {}

const ALGORITHM = 'aes-256-gcm';
const KEY_BYTES = 32;
/** NIST SP 800-38D recommends 96 bits. */
const IV_BYTES = 12;
const TAG_BYTES = 16;

/**
 * @param keys "k2:<base64 of 32 bytes>,k1:<base64 …>", newest first
 * @throws CipherError naming the key that is wrong, never its content
 */
export function createCipher(keys: string): Cipher {
  const ring = readKeys(keys);
  const [newest] = ring.keys();
  if (newest === undefined) throw new CipherError('there is no encryption key');
  return {
    encrypt: (plain, context) => seal(plain, context, newest, keyOf(ring, newest)),
    decrypt: (sealed, context) => {
      const { keyId, payload } = split(sealed);
      return open(payload, context, keyOf(ring, keyId));
    },
    isStale: (sealed) => split(sealed).keyId !== newest,
  };
}

function readKeys(text: string): ReadonlyMap<string, Buffer> {
  const ring = new Map<string, Buffer>();
  for (const part of text.split(',').map((entry) => entry.trim())) {
    const [, id, encoded] = /^([A-Za-z0-9_-]{1,20}):([A-Za-z0-9+/]+={0,2})$/.exec(part) ?? [];
    if (id === undefined || encoded === undefined) {
      throw new CipherError('an encryption key must look like "k1:<base64>"');
    }
    const key = Buffer.from(encoded, 'base64');
    if (key.length !== KEY_BYTES) {
      throw new CipherError(`encryption key ${id} must have ${KEY_BYTES} bytes, not ${key.length}`);
    }
    if (ring.has(id)) throw new CipherError(`encryption key ${id} is there twice`);
    ring.set(id, key);
  }
  return ring;
}

function keyOf(ring: ReadonlyMap<string, Buffer>, id: string): Buffer {
  const key = ring.get(id);
  if (!key) throw new CipherError(`encryption key ${id} is not configured`);
  return key;
}

function split(sealed: string): { keyId: string; payload: Buffer } {
  const [keyId, payload] = sealed.split('.');
  if (!keyId || !payload) throw new CipherError('not a sealed text');
  return { keyId, payload: Buffer.from(payload, 'base64url') };
}

function seal(plain: string, context: string, keyId: string, key: Buffer): string {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv(ALGORITHM, key, iv, { authTagLength: TAG_BYTES });
  cipher.setAAD(Buffer.from(context, 'utf8'));
  const body = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
  return `${keyId}.${Buffer.concat([iv, cipher.getAuthTag(), body]).toString('base64url')}`;
}

function open(payload: Buffer, context: string, key: Buffer): string {
  const iv = payload.subarray(0, IV_BYTES);
  const tag = payload.subarray(IV_BYTES, IV_BYTES + TAG_BYTES);
  try {
    const decipher = createDecipheriv(ALGORITHM, key, iv, { authTagLength: TAG_BYTES });
    decipher.setAAD(Buffer.from(context, 'utf8'));
    decipher.setAuthTag(tag);
    const body = decipher.update(payload.subarray(IV_BYTES + TAG_BYTES));
    return Buffer.concat([body, decipher.final()]).toString('utf8');
  } catch {
    // The library's own message differs by version and says nothing more.
    throw new CipherError('a sealed text does not open: wrong key, wrong row, or changed');
  }
}
