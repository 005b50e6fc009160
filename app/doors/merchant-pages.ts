import type { IncomingMessage, ServerResponse } from 'node:http';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { createRequestHandler } from '@remix-run/express';
import type { ServerBuild } from '@remix-run/node';
import express from 'express';
import type { Services } from '#boot/services';
import { answer } from './http';

const YEAR_MS = 365 * 24 * 60 * 60 * 1000;
/** A draft of ten templates is a hundredth of it. */
const MAX_BODY_BYTES = 1024 * 1024;

/**
 * The merchants' pages: static assets by content hash, everything else through Remix. What could
 * only fail in there is refused before, and what fails is answered without details.
 */
export async function merchantPages({
  env,
  log,
}: Pick<Services, 'env' | 'log'>): Promise<express.Express> {
  const root = path.resolve('build');
  const build = (await import(
    /* @vite-ignore */ pathToFileURL(path.join(root, 'server/index.js')).href
  )) as ServerBuild;
  const app = express();
  app.disable('x-powered-by');
  app.set('trust proxy', env.TRUST_PROXY);
  app.use((request, response, next) => {
    const refusal = refusalOf(request);
    if (refusal) refusePage(request, response, refusal);
    else next();
  });
  app.use(
    '/assets',
    express.static(path.join(root, 'client/assets'), { immutable: true, maxAge: YEAR_MS }),
  );
  app.use(express.static(path.join(root, 'client'), { maxAge: '1h', index: false }));
  app.all('*', createRequestHandler({ build, mode: env.NODE_ENV }));
  // Express's own answer would quote the stack wherever NODE_ENV is not set in the environment.
  app.use(
    (error: unknown, _request: express.Request, response: express.Response, _next: unknown) => {
      const status = statusOf(error);
      if (status === 500) log.error({ err: error }, 'a page failed before it was begun');
      if (response.headersSent) response.destroy();
      else answer(response, status, 'This could not be shown.');
    },
  );
  return app;
}

interface Refusal {
  readonly status: number;
  readonly text: string;
}

/** PostgreSQL takes no NUL in a text; a framework that buffers a body needs to know its end. */
function refusalOf({ url = '/', headers }: IncomingMessage): Refusal | null {
  if (/%00/.test(url)) return { status: 400, text: 'The address holds a NUL.' };
  if (!URL.canParse(`http://${headers.host ?? ''}`)) {
    return { status: 400, text: 'The host is not one.' };
  }
  if (headers['transfer-encoding'] !== undefined) {
    return { status: 411, text: 'The length of the body is missing.' };
  }
  return Number(headers['content-length'] ?? 0) > MAX_BODY_BYTES
    ? { status: 413, text: 'The body is larger than this address takes.' }
    : null;
}

function refusePage(
  request: IncomingMessage,
  response: ServerResponse,
  { status, text }: Refusal,
): void {
  // What is still arriving is not read, so the connection can't be used again.
  answer(response, status, text, { connection: 'close' });
  request.resume();
}

/** Express marks what the sender did wrong, as an address with a broken escape, with its status. */
function statusOf(error: unknown): number {
  const status = (error as { status?: unknown } | null)?.status;
  return typeof status === 'number' && status >= 400 && status < 500 ? status : 500;
}
