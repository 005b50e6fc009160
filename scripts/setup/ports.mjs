import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/**
 * Below the range from which systems give outgoing connections and unnamed listeners their ports,
 * so that nobody is given the found port before it is listened on.
 */
const [LOWEST, HIGHEST] = [15_000, 32_000];
const TRIES = 100;

/** A TCP port that is free on the loopback interface now. */
export async function freePort() {
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const port = randomInt(LOWEST, HIGHEST);
    if ((await portProblem(port, '127.0.0.1')) === null) return port;
  }
  throw new Error(`No free port was found from ${LOWEST} to ${HIGHEST}.`);
}

/**
 * Why a port cannot be listened on.
 * @returns null when it can, else the system's error code
 */
export function portProblem(port, host) {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error) => resolve(error.code));
    server.listen(port, host, () => server.close(() => resolve(null)));
  });
}
