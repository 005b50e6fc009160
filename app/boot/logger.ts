import { pino } from 'pino';
import type { Logger } from 'pino';

export type { Logger } from 'pino';

/** Names of fields that could hold a person or a secret; they never reach a line. */
const REDACTED = [
  'phone',
  'email',
  'name',
  'body',
  'token',
  'accessToken',
  'authorization',
  'headers',
  'payload',
];

/**
 * JSON lines, one fact a field. Callers log ids, counts, codes and reasons; the redaction below is
 * a second line of defence, not a licence.
 */
export const createLogger = (level: string): Logger =>
  pino({
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: {
      paths: REDACTED.flatMap((field) => [field, `*.${field}`, `*.*.${field}`]),
      censor: '[redacted]',
    },
    serializers: { err: describeError },
  });

/** An error without anything that a database or a vendor quoted from its input. */
function describeError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { type: typeof error };
  const { code } = error as Error & { code?: unknown };
  const stack = error.stack?.split('\n').slice(1, 12).join('\n');
  const vendor = error.name === 'VendorFault' ? { message: error.message } : {};
  return { type: error.name, code: typeof code === 'string' ? code : undefined, stack, ...vendor };
}
