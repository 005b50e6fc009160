import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { SendingAccess } from '#core/messaging/index';

/** A number on a server of `startGraph`. */
export const access: SendingAccess = {
  phoneNumberId: '1000',
  wabaId: '2000',
  accessToken: 'secret-token',
  messagesPerSecond: 1_000,
};

interface GraphCallSeen {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

export type GraphAnswer = (response: ServerResponse, seen: GraphCallSeen) => void;

export interface GraphServer {
  readonly baseUrl: string;
  readonly seen: readonly GraphCallSeen[];
  /** How many connections were opened, whatever became of them. */
  readonly connections: () => number;
  /** What the next calls get, one after the other; the last one stays. */
  readonly answerWith: (...answers: readonly GraphAnswer[]) => void;
  readonly close: () => Promise<void>;
}

export const json =
  (status: number, value: unknown, headers: Record<string, string> = {}): GraphAnswer =>
  (response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(JSON.stringify(value));
  };

export const graphError = (code: number, status = 400): GraphAnswer =>
  json(status, {
    error: { message: `(#${code}) +39 347 1234567 failed`, type: 'OAuthException', code },
  });

export const accepted = json(200, {
  messaging_product: 'whatsapp',
  contacts: [{ input: '+393471234567', wa_id: '393471234567', user_id: 'IT.1349120' }],
  messages: [{ id: 'wamid.1', message_status: 'accepted' }],
});

/** A server on a free port of this machine that answers what a test tells it to. */
export async function startGraph(): Promise<GraphServer> {
  const seen: GraphCallSeen[] = [];
  let answers: readonly GraphAnswer[] = [accepted];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method = '', url: path = '', headers } = request;
      const call = { method, path, headers, body: Buffer.concat(chunks) };
      seen.push(call);
      const [next, ...rest] = answers;
      if (rest.length > 0) answers = rest;
      next?.(response, call);
    });
  });
  let connections = 0;
  server.on('connection', () => {
    connections += 1;
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    baseUrl: `http://127.0.0.1:${port}`,
    seen,
    connections: () => connections,
    answerWith: (...next) => {
      answers = next;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
