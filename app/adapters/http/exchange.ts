import type { IncomingHttpHeaders } from 'node:http';

import type { Dispatcher, Pool } from 'undici';

import { codeOfError, httpFault, type HttpFaultCode } from './http-fault';

export type HttpHeaders = Readonly<Record<string, string>>;

export interface Exchange {
  readonly vendor: string;
  readonly url: URL;
  readonly method: Dispatcher.HttpMethod;
  readonly headers: HttpHeaders;
  readonly body: string | Uint8Array | null;
  readonly repeatable: boolean;
  /** Longest silence before the headers and between two pieces of the body, milliseconds. */
  readonly quietMs: number;
  readonly maxBytes: number;
  /** Judges the head of an answer before its body is read; a code ends the exchange. */
  readonly judge: (status: number, headers: HttpHeaders) => HttpFaultCode | null;
  /** For the whole exchange, milliseconds. */
  readonly leftMs: number;
  /** Ends the exchange early. */
  readonly signal: AbortSignal | null;
  /** As in `HttpRequest`; null for a request that may always leave. */
  readonly mayLeave: (() => boolean) | null;
}

export interface RawAnswer {
  readonly status: number;
  readonly headers: HttpHeaders;
  readonly body: Buffer;
}

/** Carries our own verdict through undici's abort. */
class Ended extends Error {
  readonly verdict: HttpFaultCode;
  constructor(verdict: HttpFaultCode) {
    super(verdict);
    this.verdict = verdict;
  }
}

/**
 * One request and its whole answer, over undici's dispatch: its start hook is what tells a request
 * that never left from one that may have been received.
 * @throws VendorFault
 */
export function exchange(pool: Pool, call: Exchange): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const state = { sent: false, over: false };
    let controller: Dispatcher.DispatchController | null = null;
    const settle = (act: () => void): void => {
      if (state.over) return;
      state.over = true;
      clearTimeout(timer);
      call.signal?.removeEventListener('abort', onAbort);
      act();
    };
    const fail = (code: HttpFaultCode): void => {
      settle(() => {
        const { vendor, repeatable } = call;
        reject(httpFault(code, { vendor, repeatable, sent: state.sent }));
      });
    };
    const end = (code: HttpFaultCode): void => {
      controller?.abort(new Ended(code));
      fail(code);
    };
    const onAbort = (): void => end(abortCode(call.signal));
    // Not a signal of the platform's: making one for each request costs more than its headers.
    const timer = setTimeout(() => end('timeout'), call.leftMs);
    if (call.signal?.aborted || call.leftMs <= 0) {
      fail(abortCode(call.signal));
      return;
    }
    call.signal?.addEventListener('abort', onAbort, { once: true });
    const starting = (started: Dispatcher.DispatchController): void => {
      // What must not leave any more says so by throwing: an abort would close the connection, which
      // others wait for.
      if (state.over) throw new Ended('cancelled');
      if (call.mayLeave?.() === false) throw new Ended('held');
      controller = started;
      state.sent = true;
    };
    const done = (answer: RawAnswer): void => settle(() => resolve(answer));
    pool.dispatch(dispatchOptions(call), answerReader(call, { starting, end, fail, done }));
  });
}

interface Hooks {
  readonly starting: (controller: Dispatcher.DispatchController) => void;
  readonly end: (code: HttpFaultCode) => void;
  readonly fail: (code: HttpFaultCode) => void;
  readonly done: (answer: RawAnswer) => void;
}

function answerReader(call: Exchange, hooks: Hooks): Dispatcher.DispatchHandler {
  const chunks: Buffer[] = [];
  let size = 0;
  let head: Omit<RawAnswer, 'body'> | null = null;
  return {
    onRequestStart: hooks.starting,
    onResponseStart(_controller, status, headers) {
      if (status < 200) return;
      head = { status, headers: flatten(headers) };
      const verdict = declaredTooLarge(head.headers, call) ?? call.judge(status, head.headers);
      if (verdict) hooks.end(verdict);
    },
    onResponseData(_controller, chunk) {
      size += chunk.length;
      if (size > call.maxBytes) hooks.end('too-large');
      else chunks.push(chunk);
    },
    onResponseEnd() {
      if (head) hooks.done({ ...head, body: Buffer.concat(chunks, size) });
      else hooks.fail('bad-answer');
    },
    onResponseError(_controller, error) {
      hooks.fail(error instanceof Ended ? error.verdict : codeOfError(error));
    },
  };
}

function dispatchOptions(call: Exchange): Dispatcher.DispatchOptions {
  return {
    path: call.url.pathname + call.url.search,
    method: call.method,
    headers: { ...call.headers },
    body: call.body,
    headersTimeout: call.quietMs,
    bodyTimeout: call.quietMs,
    idempotent: call.repeatable,
  };
}

const declaredTooLarge = (headers: HttpHeaders, call: Exchange): HttpFaultCode | null =>
  call.method !== 'HEAD' && Number(headers['content-length'] ?? 0) > call.maxBytes
    ? 'too-large'
    : null;

/** Without an abort it was the time that ran out. */
const abortCode = (signal: AbortSignal | null): HttpFaultCode =>
  !signal?.aborted ||
  (signal.reason instanceof DOMException && signal.reason.name === 'TimeoutError')
    ? 'timeout'
    : 'cancelled';

/** Lower-case names, repeated headers joined by a comma (RFC 9110, 5.3). */
function flatten(headers: IncomingHttpHeaders): HttpHeaders {
  const flat: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) {
      flat[name.toLowerCase()] = typeof value === 'string' ? value : value.join(', ');
    }
  }
  return flat;
}
