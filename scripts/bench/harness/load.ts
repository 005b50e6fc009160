import { connect, type Socket } from 'node:net';
import { once } from 'node:events';
import type { Run } from './rounds';

export interface LoadOptions {
  readonly port: number;
  readonly connections: number;
  readonly seconds: number;
  /** The bytes of the next request; each call makes another one. */
  readonly request: () => Buffer;
  /** Requests begin at this pace whatever the answers do; as fast as they are answered without it. */
  readonly perSecond?: number;
  /** Requests in all; without it as many as the time allows. */
  readonly most?: number;
}

export type Load = Omit<Run, 'cpuSeconds'>;

/**
 * Sends HTTP/1.1 requests over kept connections, one at a time on each, and waits for every answer.
 * At a pace the latency counts from when a request was due, so that waiting for a connection counts.
 * @throws Error when an answer is not a 2xx: a server that refuses must not look fast
 */
export async function load(options: LoadOptions): Promise<Load> {
  const sockets = await Promise.all(
    Array.from({ length: options.connections }, () => open(options.port)),
  );
  const latencies: number[] = [];
  const started = performance.now();
  const turn = turns(started, options);
  try {
    await Promise.all(
      sockets.map(async (socket) => {
        const answer = reader(socket);
        for (let due = await turn(); due !== null; due = await turn()) {
          const answered = answer();
          socket.write(options.request());
          await answered;
          latencies.push(performance.now() - due);
        }
      }),
    );
  } finally {
    sockets.forEach((socket) => socket.destroy());
  }
  return { items: latencies.length, seconds: (performance.now() - started) / 1_000, latencies };
}

async function open(port: number): Promise<Socket> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  await once(socket, 'connect');
  return socket;
}

/** Answers when the next request is due, after waiting for that moment; null when time is over. */
export function turns(
  started: number,
  { seconds, perSecond, most = Infinity }: Pick<LoadOptions, 'seconds' | 'perSecond' | 'most'>,
): () => Promise<number | null> {
  let left = most;
  const end = started + seconds * 1_000;
  let next = started;
  return async () => {
    left -= 1;
    if (left < 0) return null;
    const now = performance.now();
    if (perSecond === undefined) return now < end ? now : null;
    const due = next;
    if (due >= end) return null;
    next += 1_000 / perSecond;
    if (due > now) await new Promise((resolve) => setTimeout(resolve, due - now));
    return due;
  };
}

/** Each call waits for one whole answer on the connection. */
function reader(socket: Socket): () => Promise<void> {
  let text = '';
  let settle: ((error?: Error) => void) | null = null;
  const end = (error?: Error): void => {
    settle?.(error);
    settle = null;
  };
  socket.on('data', (chunk: Buffer) => {
    text += chunk.toString('latin1');
    if (!isWhole(text)) return;
    const status = text.slice(9, 12);
    text = '';
    end(status.startsWith('2') ? undefined : new Error(`the server answered ${status}`));
  });
  socket.on('error', end);
  socket.on('close', () => end(new Error('the server closed the connection')));
  return () =>
    new Promise((resolve, reject) => {
      settle = (error) => (error ? reject(error) : resolve());
    });
}

/** Whether head and body of an answer are there; a body ends by its length or its last chunk. */
export function isWhole(text: string): boolean {
  const head = text.indexOf('\r\n\r\n');
  if (head < 0) return false;
  const length = /\r\ncontent-length: *(\d+)/i.exec(text.slice(0, head));
  if (length) return text.length >= head + 4 + Number(length[1]);
  if (/\r\ntransfer-encoding: *chunked/i.test(text.slice(0, head))) {
    return text.endsWith('0\r\n\r\n');
  }
  return true;
}
