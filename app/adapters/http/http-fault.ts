import { errors } from 'undici';

import { VendorFault } from '#core/kernel/vendor-fault';

import type { BlockReason } from './address-guard';

/** Every way in which a request can fail without an answer that the caller can read. */
export type HttpFaultCode =
  | BlockReason
  | 'bad-request'
  | 'dns'
  | 'refused'
  | 'connect-timeout'
  | 'tls'
  | 'timeout'
  | 'reset'
  | 'cancelled'
  | 'held'
  | 'closed'
  | 'too-large'
  | 'content-type'
  | 'bad-answer'
  | 'bad-redirect'
  | 'too-many-redirects';

export interface FaultContext {
  readonly vendor: string;
  /** False until the first byte of the request may have left this machine. */
  readonly sent: boolean;
  /** True when asking twice does no harm (GET, HEAD, or a call with an idempotency key). */
  readonly repeatable: boolean;
}

const FINAL: ReadonlySet<HttpFaultCode> = new Set<HttpFaultCode>([
  'bad-url',
  'bad-request',
  'blocked-scheme',
  'blocked-credentials',
  'blocked-host',
  'blocked-port',
  'blocked-address',
  'bad-redirect',
  'too-many-redirects',
]);

/** The service answered, so it acted; only what came back is unusable. */
const ANSWERED: ReadonlySet<HttpFaultCode> = new Set<HttpFaultCode>([
  'too-large',
  'content-type',
  'bad-answer',
]);

const SAYS: Readonly<Record<HttpFaultCode, string>> = {
  'bad-url': 'the address is not a URL',
  'blocked-scheme': 'only http and https addresses are visited',
  'blocked-credentials': 'the address carries a user name or password',
  'blocked-host': 'the host is a disguised number',
  'blocked-port': 'the port is not allowed',
  'blocked-address': 'the address is not on the public internet',
  'bad-request': 'the request itself is not valid HTTP',
  dns: 'the host name could not be resolved',
  refused: 'the connection could not be made',
  'connect-timeout': 'the connection took too long',
  tls: 'the secure connection could not be made',
  timeout: 'the answer took too long',
  reset: 'the connection broke before the answer was complete',
  cancelled: 'the caller gave up',
  held: 'the caller kept the request back when it was about to leave',
  closed: 'the client was closed',
  'too-large': 'the answer is larger than allowed',
  'content-type': 'the answer is of another type than asked for',
  'bad-answer': 'the answer is not valid HTTP',
  'bad-redirect': 'the redirect leads nowhere',
  'too-many-redirects': 'too many redirects',
};

/**
 * Says what a failure means for a repetition: nothing was sent → `after`; it may have been
 * received → `unknown`, or `after` when repeating does no harm; refused by our own rules → `never`.
 */
export function httpFault(code: HttpFaultCode, context: FaultContext): VendorFault {
  const retry = retryOf(code, context);
  return new VendorFault(`${context.vendor}: ${SAYS[code]}`, {
    vendor: context.vendor,
    code,
    retry,
  });
}

function retryOf(code: HttpFaultCode, context: FaultContext): 'never' | 'after' | 'unknown' {
  if (FINAL.has(code)) return 'never';
  if (ANSWERED.has(code)) return context.repeatable ? 'never' : 'unknown';
  return context.sent && !context.repeatable ? 'unknown' : 'after';
}

const BY_NATIVE_CODE: Readonly<Record<string, HttpFaultCode>> = {
  'blocked-address': 'blocked-address',
  ENOTFOUND: 'dns',
  EAI_AGAIN: 'dns',
  EAI_FAIL: 'dns',
  ENODATA: 'dns',
  ESERVFAIL: 'dns',
  ECONNREFUSED: 'refused',
  EHOSTUNREACH: 'refused',
  ENETUNREACH: 'refused',
  EADDRNOTAVAIL: 'refused',
  EACCES: 'refused',
  UND_ERR_CONNECT_TIMEOUT: 'connect-timeout',
  UND_ERR_HEADERS_TIMEOUT: 'timeout',
  UND_ERR_BODY_TIMEOUT: 'timeout',
  ETIMEDOUT: 'timeout',
  UND_ERR_INVALID_ARG: 'bad-request',
  UND_ERR_REQ_CONTENT_LENGTH_MISMATCH: 'bad-request',
  UND_ERR_CLOSED: 'closed',
  UND_ERR_DESTROYED: 'closed',
  UND_ERR_HEADERS_OVERFLOW: 'bad-answer',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'reset',
};

const TLS_CODE = /^(ERR_TLS_|ERR_SSL_|CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|EPROTO$)/;

/** Translates an error of undici, Node's net or tls; an unknown one reads as a broken connection. */
export function codeOfError(error: unknown): HttpFaultCode {
  const native = nativeCode(error);
  if (TLS_CODE.test(native)) return 'tls';
  if (error instanceof errors.HTTPParserError) return 'bad-answer';
  return BY_NATIVE_CODE[native] ?? 'reset';
}

/** Node joins the failures of several addresses into one AggregateError; the first one speaks. */
function nativeCode(error: unknown): string {
  if (!(error instanceof Error)) return '';
  if ('code' in error && typeof error.code === 'string') return error.code;
  return error instanceof AggregateError ? nativeCode(error.errors[0]) : nativeCode(error.cause);
}
