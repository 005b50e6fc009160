import type { Dispatcher } from 'undici';

import { isVendorFault, type VendorFault } from '#core/kernel/vendor-fault';

import { checkUrl, DEFAULT_PORTS, type GuardPolicy } from './address-guard';
import { exchange, type Exchange, type HttpHeaders, type RawAnswer } from './exchange';
import { guardedLookup, openLookup, resolveWithSystem, type ResolveHost } from './guarded-lookup';
import { codeOfError, httpFault, type HttpFaultCode } from './http-fault';
import { createPools, type Trust } from './pools';
import { retryAfterMs } from './retry-after';

export type { HttpHeaders } from './exchange';
export type { ResolveHost } from './guarded-lookup';

export type HttpMethod = Extract<
  Dispatcher.HttpMethod,
  'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
>;

export interface HttpRequest {
  /** Who is asked; becomes `VendorFault.details.vendor`. */
  readonly vendor: string;
  readonly url: string;
  /** GET when left out. */
  readonly method?: HttpMethod;
  readonly headers?: HttpHeaders;
  readonly body?: string | Uint8Array;
  /** For everything together, redirects included, milliseconds; 15,000 when left out. */
  readonly timeoutMs?: number;
  /** Largest answer body; 5 MiB when left out. */
  readonly maxBytes?: number;
  /** True for a POST that carries an idempotency key. GET and HEAD are repeatable anyway. */
  readonly repeatable?: boolean;
  /** True for a URL that an outsider supplied: the SSRF guard judges each hop. */
  readonly guarded?: boolean;
  /** Redirects followed, 0 when left out, 3 at most; only GET and HEAD follow. */
  readonly redirects?: number;
  /** Content types of a 2xx answer that are read ("image/jpeg", or "image/*"). */
  readonly accept?: readonly string[];
  readonly signal?: AbortSignal;
  /**
   * Asked at the moment at which the request leaves, when it has waited for a connection: false keeps
   * it here, and the fault says `held`.
   */
  readonly mayLeave?: () => boolean;
}

export interface HttpResponse {
  readonly status: number;
  /** Lower-case names. */
  readonly headers: HttpHeaders;
  readonly body: Buffer;
  /** Where the answer came from, after redirects. */
  readonly url: string;
  /** The wait that the service asked for, milliseconds; null when it named none. */
  readonly retryAfterMs: number | null;
}

export interface Http {
  /**
   * Any HTTP status is a value; what kept an answer from coming is a fault.
   * @throws VendorFault with an `HttpFaultCode` as its code
   */
  readonly request: (request: HttpRequest) => Promise<HttpResponse>;
  readonly close: () => Promise<void>;
}

export interface HttpOptions {
  readonly now: () => Date;
  /** `host:port` pairs that the guard lets through. */
  readonly allowedHosts?: readonly string[];
  /** Ports that guarded requests may use on other hosts; 80 and 443 when left out. */
  readonly guardedPorts?: readonly number[];
  readonly resolve?: ResolveHost;
  /** Connections to one origin; 64 when left out. */
  readonly connections?: number;
  readonly connectTimeoutMs?: number;
  /** Longest silence while waiting for the answer, milliseconds; the whole time when left out. */
  readonly quietMs?: number;
  readonly userAgent?: string;
}

const MOST_REDIRECTS = 3;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);
/** Never shown to another origin than the one that they were meant for. */
const PRIVATE_HEADERS = /^(authorization|proxy-authorization|cookie|x-.*(token|key|secret).*)$/i;

/** The one way in which the product speaks HTTP: pooled connections, limits, guard, faults. */
export function createHttp(options: HttpOptions): Http {
  const policy: GuardPolicy = {
    allowedHosts: options.allowedHosts ?? [],
    ports: options.guardedPorts ?? DEFAULT_PORTS,
  };
  const resolve = options.resolve ?? resolveWithSystem;
  const pools = createPools({
    connections: options.connections ?? 64,
    origins: 256,
    connectTimeoutMs: options.connectTimeoutMs ?? 5_000,
    lookups: { trusted: openLookup(resolve), guarded: guardedLookup(resolve) },
  });
  const send = async (call: Exchange, trust: Trust): Promise<RawAnswer> => {
    try {
      return await exchange(pools.of(call.url.origin, trust), call);
    } catch (error) {
      if (isVendorFault(error) || codeOfError(error) !== 'closed') throw error;
      throw httpFault('closed', { ...call, sent: false });
    }
  };
  return { request: (request) => run(request, { options, policy, send }), close: pools.close };
}

