/** Valid JSON holds either only as an escape, so that few bodies need a second look. */
const ESCAPED = /\\u(?:0000|d[89a-f])/i;

/**
 * The JSON that others sent, or undefined when the bytes are none. Its texts lose what PostgreSQL
 * keeps in no text and no jsonb: a NUL goes, half a surrogate pair becomes U+FFFD.
 */
export function parseJson(bytes: Uint8Array): unknown {
  try {
    const written = new TextDecoder().decode(bytes);
    const parsed: unknown = JSON.parse(written, ESCAPED.test(written) ? keepable : undefined);
    return parsed;
  } catch {
    return undefined;
  }
}

const keepable = (_key: string, value: unknown): unknown =>
  typeof value === 'string' ? value.replaceAll('\0', '').toWellFormed() : value;
