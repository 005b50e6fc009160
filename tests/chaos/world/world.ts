import type { LedgerLine } from '../ledger';
import { createAgenda } from './agenda';
import type { Agenda } from './agenda';
import { createPostman } from './postman';
import type { Postman } from './postman';
import { createStores } from './store';
import type { Stores } from './store';

export interface Secrets {
  readonly shopifyKey: string;
  readonly shopifySecret: string;
  readonly whatsappSecret: string;
}

export interface WorldOptions {
  readonly seed: string;
  readonly carts: number;
  /** Where the app's doors are, one a process. */
  readonly webUrls: readonly string[];
  readonly secrets: Secrets;
  readonly write: (shop: number, line: LedgerLine) => void;
}

/** What the parts of the world share. */
export interface World extends WorldOptions {
  /** The instant at which the script begins. */
  beginsAt: number;
  readonly clock: { now(): number; moveTo(at: number): void };
  readonly agenda: Agenda<(at: number) => void>;
  readonly postman: Postman;
  readonly stores: Stores;
}

export function createWorld(options: WorldOptions): World {
  let ahead = 0;
  const clock = {
    now: () => Date.now() + ahead,
    moveTo: (at: number) => {
      ahead = Math.max(ahead, at - Date.now());
    },
  };
  const agenda = createAgenda<(at: number) => void>();
  const postman: Postman = createPostman({
    seed: options.seed,
    webUrls: options.webUrls,
    now: clock.now,
    later: (at, parcel, time) => agenda.add(at, () => postman.attempt(parcel, time)),
  });
  return { ...options, beginsAt: 0, clock, agenda, postman, stores: createStores() };
}
