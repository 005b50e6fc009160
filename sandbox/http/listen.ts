import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json, readExchange, writeAnswer, type Answer, type Exchange } from './exchange';

export interface Listening {
  port: number;
  close: () => Promise<void>;
}

export type Handle = (exchange: Exchange) => Promise<Answer>;

/** Serves one handler over HTTP; a handler that throws answers 500 with its sentence. */
export async function listen(host: string, port: number, handle: Handle): Promise<Listening> {
  const server = createServer((request, response) => {
    readExchange(request)
      .then((exchange) =>
        exchange === null ? json(413, { error: 'The body is too large.' }) : handle(exchange),
      )
      .catch((error: unknown) => json(500, { error: sentence(error) }))
      .then((answer) => writeAnswer(response, answer))
      .catch(() => response.destroy());
  });
  return listenWith(server, host, port);
}

export async function listenWith(server: Server, host: string, port: number): Promise<Listening> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

export function sentence(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
