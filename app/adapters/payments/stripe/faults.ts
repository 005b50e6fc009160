import Stripe from 'stripe';
import { isVendorFault, VendorFault, type Retry } from '#core/kernel/vendor-fault';

const SOON_MS = 2_000;

/**
 * What a failed call means. Every call of ours carries a key or changes nothing, so an outcome that is
 * not known is simply asked for again.
 * https://docs.stripe.com/error-low-level
 */
export function stripeFault(error: unknown): VendorFault {
  if (isVendorFault(error)) return error;
  if (!(error instanceof Stripe.errors.StripeError)) {
    return fault('unexpected', 'never', 'an answer of Stripe that could not be read');
  }
  const status = error.statusCode;
  const code = error.code ?? error.type;
  const [retry, told] = meaningOf(error, status);
  return fault(told ?? code, retry, `Stripe: ${error.type}, ${code}`, status);
}

/** Somebody else asks for the same at this moment, perhaps in another language. */
const KEY_IN_USE = 'key_in_use';

type Meaning = readonly [retry: Retry, code: string | null];

const BY_KIND: readonly (readonly [new (...args: never[]) => Error, Meaning])[] = [
  [Stripe.errors.StripeConnectionError, ['after', 'unreachable']],
  [Stripe.errors.StripeRateLimitError, ['after', null]],
  [Stripe.errors.StripeIdempotencyError, ['after', KEY_IN_USE]],
  [Stripe.errors.StripeAuthenticationError, ['never', 'keys_refused']],
  [Stripe.errors.StripePermissionError, ['never', 'keys_lack_rights']],
];

function meaningOf(
  error: InstanceType<typeof Stripe.errors.StripeError>,
  status: number | undefined,
): Meaning {
  const known = BY_KIND.find(([kind]) => error instanceof kind);
  if (known) return known[1];
  if (error.code === 'resource_missing') return ['never', 'not_found'];
  if (error.code === 'idempotency_key_in_use') return ['after', KEY_IN_USE];
  const isBusy = status === undefined || status === 409 || status >= 500;
  return isBusy ? ['after', null] : ['never', null];
}

function fault(code: string, retry: Retry, sentence: string, httpStatus?: number): VendorFault {
  return new VendorFault(sentence, {
    vendor: 'stripe',
    code,
    retry,
    ...(retry === 'after' ? { afterMs: SOON_MS } : {}),
    ...(httpStatus === undefined ? {} : { httpStatus }),
  });
}
