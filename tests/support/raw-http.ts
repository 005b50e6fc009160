import net from 'node:net';

export interface RawAnswer {
  /** Everything that came back, as it came. */
  readonly text: string;
  /** Of the first answer; 0 when the connection was closed without one. */
  readonly status: number;
}

/** Connects and sends bytes exactly as written; answers when the other side has closed. */
export function sendRaw(
  url: string,
  text: string,
  options: {
    /** Bytes that go on trickling, one at a time, until the other side has had enough. */
    readonly trickle?: string;
  } = {},
): Promise<RawAnswer> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    let got = '';
    let drip: NodeJS.Timeout | undefined;
    const { trickle } = options;
    // What is written before the connection stands would arrive before the text.
    const socket = net.connect(Number(port), hostname, () => {
      socket.write(text);
      if (trickle) drip = setInterval(() => socket.write(trickle), 20);
    });
    socket.on('data', (chunk: Buffer) => (got += chunk.toString('latin1')));
    socket.on('error', () => undefined);
    socket.on('close', () => {
      clearInterval(drip);
      resolve({ text: got, status: Number(/^HTTP\/1\.1 (\d{3})/.exec(got)?.[1] ?? 0) });
    });
  });
}

/** Lines of a request whose connection ends with its answer. */
export const lines = (...parts: readonly string[]): string =>
  `${[...parts, 'connection: close'].join('\r\n')}\r\n\r\n`;
