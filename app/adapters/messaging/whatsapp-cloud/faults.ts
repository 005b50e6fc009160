import type { FaultGuide } from '#core/messaging/index';
import { VendorFault } from '#core/kernel/vendor-fault';
import { ACCOUNT_FAULTS } from './account-faults';
import { FAIL, rule, TOKEN, type FaultRule } from './fault-rules';
import { MESSAGE_FAULTS } from './message-faults';
import { explainTemplate } from './template-reasons';
import { TRANSPORT_FAULTS } from './transport-faults';

export const VENDOR = 'whatsapp';

const RULES = new Map<string, FaultRule>(
  [ACCOUNT_FAULTS, MESSAGE_FAULTS, TRANSPORT_FAULTS].flatMap((table) => Object.entries(table)),
);

/** Every code that the tables name. */
export const KNOWN_CODES: readonly string[] = [...RULES.keys()];

/**
 * The rule for an error code. Branches on the code alone: Meta rewords its titles. A code that the
 * tables do not name fails the message and says so; 201–299 are permissions of the token.
 */
export function ruleOf(code: string): FaultRule {
  const known = RULES.get(code) ?? RULES.get(family(code));
  if (known) return known;
  if (/^2\d\d$/.test(code)) return PERMISSION;
  return rule(
    FAIL,
    `WhatsApp refused the request (code ${code.slice(0, 20)}).`,
    'Look the code up in Meta’s list of error codes, or tell our support about it.',
  );
}

/** An answer without a Graph body: after a 5xx or 408 nobody can know what happened. */
const family = (code: string): string => (/^http_(5\d\d|408)$/.test(code) ? 'http_5xx' : code);

const PERMISSION = rule(
  TOKEN,
  'The access token lacks a permission for this account.',
  'Assign the WhatsApp account to the system user in Meta Business settings, with full control.',
);

const UNWANTED: ReadonlySet<FaultRule['effect']> = new Set([
  'unwanted',
  'opted_out',
  'hold_marketing',
]);

/** What core asks about a code, as data. */
export const whatsappFaults: FaultGuide = {
  explain: (code) => {
    const { title, advice } = ruleOf(code);
    return { title, advice };
  },
  effectOf: (code) => ruleOf(code).effect,
  unwantedCodes: KNOWN_CODES.filter((code) => UNWANTED.has(ruleOf(code).effect)),
  secondTryAfterMs: (code) => {
    const { retry, afterMs } = ruleOf(code);
    return retry === 'after' ? Math.max(afterMs, LEAST_SECOND_TRY_MS) : null;
  },
  explainTemplate,
};

/** Meta has tried for itself before it reports a failure: trouble that lasts needs some time. */
const LEAST_SECOND_TRY_MS = 15 * 60_000;

export interface FaultContext {
  readonly httpStatus?: number;
  /** What the server asked for with Retry-After; it wins when it is longer than the table's. */
  readonly retryAfterMs?: number | null;
  /** Whether asking twice does no harm: then an unknown outcome may simply be tried again. */
  readonly repeatable: boolean;
}

const DEFAULT_WAIT_MS = 30_000;

/** Makes the fault for a code. Its message is our title, never Meta's, which may quote a phone. */
export function faultOf(code: string, context: FaultContext): VendorFault {
  const found = ruleOf(code);
  const retry = found.retry === 'unknown' && context.repeatable ? 'after' : found.retry;
  const own = found.retry === 'after' ? found.afterMs : DEFAULT_WAIT_MS;
  return new VendorFault(`${found.title} (${code})`, {
    vendor: VENDOR,
    code,
    retry,
    ...(retry === 'after' ? { afterMs: Math.max(own, context.retryAfterMs ?? 0) } : {}),
    ...(context.httpStatus === undefined ? {} : { httpStatus: context.httpStatus }),
  });
}
