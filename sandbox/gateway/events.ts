import type { ServerResponse } from 'node:http';

export interface EventStreams {
  add: (response: ServerResponse) => void;
  close: () => void;
}

export interface WatchedSandbox {
  onChange: (listener: () => void) => () => void;
  /** Comes back when the app has done what was waiting in it. */
  untilDone: () => Promise<unknown>;
}

const QUIET_MS = 60;
const HEARTBEAT_MS = 15_000;

/**
 * Server-sent events for every open page: one `change` after a burst of changes, then `settled`
 * once the app has worked through them, so that what the app shows afterwards is the outcome.
 */
export function createEventStreams({ onChange, untilDone }: WatchedSandbox): EventStreams {
  const open = new Set<ServerResponse>();
  let waiting: NodeJS.Timeout | null = null;
  let changes = 0;
  const tell = (event: string): void => {
    for (const response of open) response.write(`event: ${event}\ndata: {}\n\n`);
  };
  const tellBurst = async (): Promise<void> => {
    waiting = null;
    const told = changes;
    tell('change');
    // An app that is gone has nothing left to do for anybody who looks.
    if (open.size > 0) await untilDone().catch(() => undefined);
    if (told === changes) tell('settled');
  };
  const stopListening = onChange(() => {
    changes += 1;
    waiting ??= setTimeout(() => void tellBurst(), QUIET_MS).unref();
  });
  const heartbeat = setInterval(() => {
    for (const response of open) response.write(': still here\n\n');
  }, HEARTBEAT_MS).unref();
  return {
    add: (response) => {
      response.writeHead(200, {
        'content-type': 'text/event-stream',
        'cache-control': 'no-cache',
        connection: 'keep-alive',
      });
      response.write('retry: 1000\n\n');
      open.add(response);
      response.on('close', () => open.delete(response));
    },
    close: () => {
      stopListening();
      if (waiting) clearTimeout(waiting);
      clearInterval(heartbeat);
      for (const response of open) response.end();
    },
  };
}
