import { hostname } from 'node:os';
import { createJobWorker } from '#adapters/queue/worker';
import type { JobHandlers } from '#adapters/queue/worker';
import type { JobName } from '#adapters/queue/catalog';
import { newId } from '#boot/chance';
import { operationStore } from '#boot/operation';
import { restartRehearsal } from '#boot/rehearsal';
import { WOKEN_SWEEPS } from '#boot/service-list';
import type { Services } from '#boot/services';
import { dueMessages } from './due-messages';
import { dueSteps } from './due-steps';
import type { HandWork, InHand } from './in-hand';
import { reconcileShop } from './processors/reconcile-shop';
import { syncShopCatalog } from './processors/sync-catalog';
import { syncShopTemplates } from './processors/sync-templates';
import { writeConsent } from './processors/write-consent';
import { startPump } from './pump';
import type { Pump } from './pump';
import { eraseLeftStores } from './sweeps/erase-left-stores';
import { findAbandonedCarts } from './sweeps/find-abandoned-carts';
import { foldFigures } from './sweeps/fold-figures';
import { keepReceiptDays } from './sweeps/keep-receipt-days';
import { reactToEvents } from './sweeps/react-to-events';
import { readReceipts } from './sweeps/read-receipts';
import { readStatuses } from './sweeps/read-statuses';
import { settleOverdueMessages } from './sweeps/settle-overdue-messages';
import { settlePayments } from './sweeps/settle-payments';
import { reconcileShops, syncCatalogs } from './sweeps/shops-behind';
import { syncAllTemplates } from './sweeps/sync-all-templates';
import { tellConsents } from './sweeps/tell-consents';

const HEARTBEAT_MS = 10_000;
const SECOND = 1_000;
const MINUTE = 60 * SECOND;
/** Between looks at whether the queue has nothing left, while draining. */
const LOOK_MS = 20;

export interface RunningWork {
  /** Finishes what is under way and takes nothing new. */
  stop(): Promise<void>;
}

/** Starts everything that works without being asked: sweeps over rows, and jobs. */
export async function startWork(services: Services): Promise<RunningWork> {
  const { log, queueConnection, env } = services;
  const jobs = await createJobWorker({
    connection: queueConnection,
    handlers: handlersOf(services),
    leaseMs: env.JOB_LEASE_SECONDS * SECOND,
    onFailed: (job, failure) =>
      log.error(
        { err: failure.error, job, attempt: failure.attempt, final: failure.final },
        'a job failed',
      ),
  });
  const steps = dueSteps(services);
  const messages = dueMessages(services);
  const pumps = startPumps(services, { steps, messages });
  const hands = [steps.hand, messages.hand];
  const beat = await startHeartbeat(services);
  const flow = pumps.filter(({ name }) => FLOW.has(name));
  services.work.wake = wakerOf(pumps);
  services.work.drain = () => drain(flow, hands, services);
  services.work.sweep = async () => {
    for (const pump of pumps) await pump.run();
    await Promise.all(hands.map((hand) => hand.settled()));
  };
  services.work.reset = async () => {
    await drain(flow, hands, services);
    await restartRehearsal(services);
  };
  return {
    stop: async () => {
      services.work.wake = () => undefined;
      await Promise.all(pumps.map((pump) => pump.stop()));
      await Promise.all(hands.map((hand) => hand.settled()));
      await jobs.close();
      await beat.stop();
    },
  };
}

function wakerOf(pumps: readonly Pump[]): Services['wake'] {
  const woken = pumps.filter(({ name }) => WOKEN_SWEEPS.some((sweep) => sweep === name));
  return (sweep) =>
    woken.filter(({ name }) => !sweep || sweep === name).forEach((pump) => pump.wake());
}

/** The sweeps that carry an event from its receipt to a message; draining runs these dry. */
const FLOW: ReadonlySet<string> = new Set([
  'receipts',
  'statuses',
  'abandonment',
  'events',
  'steps',
  'messages',
  'settling',
  'payments',
  'figures',
]);

function startPumps(
  services: Services,
  { steps, messages }: { readonly steps: HandWork; readonly messages: HandWork },
): readonly Pump[] {
  const { log, faultPoints } = services;
  const pump = (
    name: string,
    everyMs: number,
    sweep: (services: Services) => Promise<number>,
    once = false,
  ): Pump => {
    const batch = () => faultPoints.as(`pump ${name}`, () => sweep(services));
    return startPump({ name, everyMs, batch, once, log });
  };
  return [
    pump('receipts', SECOND, readReceipts),
    pump('statuses', SECOND, readStatuses),
    pump('abandonment', 5 * SECOND, findAbandonedCarts),
    pump('events', SECOND, reactToEvents),
    pump('steps', SECOND, steps.sweep),
    pump('messages', SECOND / 2, messages.sweep),
    pump('settling', 15 * SECOND, settleOverdueMessages),
    pump('payments', 5 * SECOND, settlePayments),
    // Once a look: in a rush there is always something to fold, and few changes cost as much as many.
    pump('figures', 5 * SECOND, foldFigures, true),
    pump('reconciliation', MINUTE, reconcileShops, true),
    pump('consents', 10 * MINUTE, tellConsents, true),
    pump('catalogs', 30 * MINUTE, syncCatalogs, true),
    pump('templates', 30 * MINUTE, syncAllTemplates, true),
    pump('retention', 60 * MINUTE, keepReceiptDays, true),
    pump('left stores', 60 * MINUTE, eraseLeftStores),
  ];
}

/** Runs the flow until a whole round finds nothing to do, with nothing under way before or after. */
async function drain(
  flow: readonly Pump[],
  hands: readonly InHand[],
  { queue }: Services,
): Promise<void> {
  const isBusy = async (): Promise<boolean> =>
    !hands.every((hand) => hand.isIdle()) || !(await queue.idle());
  for (let wasBusy = await isBusy(); ;) {
    let found = 0;
    for (const pump of flow) found += await pump.run();
    const isStill = await isBusy();
    if (found === 0 && !wasBusy && !isStill) return;
    // There is nothing to find before what is under way has ended.
    for (let waits = found === 0 && isStill; waits; waits = await isBusy()) await look();
    wasBusy = isStill;
  }
}

const look = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, LOOK_MS));

function handlersOf(services: Services): JobHandlers {
  const measured =
    <Payload>(name: JobName, work: (payload: Payload, services: Services) => Promise<void>) =>
    async (payload: Payload): Promise<void> => {
      const started = performance.now();
      let outcome: 'done' | 'failed' = 'failed';
      try {
        await services.faultPoints.as(`job ${name}`, () => work(payload, services));
        outcome = 'done';
      } finally {
        services.metrics.job(name, outcome, (performance.now() - started) / SECOND);
      }
    };
  return {
    'reconcile-shop': measured('reconcile-shop', reconcileShop),
    'sync-catalog': measured('sync-catalog', syncShopCatalog),
    'sync-templates': measured('sync-templates', syncShopTemplates),
    'write-consent': measured('write-consent', writeConsent),
  };
}

async function startHeartbeat({ database, log }: Services): Promise<{ stop(): Promise<void> }> {
  const workers = operationStore(database.sql);
  const id = `${hostname()}-${process.pid}-${newId().slice(0, 8)}`;
  const beat = () =>
    workers.heartbeat(id).catch((error: unknown) => log.warn({ err: error }, 'no sign of life'));
  await beat();
  const timer = setInterval(() => void beat(), HEARTBEAT_MS);
  return {
    stop: async () => {
      clearInterval(timer);
      await workers.forgetWorker(id).catch(() => undefined);
    },
  };
}
