import { z } from 'zod';

import { VendorFault } from '#core/kernel/vendor-fault';

const error = z.object({
  extensions: z.object({ code: z.string().nullish() }).nullish().catch(null),
});

const cost = z
  .object({
    requestedQueryCost: z.number(),
    throttleStatus: z.object({ currentlyAvailable: z.number(), restoreRate: z.number() }),
  })
  .nullish()
  .catch(null);

export const graphqlAnswer = z.object({
  data: z.unknown().optional(),
  // Some refusals come as one text instead of a list.
  errors: z.union([z.array(error), z.string().transform(() => [{ extensions: null }])]).nullish(),
  extensions: z.object({ cost }).nullish().catch(null),
});

export type GraphqlAnswer = z.output<typeof graphqlAnswer>;

/** Wait when Shopify throttles without saying how full the bucket is. */
const DEFAULT_WAIT_MS = 1_000;

/**
 * Milliseconds until the bucket holds enough for the same query again; null when the answer isn't
 * a throttled one. (https://shopify.dev/docs/api/usage/limits)
 */
export function throttleWaitMs(answer: GraphqlAnswer): number | null {
  if (!codesOf(answer).includes('THROTTLED')) return null;
  const bucket = answer.extensions?.cost;
  if (!bucket || bucket.throttleStatus.restoreRate <= 0) return DEFAULT_WAIT_MS;
  const missing = bucket.requestedQueryCost - bucket.throttleStatus.currentlyAvailable;
  return Math.max(100, Math.ceil((missing / bucket.throttleStatus.restoreRate) * 1000));
}

const codesOf = (answer: GraphqlAnswer): string[] =>
  (answer.errors ?? []).flatMap(({ extensions }) => extensions?.code ?? []);

/** Codes after which the same query may succeed later. */
const PASSING: ReadonlySet<string> = new Set(['INTERNAL_SERVER_ERROR', 'TIMEOUT', 'THROTTLED']);

/**
 * The fault that an answer's errors stand for; null when it has none. Shopify's messages may quote
 * what we sent, so only the code is kept.
 */
export function errorsFault(answer: GraphqlAnswer, operation: string): VendorFault | null {
  if (!answer.errors?.length) return null;
  const code = codesOf(answer)[0] ?? 'GRAPHQL_ERROR';
  return shopifyFault(
    code,
    `${operation} was refused (${code})`,
    PASSING.has(code) ? 30_000 : null,
  );
}

/** @param afterMs null for a fault that stays */
export function shopifyFault(
  code: string,
  message: string,
  afterMs: number | null,
  httpStatus?: number,
): VendorFault {
  return new VendorFault(`shopify: ${message}`, {
    vendor: 'shopify',
    code,
    retry: afterMs === null ? 'never' : 'after',
    ...(afterMs === null ? {} : { afterMs }),
    ...(httpStatus === undefined ? {} : { httpStatus }),
  });
}
