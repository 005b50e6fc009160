import { Queue, Worker, createPostgresBackend, runMigrations, withBackend } from 'bullmq';
import type { Processor } from 'bullmq';
import pg from 'pg';
import { toConsumer, toQueue } from './bull-classes';
import type { ConsumerOptions, JobConsumer, JobQueue } from './bull-classes';

/** Where jobs live. PostgreSQL by default; Redis is the faster one for large installations. */
export interface QueueConnection {
  readonly backend: 'postgres' | 'redis';
  openQueue(name: string): JobQueue;
  openConsumer(
    name: string,
    processor: Processor<unknown, void>,
    options: ConsumerOptions,
  ): JobConsumer;
  /** Closes what is still open of both. */
  close(): Promise<void>;
}

export interface QueueConnectionOptions {
  readonly databaseUrl: string;
  /** Given: Redis carries the jobs. */
  readonly redisUrl?: string | undefined;
  /** PostgreSQL schema, or prefix of Redis keys; several installations can share a server. */
  readonly namespace?: string;
  /** A connection broke while nothing ran on it; the library opens a new one by itself. */
  readonly onError?: (error: Error) => void;
}

const POSTGRES_SCHEMA = 'bullmq';
const REDIS_PREFIX = 'ripresa';
const CONNECTIONS_EACH = 2;

/** Opens the queue's store; on PostgreSQL it also brings BullMQ's own tables up to date. */
export const openQueueConnection = (options: QueueConnectionOptions): Promise<QueueConnection> =>
  options.redisUrl === undefined
    ? onPostgres(options)
    : Promise.resolve(onRedis(options.redisUrl, options));

/**
 * Each queue and consumer has a small pool of its own: on a shared one BullMQ would not let us
 * choose the schema. The pools open connections when they need them and let idle ones go.
 */
async function onPostgres(options: QueueConnectionOptions): Promise<QueueConnection> {
  const schema = options.namespace ?? POSTGRES_SCHEMA;
  const onError = options.onError ?? ignore;
  await migrate(options.databaseUrl, schema);
  const connection = {
    connectionString: options.databaseUrl,
    schema,
    max: CONNECTIONS_EACH,
    keepAlive: true,
    connectionTimeoutMillis: 15_000,
  };
  const bull = withBackend(createPostgresBackend);
  return closable('postgres', {
    openQueue: (name) => toQueue(new bull.Queue<unknown, void>(name, { connection }), onError),
    openConsumer: (name, processor, consumer) =>
      toConsumer(
        new bull.Worker<unknown, void>(name, processor, { connection, ...consumer }),
        onError,
      ),
  });
}

const ignore = (): undefined => undefined;

/** Several processes may start at once: BullMQ takes a lock for it. */
async function migrate(connectionString: string, schema: string): Promise<void> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    await runMigrations(client, schema);
  } finally {
    await client.end();
  }
}

function onRedis(url: string, options: QueueConnectionOptions): QueueConnection {
  const prefix = options.namespace ?? REDIS_PREFIX;
  const onError = options.onError ?? ignore;
  return closable('redis', {
    openQueue: (name) =>
      toQueue(
        new Queue<unknown, void, string>(inOneSlot(name), { connection: { url }, prefix }),
        onError,
      ),
    openConsumer: (name, processor, consumer) =>
      toConsumer(
        new Worker<unknown, void, string>(inOneSlot(name), processor, {
          connection: { url, maxRetriesPerRequest: null },
          prefix,
          ...consumer,
        }),
        onError,
      ),
  });
}

/**
 * A queue's keys in one slot of Redis Cluster, where a script may touch no other; different queues
 * come to lie on different servers (docs.bullmq.io/bull/patterns/redis-cluster).
 */
const inOneSlot = (name: string): string => `{${name}}`;

type Opening = Pick<QueueConnection, 'openQueue' | 'openConsumer'>;

/** Remembers what was opened, so that closing the connection leaves nothing behind. */
function closable(backend: QueueConnection['backend'], opening: Opening): QueueConnection {
  const opened: { close(): Promise<void> }[] = [];
  const keep = <Part extends { close(): Promise<void> }>(part: Part): Part => {
    opened.push(part);
    return part;
  };
  return {
    backend,
    openQueue: (name) => keep(opening.openQueue(name)),
    openConsumer: (...parameters) => keep(opening.openConsumer(...parameters)),
    async close() {
      await Promise.all(opened.splice(0).map((part) => part.close()));
    },
  };
}
