import { z } from 'zod';

import { parseJson } from '#adapters/http/parse-json';
import type { HttpResponse } from '#adapters/http/request';
import { VendorFault } from '#core/kernel/vendor-fault';

/** @param afterMs null for a fault that stays */
export function siteFault(
  code: string,
  message: string,
  afterMs: number | null,
  httpStatus?: number,
): VendorFault {
  return new VendorFault(`woocommerce: ${message}`, {
    vendor: 'woocommerce',
    code,
    retry: afterMs === null ? 'never' : 'after',
    ...(afterMs === null ? {} : { afterMs }),
    ...(httpStatus === undefined ? {} : { httpStatus }),
  });
}

const WAIT_MS = 60_000;
const PASSING: ReadonlySet<number> = new Set([408, 425, 429]);

/** WordPress names each refusal ("woocommerce_rest_coupon_code_already_exists"); its words may quote us. */
const refusal = z.object({ code: z.string().regex(/^[a-z0-9_-]{1,80}$/i) });

/** The fault that an answer's status stands for. */
export function statusFault(response: HttpResponse, name: string): VendorFault {
  const { status, retryAfterMs, body } = response;
  const code = refusal.safeParse(parseJson(body)).data?.code ?? `http_${status}`;
  const passing = PASSING.has(status) || status >= 500;
  return siteFault(
    code,
    `${name} got HTTP ${status} (${code})`,
    passing ? (retryAfterMs ?? WAIT_MS) : null,
    status,
  );
}

/** A page instead of JSON: maintenance, a cache, a firewall. It passes when the site is itself again. */
export const oddAnswer = (name: string): VendorFault =>
  siteFault('bad_answer', `${name} answered something else than JSON`, 5 * WAIT_MS);