interface Runtime {
  readonly options: HttpOptions;
  readonly policy: GuardPolicy;
  readonly send: (call: Exchange, trust: Trust) => Promise<RawAnswer>;
}

async function run(request: HttpRequest, runtime: Runtime): Promise<HttpResponse> {
  const limit = redirectLimit(request);
  const endsAt = performance.now() + (request.timeoutMs ?? DEFAULT_TIMEOUT_MS);
  let target = locate(request, runtime.policy, request.url);
  let headers = requestHeaders(request, runtime.options);
  for (let hop = 0; ; hop += 1) {
    const call = toExchange(request, {
      url: target.url,
      headers,
      leftMs: endsAt - performance.now(),
      options: runtime.options,
    });
    const answer = await runtime.send(call, target.trust);
    const location = REDIRECTS.has(answer.status) ? answer.headers.location : undefined;
    if (location === undefined || limit === 0)
      return toResponse(answer, target.url, runtime.options);
    if (hop === limit) throw refusal('too-many-redirects', request);
    const next = locate(request, runtime.policy, location, target.url);
    if (next.url.origin !== target.url.origin) headers = withoutSecrets(headers);
    target = next;
  }
}

function toExchange(
  request: HttpRequest,
  hop: { url: URL; headers: HttpHeaders; leftMs: number; options: HttpOptions },
): Exchange {
  return {
    vendor: request.vendor,
    url: hop.url,
    method: request.method ?? 'GET',
    headers: hop.headers,
    body: request.body ?? null,
    repeatable: isRepeatable(request),
    quietMs: hop.options.quietMs ?? request.timeoutMs ?? DEFAULT_TIMEOUT_MS,
    maxBytes: request.maxBytes ?? 5 * 1024 * 1024,
    judge: (status, headers) => judgeType(request.accept, status, headers),
    leftMs: hop.leftMs,
    signal: request.signal ?? null,
    mayLeave: request.mayLeave ?? null,
  };
}

const DEFAULT_TIMEOUT_MS = 15_000;

function locate(
  request: HttpRequest,
  policy: GuardPolicy,
  text: string,
  base?: URL,
): { url: URL; trust: Trust } {
  if (request.guarded) {
    const verdict = checkUrl(text, policy, base);
    if (!verdict.allowed) throw refusal(verdict.reason, request);
    return { url: verdict.url, trust: verdict.listed ? 'trusted' : 'guarded' };
  }
  if (!URL.canParse(text, base)) throw refusal(base ? 'bad-redirect' : 'bad-url', request);
  const url = new URL(text, base);
  if (!/^https?:$/.test(url.protocol)) throw refusal('blocked-scheme', request);
  return { url, trust: 'trusted' };
}

const isRepeatable = (request: HttpRequest): boolean =>
  request.repeatable ?? ['GET', 'HEAD'].includes(request.method ?? 'GET');

const redirectLimit = (request: HttpRequest): number =>
  ['GET', 'HEAD'].includes(request.method ?? 'GET')
    ? Math.min(request.redirects ?? 0, MOST_REDIRECTS)
    : 0;

const refusal = (code: HttpFaultCode, request: HttpRequest): VendorFault =>
  httpFault(code, { vendor: request.vendor, sent: false, repeatable: isRepeatable(request) });

const requestHeaders = (request: HttpRequest, options: HttpOptions): HttpHeaders => ({
  'user-agent': options.userAgent ?? 'Ripresa/1',
  'accept-encoding': 'identity',
  ...(request.accept ? { accept: request.accept.join(', ') } : {}),
  ...request.headers,
});

const withoutSecrets = (headers: HttpHeaders): HttpHeaders =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !PRIVATE_HEADERS.test(name)));

function judgeType(
  accept: readonly string[] | undefined,
  status: number,
  headers: HttpHeaders,
): HttpFaultCode | null {
  if (!accept || status < 200 || status > 299) return null;
  const type = (headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
  const known = accept.some((entry) =>
    entry.endsWith('/*') ? type.startsWith(entry.slice(0, -1)) : entry === type,
  );
  return known ? null : 'content-type';
}

function toResponse(answer: RawAnswer, url: URL, options: HttpOptions): HttpResponse {
  const wait = retryAfterMs(answer.headers['retry-after'], options.now());
  return { ...answer, url: url.href, retryAfterMs: wait };
}
