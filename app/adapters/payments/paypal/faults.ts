import { z } from 'zod';
import { isVendorFault, VendorFault, type Retry } from '#core/kernel/vendor-fault';

const SOON_MS = 2_000;

/** https://developer.paypal.com/api/rest/responses/ */
const answer = z.object({
  name: z.string().optional(),
  error: z.string().optional(),
  details: z.array(z.object({ issue: z.string().optional() })).optional(),
});

/** What the library throws: an answer that is no success, with its body as text. */
const httpError = z.object({ statusCode: z.number(), message: z.string() });

/**
 * What a failed call means. Every call of ours carries a key or changes nothing, so an outcome that is
 * not known is simply asked for again.
 */
export function payPalFault(error: unknown): VendorFault {
  if (isVendorFault(error)) return error;
  const told = httpError.safeParse(error).data;
  if (!told) return fault('unreachable', 'after', 'PayPal could not be reached');
  const code = codeOf(told.message) ?? `http_${told.statusCode}`;
  return fault(...meaningOf(told.statusCode, code), told.statusCode);
}

/** The most exact name that the answer gives. */
function codeOf(body: string): string | null {
  const { details, name, error } = answer.safeParse(parsed(body)).data ?? {};
  return [details?.[0]?.issue, name, error].find((one) => one !== undefined) ?? null;
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}

function meaningOf(status: number, code: string): [string, Retry, string] {
  const sentence = `PayPal: ${status}, ${code}`;
  if (status === 401) return ['keys_refused', 'never', sentence];
  if (status === 403) return ['keys_lack_rights', 'never', sentence];
  if (status === 404) return ['not_found', 'never', sentence];
  if (status === 429 || status === 409 || status >= 500) return [code, 'after', sentence];
  return [code, 'never', sentence];
}

function fault(code: string, retry: Retry, sentence: string, httpStatus?: number): VendorFault {
  return new VendorFault(sentence, {
    vendor: 'paypal',
    code,
    retry,
    ...(retry === 'after' ? { afterMs: SOON_MS } : {}),
    ...(httpStatus === undefined ? {} : { httpStatus }),
  });
}
