/** Readers for JSON that others wrote: a missing or strange value is null or empty, never a throw. */
export type JsonRecord = Readonly<Record<string, unknown>>;

export const recordOf = (value: unknown): JsonRecord =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonRecord) : {};

export const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** A non-empty text, or a number written as one (Meta writes template ids as numbers). */
export function textOf(value: unknown): string | null {
  if (typeof value === 'string') return value === '' ? null : value;
  return typeof value === 'number' && Number.isFinite(value) ? String(value) : null;
}

export function numberOf(value: unknown): number | null {
  const read = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof read === 'number' && Number.isFinite(read) ? read : null;
}

/** Unix seconds, as text or number, as Meta writes times; `otherwise` for anything else. */
export function instantOf(value: unknown, otherwise: Date): Date {
  const seconds = numberOf(value);
  // 2015 to 2100: what lies outside is not a time stamp in seconds.
  if (seconds === null || seconds < 1_420_000_000 || seconds > 4_102_444_800) return otherwise;
  return new Date(seconds * 1000);
}
