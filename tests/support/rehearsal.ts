import type http from 'node:http';
import { seedDemoStore } from '../../app/boot/demo-store';
import { readEnv } from '../../app/boot/env';
import { startServices } from '../../app/boot/services';
import type { Services } from '../../app/boot/services';
import { createListener } from '../../app/doors/listener';
import { startWork } from '../../workers/main';
import { startStandIns } from './stand-ins';

export interface Rehearsal {
  /** Where the gateway answers: what a browser and an outside program see. */
  readonly url: string;
  readonly services: Services;
  close(): Promise<void>;
}

export interface RehearsalOptions {
  /** Answers what no door answers: the merchants' pages. Without it they are not found. */
  readonly pages?: (services: Services) => Promise<http.RequestListener>;
  /** Whether the workers run; they do unless told not to. */
  readonly hasWorkers?: boolean;
  /** Name of this machine in the addresses that a browser sees. */
  readonly host?: string;
  /** `host:port` of further stand-ins that the app may visit. */
  readonly sites?: readonly string[];
  /** Variables beside those of the stand-ins. */
  readonly env?: Readonly<Record<string, string>>;
}

/**
 * The product with the sandbox's stand-ins around it and a database of its own, in one process.
 * Its `close` fails when a request left it that Shopify or Meta would not take.
 */
export async function startRehearsal(options: RehearsalOptions = {}): Promise<Rehearsal> {
  const { pages, hasWorkers = true, host, sites, env = {} } = options;
  const standIns = await startStandIns(host, sites, env.SHOPIFY_APP_DISTRIBUTION === 'custom');
  const services = await startServices(readEnv({ ...standIns.env, ...env }));
  const server = createListener(services, await pages?.(services));
  // The gateway reuses idle connections: they must not be closed under its hands.
  server.keepAliveTimeout = 120_000;
  await new Promise<void>((resolve) => server.listen(standIns.appPort, '127.0.0.1', resolve));
  const work = hasWorkers ? await startWork(services) : null;
  await seedDemoStore(services);
  if (hasWorkers) await beginInTheAfternoon(standIns.url);
  return {
    url: standIns.url,
    services,
    close: async () => {
      await new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      });
      await work?.stop();
      await services.close();
      await standIns.close();
    },
  };
}

const DAY_MINUTES = 24 * 60;
const AFTERNOON_MINUTES = 14 * 60;

/** Moves the clock on to 14:00 UTC, so that quiet hours don't depend on when a test is run. */
async function beginInTheAfternoon(url: string): Promise<void> {
  const now = new Date();
  const minutes = AFTERNOON_MINUTES - now.getUTCHours() * 60 - now.getUTCMinutes();
  const answer = await fetch(`${url}/sandbox/api/clock`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ advanceMinutes: (minutes + DAY_MINUTES) % DAY_MINUTES }),
  });
  if (!answer.ok) throw new Error(`the clock was not moved: ${await answer.text()}`);
}
