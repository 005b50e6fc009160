import { PassThrough } from 'node:stream';
import type { EntryContext } from '@remix-run/node';
import { createReadableStreamFromReadable } from '@remix-run/node';
import { isRouteErrorResponse, RemixServer } from '@remix-run/react';
import { renderToPipeableStream } from 'react-dom/server';
import { services } from '#boot/services';
import { shopify } from './shopify.server';

/** A page that takes longer is sent as far as it is. */
const RENDER_MS = 8_000;

/** Renders a document whole, so that nothing on the page moves while it arrives. */
export default async function handleRequest(
  request: Request,
  status: number,
  headers: Headers,
  context: EntryContext,
): Promise<Response> {
  (await shopify()).addDocumentHeaders(request, headers);
  headers.set('Content-Type', 'text/html; charset=utf-8');
  headers.set('X-Content-Type-Options', 'nosniff');
  headers.set('Referrer-Policy', 'strict-origin-when-cross-origin');
  return new Promise((resolve, reject) => {
    let current = status;
    const { pipe, abort } = renderToPipeableStream(
      <RemixServer context={context} url={request.url} abortDelay={RENDER_MS} />,
      {
        onAllReady: () => {
          const body = new PassThrough();
          const stream = createReadableStreamFromReadable(body);
          resolve(new Response(stream, { headers, status: current }));
          pipe(body);
        },
        onShellError: reject,
        onError: (error) => {
          current = 500;
          services().log.error({ err: error }, 'a page failed while it was rendered');
        },
      },
    );
    setTimeout(abort, RENDER_MS).unref();
  });
}

/** What a loader or action threw unexpectedly; an address that nobody has is no failure. */
export function handleError(error: unknown, { request }: { request: Request }): void {
  if (request.signal.aborted || isRouteErrorResponse(error)) return;
  services().log.error({ err: error, method: request.method }, 'a page failed');
}
