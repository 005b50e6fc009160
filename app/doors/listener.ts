import http from 'node:http';
import type { Services } from '#boot/services';
import { doorFor, passThrough } from './router';

export interface ListenerLimits {
  /** Longest time for a request's headers. */
  readonly headersMs: number;
  /** Longest time for a whole request. */
  readonly requestMs: number;
  /** Between two looks for requests that take too long: a limit is kept this late at most. */
  readonly lookMs: number;
  /** Longer than any proxy in front keeps a connection, so that it never sends into a closing one. */
  readonly keepAliveMs: number;
}

/** Slow senders are cut off: headers within 10 s, a whole request within 30 s. */
const LIMITS: ListenerLimits = {
  headersMs: 10_000,
  requestMs: 30_000,
  lookMs: 2_000,
  keepAliveMs: 75_000,
};
/** As Node's default, which a flag of the process could raise. */
const MAX_HEADER_BYTES = 16 * 1024;

const notFound: http.RequestListener = (_request, response) => {
  response.writeHead(404).end();
};

/** The server of a process: doors first, then the merchants' pages, with limits for slow senders. */
export function createListener(
  services: Services,
  pages: http.RequestListener = notFound,
  limits: ListenerLimits = LIMITS,
): http.Server {
  const options: http.ServerOptions = {
    headersTimeout: limits.headersMs,
    requestTimeout: limits.requestMs,
    connectionsCheckingInterval: limits.lookMs,
    keepAliveTimeout: limits.keepAliveMs,
    maxHeaderSize: MAX_HEADER_BYTES,
  };
  return http.createServer(options, (request, response) => {
    const door = doorFor(request);
    if (door) void passThrough(door, request, response, services);
    else pages(request, response);
  });
}
