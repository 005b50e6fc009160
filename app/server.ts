import { EnvironmentError, readEnv } from '#boot/env';
import type { Env } from '#boot/env';
import { startServices } from '#boot/services';
import { startWork } from '../workers/main';
import { createListener } from './doors/listener';
import { merchantPages } from './doors/merchant-pages';

/** Longest time that a stopping process waits for what it is doing. */
const DRAIN_MS = 20_000;
/** Between looks, while stopping, for connections that have answered and wait for more. */
const IDLE_LOOK_MS = 50;

function envOrExit(): Env {
  try {
    return readEnv(process.env);
  } catch (error) {
    if (!(error instanceof EnvironmentError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  }
}

async function main(): Promise<void> {
  const env = envOrExit();
  // Libraries look here, and unless it is production they write whole addresses into the log.
  Object.assign(process.env, { NODE_ENV: env.NODE_ENV });
  const services = await startServices(env);
  const work = env.ROLE === 'web' ? null : await startWork(services);
  const pages = env.ROLE === 'worker' ? undefined : await merchantPages(services);
  const server = createListener(services, pages);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(env.PORT, env.HOST, resolve);
  });
  services.log.info({ role: env.ROLE, address: server.address() }, 'listening');

  let stopping = false;
  const stop = async (): Promise<void> => {
    if (stopping) return;
    stopping = true;
    setTimeout(() => process.exit(1), DRAIN_MS).unref();
    const closed = new Promise((resolve) => server.close(resolve));
    const idle = setInterval(() => server.closeIdleConnections(), IDLE_LOOK_MS);
    await Promise.all([work?.stop(), closed]);
    clearInterval(idle);
    await services.close();
    process.exit(0);
  };
  process.on('SIGTERM', () => void stop());
  process.on('SIGINT', () => void stop());
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
