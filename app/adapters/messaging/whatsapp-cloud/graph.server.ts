import { parseJson } from '#adapters/http/parse-json';
import type { Http, HttpMethod, HttpResponse } from '#adapters/http/request';
import { isVendorFault, VendorFault } from '#core/kernel/vendor-fault';
import { faultOf, ruleOf, VENDOR } from './faults';
import { recordOf, textOf, type JsonRecord } from './json-reading';
import type { GraphBody } from './template-payload';

interface GraphCall {
  readonly method: HttpMethod;
  /** After the version, with its query ("1000/messages"). */
  readonly path: string;
  readonly token: string;
  readonly json?: GraphBody;
  readonly raw?: { readonly bytes: Uint8Array; readonly headers: Readonly<Record<string, string>> };
  /** Whether asking twice does no harm. A send is never repeatable: Meta has no idempotency key. */
  readonly repeatable: boolean;
  /** Adds Meta's sentence to the fault; only where it speaks of the merchant's own template. */
  readonly quoteMeta?: boolean;
  /** As in `HttpRequest`. */
  readonly mayLeave?: () => boolean;
}

export interface Graph {
  /** The JSON of a 2xx answer. @throws VendorFault */
  readonly call: (call: GraphCall) => Promise<JsonRecord>;
  /** A file of Meta's. @throws VendorFault */
  readonly download: (url: string, token: string) => Promise<HttpResponse>;
}

export interface GraphOptions {
  readonly http: Http;
  /** "https://graph.facebook.com", or a stand-in's address. */
  readonly baseUrl: string;
  /** "v26.0" */
  readonly apiVersion: string;
  readonly timeoutMs: number;
}

const DEFAULT_WAIT_MS = 30_000;
const LARGEST_FILE = 16 * 1024 * 1024;

/** Speaks to Meta's Graph API and turns every failure into a VendorFault. */
export function createGraph(options: GraphOptions): Graph {
  const root = `${options.baseUrl.replace(/\/+$/, '')}/${options.apiVersion}/`;
  return {
    async call(call) {
      const answer = await reach(call.repeatable, () =>
        options.http.request({
          vendor: VENDOR,
          url: root + call.path,
          method: call.method,
          headers: headersOf(call),
          ...bodyOf(call),
          timeoutMs: options.timeoutMs,
          repeatable: call.repeatable,
          ...(call.mayLeave ? { mayLeave: call.mayLeave } : {}),
        }),
      );
      return readAnswer(answer, call);
    },
    async download(url, token) {
      if (!isMetaAddress(url, options.baseUrl)) {
        throw faultOf('foreign_address', { repeatable: true });
      }
      const answer = await reach(true, () =>
        options.http.request({
          vendor: VENDOR,
          url,
          headers: { authorization: `Bearer ${token}` },
          timeoutMs: options.timeoutMs,
          maxBytes: LARGEST_FILE,
          redirects: 2,
        }),
      );
      if (answer.status >= 300) throw refusal(answer, { repeatable: true });
      return answer;
    },
  };
}

/** The token goes with the request, so only Meta's own hosts, or the stand-in's, may get it. */
function isMetaAddress(text: string, baseUrl: string): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  if (url.origin === new URL(baseUrl).origin) return true;
  const meta = /(^|\.)(fbsbx\.com|facebook\.com|fbcdn\.net|whatsapp\.net)$/;
  return url.protocol === 'https:' && meta.test(url.hostname);
}

const headersOf = (call: GraphCall): Record<string, string> => ({
  authorization: `Bearer ${call.token}`,
  ...(call.json ? { 'content-type': 'application/json' } : {}),
  ...call.raw?.headers,
});

const bodyOf = (call: GraphCall): { body?: string | Uint8Array } => {
  if (call.json) return { body: JSON.stringify(call.json) };
  return call.raw ? { body: call.raw.bytes } : {};
};

/** Puts a transport's fault into this vendor's words; what was never sent may be tried again. */
async function reach<Answer>(repeatable: boolean, ask: () => Promise<Answer>): Promise<Answer> {
  try {
    return await ask();
  } catch (error) {
    if (!isVendorFault(error)) throw error;
    const { retry, code } = error.details;
    const unsent = retry === 'after' && code === 'timeout' && !repeatable;
    const said = unsent ? 'connect-timeout' : code;
    throw new VendorFault(`${ruleOf(said).title} (${said})`, {
      vendor: VENDOR,
      code: said,
      retry,
      ...(retry === 'after' ? { afterMs: DEFAULT_WAIT_MS } : {}),
    });
  }
}

function readAnswer(answer: HttpResponse, call: GraphCall): JsonRecord {
  if (answer.status >= 300) throw refusal(answer, call);
  const parsed = parseJson(answer.body);
  if (parsed === undefined) {
    throw faultOf('bad-answer', { repeatable: call.repeatable, httpStatus: answer.status });
  }
  return recordOf(parsed);
}

/**
 * With a Graph error body Meta has decided, whatever the HTTP status, so its code rules. Without
 * one a gateway spoke: a 4xx was refused, a 5xx may have been acted on.
 */
function refusal(
  answer: HttpResponse,
  call: Pick<GraphCall, 'repeatable' | 'quoteMeta'>,
): VendorFault {
  const error = recordOf(recordOf(parseJson(answer.body)).error);
  const code = textOf(error.code) ?? `http_${answer.status}`;
  const fault = faultOf(code, {
    httpStatus: answer.status,
    retryAfterMs: answer.retryAfterMs,
    repeatable: call.repeatable,
  });
  const words = textOf(error.error_user_msg) ?? textOf(error.message);
  if (!call.quoteMeta || words === null) return fault;
  return new VendorFault(`${words} (${code})`, fault.details);
}
