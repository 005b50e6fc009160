import { cpuSecondsOf } from './cpu';
import type { Stage } from './stage';

/** CPU seconds by part; null where the system does not tell. */
export type Work = Readonly<Record<(typeof PARTS)[number], number | null>>;

const PARTS = ['web', 'workers', 'PostgreSQL', 'queue', 'world'] as const;

/** What each part has worked so far. Of a process that was started anew only its present life counts. */
export function workOf({ webs, workers, database, queue, world }: Stage): Work {
  const pids = {
    web: webs.map((each) => each.pid()),
    workers: workers.map((each) => each.pid()),
    PostgreSQL: [database.pid()],
    queue: [queue.pid],
    world: [world.pid],
  };
  return Object.fromEntries(PARTS.map((part) => [part, sumOf(pids[part])])) as Work;
}

function sumOf(pids: readonly (number | null)[]): number | null {
  const seconds = pids.map((pid) => (pid === null ? null : cpuSecondsOf(pid)));
  return seconds.some((one) => one === null)
    ? null
    : seconds.reduce<number>((sum, one) => sum + (one ?? 0), 0);
}

/** What a run came to, counted in the product's own rows. */
export interface Amounts {
  readonly storeWebhooks: number;
  readonly whatsappWebhooks: number;
  readonly recoveries: number;
  readonly steps: number;
  readonly messages: number;
  readonly orders: number;
}

export async function amountsOf({ database }: Stage): Promise<Amounts> {
  const [row] = await database.query<Record<keyof Amounts, string>>(
    `SELECT (SELECT count(*) FROM receipt WHERE source = 'shopify') AS "storeWebhooks",
            (SELECT count(*) FROM receipt WHERE source = 'whatsapp') AS "whatsappWebhooks",
            (SELECT count(*) FROM recovery) AS recoveries,
            (SELECT count(*) FROM recovery_step) AS steps,
            (SELECT count(*) FROM message WHERE direction = 'out' AND sent_at IS NOT NULL) AS messages,
            (SELECT count(*) FROM orders) AS orders`,
  );
  const counts = Object.entries(row ?? {}).map(([name, count]) => [name, Number(count)] as const);
  return Object.fromEntries(counts) as unknown as Amounts;
}

/** What was worked between two looks. */
export const workSince = (before: Work, after: Work): Work =>
  Object.fromEntries(
    PARTS.map((part) => {
      const [from, to] = [before[part], after[part]];
      return [part, from === null || to === null ? null : to - from];
    }),
  ) as Work;
