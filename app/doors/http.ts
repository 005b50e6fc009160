import type { IncomingMessage, ServerResponse } from 'node:http';

export type BodyRead =
  | { readonly kind: 'body'; readonly bytes: Buffer }
  | { readonly kind: 'too_large' }
  /** The process holds as many bytes as it may. */
  | { readonly kind: 'no_room' }
  | { readonly kind: 'aborted' };

/**
 * Reads a request's raw bytes; stops reading as soon as there are more than `maxBytes`.
 * @param take asks for room for each part as it comes; without it there always is
 */
export function readBody(
  request: IncomingMessage,
  maxBytes: number,
  take: (bytes: number) => boolean = () => true,
): Promise<BodyRead> {
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) {
    return Promise.resolve({ kind: 'too_large' });
  }
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > maxBytes) {
        request.pause();
        resolve({ kind: 'too_large' });
      } else if (take(chunk.length)) {
        chunks.push(chunk);
      } else {
        request.pause();
        chunks.length = 0;
        resolve({ kind: 'no_room' });
      }
    });
    request.on('end', () => {
      const [only] = chunks;
      resolve({
        kind: 'body',
        bytes: chunks.length === 1 && only ? only : Buffer.concat(chunks),
      });
    });
    request.on('error', () => resolve({ kind: 'aborted' }));
    request.on('close', () => resolve({ kind: 'aborted' }));
  });
}

/** Headers that every answer of a door carries. */
const SAFE_HEADERS = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
} as const;

export function answer(
  response: ServerResponse,
  status: number,
  body: string | Buffer = '',
  headers: Readonly<Record<string, string>> = {},
): void {
  const own = {
    'content-type': 'text/plain; charset=utf-8',
    'content-length': Buffer.byteLength(body),
  };
  // Not spread: what a spread makes outlives V8's quick collections, and a rush would fill the memory.
  response.writeHead(status, Object.assign(own, SAFE_HEADERS, headers));
  response.end(response.req.method === 'HEAD' ? undefined : body);
}

/** A refused sender that is silent for so long in the middle of its body is cut off. */
const LINGER_MS = 2_000;

const REFUSALS = {
  too_large: { status: 413, sentence: 'The body is larger than this address takes.', headers: {} },
  no_room: { status: 503, sentence: 'Try again shortly.', headers: { 'retry-after': '5' } },
} as const;

/**
 * Refuses a body that is still arriving: the answer goes out at once, and what still comes is thrown
 * away, because a sender whose connection breaks while it sends never reads the answer, and one that
 * has read it may have sent its next request behind. The limit of a whole request holds here too.
 */
export function refuseBody(response: ServerResponse, why: keyof typeof REFUSALS): void {
  const { req: request } = response;
  const { status, sentence, headers } = REFUSALS[why];
  answer(response, status, sentence, headers);
  const silence = setTimeout(() => {
    if (!request.complete) request.destroy();
  }, LINGER_MS).unref();
  request
    .removeAllListeners('data')
    .on('data', () => silence.refresh())
    .resume();
}

export const answerJson = (response: ServerResponse, status: number, value: unknown): void =>
  answer(response, status, JSON.stringify(value), {
    'content-type': 'application/json; charset=utf-8',
    'cache-control': 'no-store',
  });

/** A header as one text; node joins repeated ones, except the few that it keeps as lists. */
export function header(request: IncomingMessage, name: string): string | null {
  const value = request.headers[name];
  return (Array.isArray(value) ? value[0] : value) ?? null;
}

/** All headers, each as one text. */
export const plainHeaders = (request: IncomingMessage): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : (value ?? ''),
    ]),
  );

const BASE = 'http://door.invalid';

/** Node hands over whatever stands in the first line of a request, also what is no address. */
export const hasReadableUrl = (request: IncomingMessage): boolean =>
  URL.canParse(request.url ?? '/', BASE);

/** @throws TypeError where `hasReadableUrl` is false */
export const requestUrl = (request: IncomingMessage): URL => new URL(request.url ?? '/', BASE);

const LOOPBACK = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1']);

export const isLoopback = (request: IncomingMessage): boolean =>
  LOOPBACK.has(request.socket.remoteAddress ?? '');
