import type { IncomingMessage, ServerResponse } from 'node:http';

/** One HTTP request, read to its end. Header names are lower case. */
export interface Exchange {
  method: string;
  url: URL;
  headers: Record<string, string>;
  body: Buffer;
  peer: string;
}

export interface Reply {
  kind: 'reply';
  status: number;
  headers: Record<string, string>;
  body: string | Buffer;
}

/** No answer: the connection stays open for a while and then dies. */
export interface Silence {
  kind: 'silence';
  forMs: number;
}

export type Answer = Reply | Silence;

export function json(status: number, value: unknown, headers: Record<string, string> = {}): Reply {
  return {
    kind: 'reply',
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
    body: JSON.stringify(value),
  };
}

export function html(status: number, body: string, headers: Record<string, string> = {}): Reply {
  return {
    kind: 'reply',
    status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      ...headers,
    },
    body,
  };
}

export function redirect(location: string, headers: Record<string, string> = {}): Reply {
  return { kind: 'reply', status: 303, headers: { location, ...headers }, body: '' };
}

export const BODY_LIMIT = 110 * 1024 * 1024;

/** Reads a request to its end; null when it is larger than the limit (bytes). */
export async function readExchange(
  request: IncomingMessage,
  limit = BODY_LIMIT,
): Promise<Exchange | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > limit) return null;
    chunks.push(chunk);
  }
  return {
    method: request.method ?? 'GET',
    url: new URL(request.url ?? '/', 'http://sandbox.invalid'),
    headers: flatHeaders(request.headers),
    body: Buffer.concat(chunks),
    peer: request.socket.remoteAddress ?? '',
  };
}

export function writeAnswer(response: ServerResponse, answer: Answer): void {
  if (answer.kind === 'silence') {
    setTimeout(() => response.destroy(), answer.forMs).unref();
    return;
  }
  response.writeHead(answer.status, {
    ...answer.headers,
    'content-length': Buffer.byteLength(answer.body),
  });
  response.end(answer.body);
}

/** The JSON of a body, or undefined when it is not JSON. */
export function jsonBody(exchange: Exchange): unknown {
  try {
    return JSON.parse(exchange.body.toString('utf8'));
  } catch {
    return undefined;
  }
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Fields of a JSON object or of a form, whichever the content type says. */
export function fieldsOf(exchange: Exchange): Record<string, unknown> {
  const type = exchange.headers['content-type'] ?? '';
  if (type.startsWith('application/x-www-form-urlencoded')) {
    return Object.fromEntries(new URLSearchParams(exchange.body.toString('utf8')));
  }
  const parsed = jsonBody(exchange);
  return isRecord(parsed) ? parsed : {};
}

/** A text or a number as text; the fallback for everything else. */
export function textOf(value: unknown, fallback = ''): string {
  if (typeof value === 'string') return value;
  return typeof value === 'number' ? String(value) : fallback;
}

export function textField(fields: Record<string, unknown>, name: string): string {
  return textOf(fields[name]);
}

function flatHeaders(headers: IncomingMessage['headers']): Record<string, string> {
  const flat: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) flat[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return flat;
}
