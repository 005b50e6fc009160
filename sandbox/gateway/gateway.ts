import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { controlApi, refuseStranger } from '../control/api';
import {
  json,
  readExchange,
  redirect,
  writeAnswer,
  type Answer,
  type Exchange,
} from '../http/exchange';
import { listenWith, sentence, type Listening } from '../http/listen';
import { storefront } from '../storefront/routes';
import { isProviderPage, providerPage } from '../pay-desk/provider-pages';
import { WOO_DESK, wooDesk } from '../woocommerce/desk';
import type { Sandbox } from '../world';
import { appBridgeScript } from './app-bridge';
import { createEventStreams } from './events';
import { createProxy } from './proxy';
import { createStaticFiles, type StaticFiles } from './static-files';

const EVENTS = '/sandbox/api/events';

/** The public door: the sandbox's own pages and controls; everything else goes to the app. */
export async function startGateway(sandbox: Sandbox): Promise<Listening> {
  const { settings } = sandbox;
  const proxy = createProxy(settings.appUrl, settings.publicUrl);
  const events = createEventStreams({
    onChange: sandbox.onChange,
    untilDone: () => sandbox.control.post('/drain', {}),
  });
  const files = createStaticFiles(publicFolder(sandbox));
  const answerOwn = async (
    incoming: IncomingMessage,
    outgoing: ServerResponse,
    path: string,
  ): Promise<void> => {
    const exchange = await readExchange(incoming);
    if (exchange === null) writeAnswer(outgoing, json(413, { error: 'Too large.' }));
    else if (path === EVENTS && refuseStranger(exchange) === null) events.add(outgoing);
    else writeAnswer(outgoing, await own(sandbox, files, exchange));
  };
  const onRequest = (incoming: IncomingMessage, outgoing: ServerResponse): void => {
    const path = (incoming.url ?? '/').split('?')[0] ?? '/';
    if (path.startsWith('/control')) writeAnswer(outgoing, notFound());
    else if (!isOwn(path)) proxy.forward(incoming, outgoing);
    else {
      answerOwn(incoming, outgoing, path).catch((error: unknown) => {
        writeAnswer(outgoing, json(500, { error: sentence(error) }));
      });
    }
  };
  const main = await listenWith(createServer(onRequest), settings.host, settings.port);
  const alsoV6 = await listenOnV6(createServer(onRequest), settings.host, main.port);
  return {
    port: main.port,
    close: async () => {
      events.close();
      proxy.close();
      await Promise.all([main.close(), alsoV6?.close()]);
    },
  };
}

/** `localhost` may mean ::1 first; where IPv6 is missing, 127.0.0.1 is enough. */
async function listenOnV6(server: Server, host: string, port: number): Promise<Listening | null> {
  if (host !== '127.0.0.1') return null;
  return listenWith(server, '::1', port).catch(() => null);
}

function isOwn(path: string): boolean {
  return (
    path === '/' || path === '/favicon.ico' || path === '/sandbox' || path.startsWith('/sandbox/')
  );
}

async function own(sandbox: Sandbox, files: StaticFiles, exchange: Exchange): Promise<Answer> {
  const path = exchange.url.pathname;
  if (path.startsWith('/sandbox/api/')) return controlApi(sandbox, exchange);
  if (/^\/sandbox\/store(\/|$)/.test(path)) return storefront(sandbox.shopify.world, exchange);
  if (path === WOO_DESK) return wooDesk(sandbox, exchange);
  if (path === '/sandbox') return redirect('/');
  if (path === '/sandbox/app-bridge.js') return appBridgeScript(publicFolder(sandbox));
  if (path === '/') return home(sandbox, files, exchange);
  if (isProviderPage(path)) return providerPage(sandbox, exchange);
  return ownFile(path, files, exchange);
}

function ownFile(path: string, files: StaticFiles, exchange: Exchange): Promise<Answer> {
  if (path === '/favicon.ico') return files('/favicon.svg', exchange);
  return files(path.slice('/sandbox'.length), exchange);
}

/** One origin for all three columns, so that they share cookies: the public one. */
async function home(sandbox: Sandbox, files: StaticFiles, exchange: Exchange): Promise<Answer> {
  const wanted = new URL(sandbox.settings.publicUrl);
  const host = exchange.headers['host'] ?? '';
  const isOtherName = /^(localhost|127\.0\.0\.1|\[::1\]):\d+$/.test(host) && host !== wanted.host;
  if (isOtherName && wanted.hostname === 'localhost') return redirect(`${wanted.origin}/`);
  return files('/index.html', exchange);
}

function publicFolder(sandbox: Sandbox): string {
  return join(sandbox.settings.root, 'sandbox', 'public');
}

function notFound(): Answer {
  return json(404, { error: 'Not found.' });
}
