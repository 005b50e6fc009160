import type { AdminAppOptions } from '#adapters/commerce/shopify/admin-app.server';
import type { Http } from '#adapters/http/request';
import { createCipher } from '#adapters/postgres/cipher';
import { createDatabase } from '#adapters/postgres/client';
import type { Database } from '#adapters/postgres/client';
import {
  createGatheredTransact,
  createNesting,
  createTogether,
} from '#adapters/postgres/gathered-transact';
import { createPrisma } from '#adapters/postgres/prisma';
import { shopifySessions } from '#adapters/postgres/shopify-sessions';
import { shopifyTokens } from '#adapters/postgres/shopify-tokens';
import { slotBook } from '#adapters/postgres/slot-book';
import { createStores, createTransact } from '#adapters/postgres/stores';
import type { Stores } from '#adapters/postgres/stores';
import { openQueueConnection } from '#adapters/queue/connection';
import type { QueueConnection } from '#adapters/queue/connection';
import { createQueue } from '#adapters/queue/enqueue';
import type { Clock } from '#core/kernel/clock';
import type { SlotBook } from '#core/messaging/index';
import { newId } from './chance';
import { rehearsalClock, systemClock } from './clock';
import { createDoorRoom } from './door-room';
import { armedFaultPoints, NO_FAULT_POINTS } from './fault-points';
import type { FaultPoints } from './fault-points';
import type { RehearsalClock } from './clock';
import type { Env } from './env';
import { readHealth } from './health';
import { installShopifyShop } from './install';
import { createLogger } from './logger';
import type { Logger } from './logger';
import { countEvents, createMetrics } from './metrics';
import { connectOutside } from './outside';
import type { Services, Work } from './service-list';
import { openPaymentDoor } from './payments';
import { createSignIn } from './sign-in';
import { countWaiting, nextDue } from './waiting';
import { openWooCommerceDoor } from './woocommerce';

export type { Services } from './service-list';

const POOL_SIZE = { web: 10, worker: 20, all: 24 } as const;
/** Set once; the server and the pages are two bundles that share one process. */
const SLOT = Symbol.for('ripresa.services');

/** The process's services. @throws Error before `startServices` has answered */
export function services(): Services {
  const found = (globalThis as { [SLOT]?: Services })[SLOT];
  if (!found) throw new Error('the services are not started yet');
  return found;
}

/** Opens what a process needs; nothing listens and nothing works yet. */
export async function startServices(env: Env): Promise<Services> {
  const log = createLogger(env.LOG_LEVEL);
  const rehearsal = env.CONTROL_TOKEN ? rehearsalClock(Date.now, env.REHEARSAL_AHEAD_MS) : null;
  const clock = rehearsal ?? systemClock;
  const onError = (error: Error) => log.warn({ err: error }, 'a connection broke');
  const database = createDatabase(env.DATABASE_URL, {
    max: POOL_SIZE[env.ROLE],
    onIdleError: onError,
  });
  const queueConnection = await openQueueConnection({
    databaseUrl: env.DATABASE_URL,
    redisUrl: env.REDIS_URL,
    onError,
  });
  const built = assemble({ env, log, clock, rehearsal, database, queueConnection });
  (globalThis as { [SLOT]?: Services })[SLOT] = built;
  return built;
}

interface Foundation {
  readonly env: Env;
  readonly log: Logger;
  readonly clock: Clock;
  readonly rehearsal: RehearsalClock | null;
  readonly database: Database;
  readonly queueConnection: QueueConnection;
}

/** A rehearsal only: ending processes is nothing that a stray variable may switch on. */
const faultPointsOf = ({ env, rehearsal }: Foundation): FaultPoints =>
  env.REHEARSAL_FAULTS && rehearsal ? armedFaultPoints() : NO_FAULT_POINTS;

