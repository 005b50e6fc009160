import type { DomainEvent, DomainEventOf } from '#core/events/index';
import { Counter, Gauge, Histogram, Registry } from 'prom-client';

export interface Metrics {
  webhook(source: string, outcome: string): void;
  receipt(source: string, outcome: string): void;
  message(state: string): void;
  nonSend(reason: string): void;
  /** Seconds that one job took. */
  job(name: string, outcome: 'done' | 'failed', seconds: number): void;
  render(): Promise<{ text: string; contentType: string }>;
}

/** Prometheus metrics; labels hold closed words only, never an id or a person. */
export function createMetrics(
  readWaiting: () => Promise<Readonly<Record<string, number>>>,
): Metrics {
  const registry = new Registry();
  const counter = (name: string, help: string, labelNames: string[]) =>
    new Counter({ name: `ripresa_${name}`, help, labelNames, registers: [registry] });
  const webhooks = counter('webhooks_total', 'Webhooks by outcome at the door', LABELS);
  const receipts = counter('receipts_total', 'Receipts by outcome of reading', LABELS);
  const messages = counter('messages_total', 'Messages by state reached', ['state']);
  const nonSends = counter('non_sends_total', 'Messages not sent, by reason', ['reason']);
  const jobs = jobTimes(registry);
  const waiting = waitingRows(registry);
  return {
    webhook: (source, outcome) => {
      webhooks.inc({ source, outcome });
    },
    receipt: (source, outcome) => {
      receipts.inc({ source, outcome });
    },
    message: (state) => {
      messages.inc({ state });
    },
    nonSend: (reason) => {
      nonSends.inc({ reason });
    },
    job: (job, outcome, seconds) => {
      jobs.observe({ job, outcome }, seconds);
    },
    render: async () => {
      // Without the database the counters are still worth seeing.
      const rows = await readWaiting().catch(() => ({}));
      for (const [what, count] of Object.entries(rows)) waiting.set({ what }, count);
      return { text: await registry.metrics(), contentType: registry.contentType };
    },
  };
}

type NonSend = DomainEventOf<'recovery.declined' | 'recovery.step_skipped' | 'recovery.stopped'>;
const NON_SENDS: readonly string[] = [
  'recovery.declined',
  'recovery.step_skipped',
  'recovery.stopped',
] satisfies readonly NonSend['type'][];

const isNonSend = (event: DomainEvent): event is NonSend => NON_SENDS.includes(event.type);

/** What the counters tell of the events that were committed. */
export const countEvents =
  (metrics: Pick<Metrics, 'message' | 'nonSend'>) =>
  (events: readonly DomainEvent[]): void => {
    for (const event of events) {
      if (event.type === 'message.status') metrics.message(event.payload.state);
      else if (isNonSend(event)) metrics.nonSend(event.payload.reason);
    }
  };

const LABELS = ['source', 'outcome'];

const jobTimes = (registry: Registry) =>
  new Histogram({
    name: 'ripresa_job_seconds',
    help: 'Time that jobs took',
    labelNames: ['job', 'outcome'],
    buckets: [0.005, 0.02, 0.1, 0.5, 2, 10],
    registers: [registry],
  });

const waitingRows = (registry: Registry) =>
  new Gauge({
    name: 'ripresa_waiting_rows',
    help: 'Rows that wait to be worked on',
    labelNames: ['what'],
    registers: [registry],
  });
