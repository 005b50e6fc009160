import { AsyncLocalStorage } from 'node:async_hooks';
import { writeSync } from 'node:fs';
import type { StorePlatform } from '#adapters/commerce/registry';
import type { WhatsAppCloud } from '#adapters/messaging/whatsapp-cloud/index';
import type { Database, Sql } from '#adapters/postgres/client';
import type { JobQueues } from '#adapters/queue/enqueue';
import { ACTORS, pointName } from './fault-point-names';
import type { Boundary } from './fault-point-names';

/** Where a rehearsal lets a process die. In ordinary runs everything passes through untouched. */
export interface FaultPoints {
  /** Runs work under the name of what does it: a door, a pump or a job. */
  as<Result>(actor: string, work: () => Result): Result;
  /** Ends this process when it comes to any of the points for the given time in all. */
  arm(points: readonly string[], time: number): void;
  database(database: Database): Database;
  gateway(gateway: WhatsAppCloud): WhatsAppCloud;
  platform(platform: StorePlatform): StorePlatform;
  queue(queue: JobQueues): JobQueues;
}

const same = <Part>(part: Part): Part => part;

export const NO_FAULT_POINTS: FaultPoints = {
  as: (_actor, work) => work(),
  arm: () => undefined,
  database: same,
  gateway: same,
  platform: same,
  queue: same,
};

interface Run {
  readonly actor: string;
  commits: number;
}

type Pass = (moment: 'before' | 'after', boundary: Boundary) => void;

/** Told to whoever watches the process; a write that is done when the call returns. */
const say = (line: string): void => {
  writeSync(process.stdout.fd, `${line}\n`);
};

/** The rehearsal's own door is no part of what is rehearsed. */
const OWN_DOOR = 'door control';

/** The points of a process that may be told to die. Work outside of any actor passes freely. */
export function armedFaultPoints(): FaultPoints {
  const runs = new AsyncLocalStorage<Run>();
  const armed = { points: new Set<string>(), time: 0 };
  const pass: Pass = (moment, boundary) => {
    const run = runs.getStore();
    if (!run) return;
    const point = pointName(run.actor, moment, boundary);
    if (!ACTORS[run.actor]?.includes(boundary)) say(`fault point unknown: ${point}`);
    if (!armed.points.has(point) || (armed.time -= 1) > 0) return;
    say(`fault point hit: ${point}`);
    process.kill(process.pid, 'SIGKILL');
  };
  return {
    as: (actor, work) => (actor === OWN_DOOR ? work() : runs.run({ actor, commits: 0 }, work)),
    arm: (points, time) => Object.assign(armed, { points: new Set(points), time }),
    database: (database) => withCommits(database, runs, pass),
    gateway: (gateway) => withCalls(gateway, 'call', pass, GATEWAY_CALLS),
    platform: (platform) => withCalls(platform, 'call', pass, PLATFORM_CALLS),
    queue: (queue) => withCalls(queue, 'enqueue', pass, ['enqueue']),
  };
}

/** The fold of figures writes inside the database. */
const WRITES = /\b(INSERT INTO|UPDATE|DELETE FROM|SELECT figure_fold)\b/;

/** A transaction, or a statement that writes on its own: each ends in one commit. */
function withCommits(database: Database, runs: AsyncLocalStorage<Run>, pass: Pass): Database {
  const count = (): Boundary => {
    const run = runs.getStore();
    if (!run || !ACTORS[run.actor]?.includes('later commit')) return 'first commit';
    run.commits += 1;
    return run.commits > 1 ? 'later commit' : 'first commit';
  };
  const sql: Sql = {
    async query(text, values) {
      if (!WRITES.test(text)) return database.sql.query(text, values);
      const commit = count();
      pass('before', commit);
      const rows = await database.sql.query(text, values);
      pass('after', commit);
      return rows as never;
    },
  };
  return {
    ...database,
    sql,
    async transaction(work) {
      if (!runs.getStore()) return database.transaction(work);
      const commit = count();
      const result = await database.transaction(async (inner) => {
        const done = await work(inner);
        pass('before', commit);
        return done;
      });
      pass('after', commit);
      return result;
    },
  };
}

const GATEWAY_CALLS = ['send', 'listTemplates', 'createTemplate', 'readNumber'];
const PLATFORM_CALLS = [
  'variantDetails',
  'checkoutsSince',
  'ordersSince',
  'products',
  'writeWhatsAppConsent',
];

type Call = (...parameters: readonly unknown[]) => Promise<unknown>;

function withCalls<Port extends object>(
  port: Port,
  boundary: Boundary,
  pass: Pass,
  names: readonly string[],
): Port {
  const watched = names.map((name) => {
    const call = Reflect.get(port, name) as Call;
    const around: Call = async (...parameters) => {
      pass('before', boundary);
      const answer = await call(...parameters);
      pass('after', boundary);
      return answer;
    };
    return [name, around] as const;
  });
  return { ...port, ...Object.fromEntries(watched) };
}