/** A sender without a slot only waits; that there was none to be had must not stay unheard. */
const loudSlots = (slots: SlotBook, log: Logger): SlotBook => ({
  ...slots,
  take: (request) =>
    slots.take(request).catch((error: unknown) => {
      log.error({ err: error, number: request.number }, 'no sending slot could be taken');
      throw error;
    }),
});

function assemble(foundation: Foundation): Services {
  const { env, clock, queueConnection } = foundation;
  const faultPoints = faultPointsOf(foundation);
  const database = faultPoints.database(foundation.database);
  const cipher = createCipher(env.ENCRYPTION_KEYS);
  const stores = createStores(database.sql, cipher);
  const metrics = createMetrics(() => countWaiting(database.sql));
  const work = idleWork(stores);
  const tokens = shopifyTokens(database, cipher);
  const slots = loudSlots(slotBook(database.sql), foundation.log);
  const { images, sites } = stores;
  const outside = connectOutside({ env, faultPoints, clock, tokens, sites, images, slots });
  const parts = {
    ...foundation,
    ...outside,
    database,
    faultPoints,
    metrics,
    prisma: createPrisma(env.DATABASE_URL),
    stores,
    ...transactions(database, cipher, countEvents(metrics)),
    queue: faultPoints.queue(createQueue(queueConnection)),
    work,
    newId,
  };
  return {
    ...parts,
    woocommerce: openWooCommerceDoor(parts),
    payments: openPaymentDoor({ ...parts, wake: (sweep) => work.wake(sweep) }),
    signIn: createSignIn(parts),
    adminApp: adminOptions(parts, shopifySessions(database.sql, cipher), tokens),
    doorRoom: createDoorRoom(),
    wake: (sweep) => work.wake(sweep),
    health: () => readHealth({ sql: database.sql, queue: parts.queue }),
    reset: () => work.reset(),
    close: () => closeAll({ ...parts, http: outside.http }),
  };
}

const transactions = (...place: Parameters<typeof createTransact>) => ({
  transact: createTransact(...place),
  gathered: createGatheredTransact(...place),
  together: createTogether(...place),
  nesting: createNesting(...place),
});

async function closeAll(
  parts: Pick<Services, 'queue' | 'queueConnection' | 'gateway' | 'prisma' | 'database'> & {
    readonly http: Pick<Http, 'close'>;
  },
): Promise<void> {
  await parts.queue.close();
  await parts.queueConnection.close();
  await Promise.all([parts.gateway.close(), parts.http.close(), parts.prisma.$disconnect()]);
  await parts.database.close();
}

/** Before a worker starts, there is nobody to drain or wake. */
const idleWork = (stores: Stores): Work => ({
  drain: () => Promise.resolve(),
  sweep: () => Promise.resolve(),
  wake: () => undefined,
  nextDue: () => nextDue(stores),
  reset: () => Promise.reject(new Error('only a process that works can be reset')),
});

function adminOptions(
  parts: Pick<Services, 'env' | 'log' | 'clock' | 'stores' | 'transact' | 'platformOf'>,
  sessionStorage: AdminAppOptions['sessionStorage'],
  tokens: AdminAppOptions['tokens'],
): AdminAppOptions {
  const { env, log } = parts;
  return {
    apiKey: env.SHOPIFY_API_KEY,
    apiSecret: env.SHOPIFY_API_SECRET,
    distribution: env.SHOPIFY_APP_DISTRIBUTION,
    publicUrl: env.PUBLIC_URL,
    sessionStorage,
    tokens,
    install: async (domain) => {
      await installShopifyShop(domain, parts);
    },
    isInstalled: async (domain) =>
      (await parts.stores.shops.byDomain(domain))?.state === 'installed',
    apiBaseUrl: env.SHOPIFY_API_BASE_URL,
    appBridgeUrl: env.SHOPIFY_APP_BRIDGE_URL,
    log: (level, message) => log[level]({ library: 'shopify' }, message),
  };
}
