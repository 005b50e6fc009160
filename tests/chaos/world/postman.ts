import { createHmac } from 'node:crypto';
import { Pool } from 'undici';
import { draw } from '../script/chance';
import { MINUTE } from '../script/plan';

/** A webhook that is ready to go: its bytes and headers stay the same in every attempt. */
export interface Parcel {
  /** Names what it tells, for chance. */
  readonly id: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Whether the Admin API tells it too, so that it may be lost. */
  readonly mayBeLost: boolean;
  readonly delivered: (at: number) => void;
}

export interface Postman {
  /** Sends it, with the faults that chance has for it. */
  post(parcel: Parcel): void;
  /** Sends it once more; false when it did not get through. */
  attempt(parcel: Parcel, time: number): void;
  /** Opens an address as a shopper's browser does; null without an answer. */
  open(path: string): Promise<{ status: number; location: string } | null>;
  /** Answers when nothing is under way. */
  settled(): Promise<void>;
  readonly counts: { sent: number; failed: number; lost: number };
}

export interface PostmanPorts {
  readonly seed: string;
  /** The processes behind the load balancer. */
  readonly webUrls: readonly string[];
  readonly now: () => number;
  readonly later: (at: number, parcel: Parcel, time: number) => void;
}

/** As Shopify: eight more tries within four hours. */
const RETRY_MINUTES = [1, 3, 5, 10, 20, 40, 60, 90];
const CONNECTIONS = 32;
const TIME_LIMIT_MS = 5_000;
const BROWSER =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 Safari/604.1';

type Fate = 'once' | 'twice' | 'late' | 'lost';

function fateOf(seed: string, { id, mayBeLost }: Parcel): Fate {
  const chance = draw(seed, 'post', id);
  if (chance < 0.04) return mayBeLost ? 'lost' : 'once';
  if (chance < 0.1) return 'twice';
  return chance < 0.16 ? 'late' : 'once';
}

export function createPostman(ports: PostmanPorts): Postman {
  const pools = ports.webUrls.map(
    (url) =>
      new Pool(url, {
        connections: CONNECTIONS,
        headersTimeout: TIME_LIMIT_MS,
        bodyTimeout: TIME_LIMIT_MS,
      }),
  );
  const poolFor = (what: string, time: number): Pool =>
    pools[Math.floor(draw(ports.seed, 'web', what, time) * pools.length)]!;
  const counts = { sent: 0, failed: 0, lost: 0 };
  const underWay = new Set<Promise<void>>();
  const track = (work: Promise<void>): void => {
    underWay.add(work);
    void work.finally(() => underWay.delete(work));
  };
  const attempt = (parcel: Parcel, time: number): void => {
    const wait = RETRY_MINUTES[time - 1];
    track(
      deliver(poolFor(parcel.id, time), parcel).then((isTaken) => {
        counts.sent += 1;
        if (isTaken) {
          parcel.delivered(ports.now());
          return;
        }
        counts.failed += 1;
        if (wait !== undefined) ports.later(ports.now() + wait * MINUTE, parcel, time + 1);
      }),
    );
  };
  return {
    counts,
    attempt,
    post: (parcel) => {
      const fate = fateOf(ports.seed, parcel);
      if (fate === 'lost') counts.lost += 1;
      else if (fate !== 'late') attempt(parcel, 1);
      const delay = (1 + draw(ports.seed, 'late', parcel.id) * 90) * MINUTE;
      if (fate === 'twice' || fate === 'late') ports.later(ports.now() + delay, parcel, 1);
    },
    open: async (path) => {
      try {
        const answer = await poolFor(path, 1).request({
          path,
          method: 'GET',
          headers: { 'user-agent': BROWSER, accept: 'text/html' },
        });
        await answer.body.dump();
        return { status: answer.statusCode, location: String(answer.headers['location'] ?? '') };
      } catch {
        return null;
      }
    },
    settled: async () => {
      while (underWay.size > 0) await Promise.all(underWay);
    },
  };
}

async function deliver(pool: Pool, { path, headers, body }: Parcel): Promise<boolean> {
  try {
    const answer = await pool.request({ path, method: 'POST', headers, body });
    await answer.body.dump();
    return answer.statusCode >= 200 && answer.statusCode < 300;
  } catch {
    return false;
  }
}

export const signed = (body: string, secret: string, encoding: 'base64' | 'hex'): string =>
  createHmac('sha256', secret).update(body).digest(encoding);
