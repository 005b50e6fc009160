import { request, Agent, type IncomingMessage, type ServerResponse } from 'node:http';
import { allowFraming } from './csp';

export interface Proxy {
  forward: (incoming: IncomingMessage, outgoing: ServerResponse) => void;
  close: () => void;
}

/** Headers that belong to one connection and not to the message (RFC 9110, section 7.6.1). */
const HOP_BY_HOP = ['connection', 'keep-alive', 'proxy-connection', 'te', 'trailer', 'upgrade'];

/** Passes everything on to the app as it came, streaming. */
export function createProxy(appUrl: string, publicUrl: string): Proxy {
  const app = new URL(appUrl);
  const agent = new Agent({ keepAlive: true, maxSockets: 256 });
  return {
    forward: (incoming, outgoing) => {
      const upstream = request(
        {
          agent,
          host: app.hostname,
          port: app.port,
          method: incoming.method,
          path: incoming.url,
          headers: endToEnd(incoming.rawHeaders),
        },
        (answer) => {
          outgoing.writeHead(
            answer.statusCode ?? 502,
            answer.statusMessage ?? '',
            answerHeaders(answer, incoming, publicUrl),
          );
          answer.pipe(outgoing);
          answer.on('error', () => outgoing.destroy());
        },
      );
      upstream.on('error', () => unreachable(incoming, outgoing));
      // The app may answer before it has the whole body. The rest is read all the same: behind it
      // comes the connection's next request.
      upstream.on('close', () => incoming.unpipe(upstream).resume());
      outgoing.on('close', () => upstream.destroy());
      incoming.on('error', () => upstream.destroy());
      incoming.pipe(upstream);
    },
    close: () => agent.destroy(),
  };
}

function endToEnd(raw: readonly string[]): string[] {
  const kept: string[] = [];
  for (let index = 0; index + 1 < raw.length; index += 2) {
    const name = raw[index] ?? '';
    if (!HOP_BY_HOP.includes(name.toLowerCase()))
      kept.push(name, passed(name, raw[index + 1] ?? ''));
  }
  return kept;
}

/** The Shopify library turns robots away; a browser that a test drives is a visitor here. */
const passed = (name: string, value: string): string =>
  name.toLowerCase() === 'user-agent' ? value.replace('HeadlessChrome/', 'Chrome/') : value;

function answerHeaders(
  answer: IncomingMessage,
  incoming: IncomingMessage,
  publicUrl: string,
): string[] {
  const raw = endToEnd(answer.rawHeaders);
  const isDocument = (answer.headers['content-type'] ?? '').startsWith('text/html');
  if (!isDocument) return raw;
  const own = [`http://${incoming.headers.host ?? ''}`, new URL(publicUrl).origin];
  return raw.map((value, index) =>
    index % 2 === 1 && raw[index - 1]?.toLowerCase() === 'content-security-policy'
      ? allowFraming(value, own)
      : value,
  );
}

const WAITING = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Starting</title>
<meta http-equiv="refresh" content="2"><style>body{font:16px system-ui,sans-serif;color:#44403c;
display:grid;place-items:center;height:90vh}</style><p>The app is starting. One moment …</p></html>`;

function unreachable(incoming: IncomingMessage, outgoing: ServerResponse): void {
  if (outgoing.headersSent) {
    outgoing.destroy();
    return;
  }
  const wantsPage = (incoming.headers.accept ?? '').includes('text/html');
  outgoing.writeHead(502, {
    'content-type': wantsPage ? 'text/html; charset=utf-8' : 'application/json',
  });
  outgoing.end(wantsPage ? WAITING : JSON.stringify({ error: 'The app can not be reached.' }));
}
