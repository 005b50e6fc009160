import { statusError } from '../../../sandbox/meta/errors';
import { userIdOf } from '../../../sandbox/meta/identity';
import { draw } from '../script/chance';
import { MINUTE } from '../script/plan';
import type { ShopPlace } from '../script/places';
import { isKeptBack, tellWhatsApp } from './recipient';
import type { Recipient } from './recipient';
import type { World } from './world';

type Json = Record<string, unknown>;

interface Followed {
  readonly vendorId: string;
  readonly callback: string;
  readonly recipient: Recipient;
}

export interface Statuses {
  /** What WhatsApp will tell about a message that it took. */
  follow(message: Followed): void;
  /** Whether it will not reach the person. */
  fails(recipient: Recipient, callback: string): boolean;
}

/** As Meta gathers what happens within a moment. */
const LARGEST = 20;
const GATHER_MS = 3_000;
const KEPT_BACK = 131_049;
const UNREACHABLE = 131_026;

/** The statuses of one number: gathered, and told by signed webhooks. */
export function createStatuses(world: World, shop: ShopPlace): Statuses {
  const gathered: Json[] = [];
  let number = 0;
  const flush = (): void => {
    while (gathered.length > 0) {
      const statuses = gathered.splice(0, LARGEST);
      number += 1;
      tellWhatsApp(
        world,
        shop,
        { field: 'messages', value: { statuses } },
        { id: `status-${world.seed}-${shop.number}-${number}`, delivered: () => undefined },
      );
    }
  };
  const gather = (status: Json): void => {
    if (gathered.length === 0) world.agenda.add(world.clock.now() + GATHER_MS, flush);
    gathered.push(status);
  };
  return {
    fails: (recipient, callback) => failureOf(world, recipient, callback) !== null,
    follow: (message) => {
      const { vendorId, callback, recipient } = message;
      const now = world.clock.now();
      const failure = failureOf(world, recipient, callback);
      const tell = (status: string, afterMs: number): void =>
        world.agenda.add(now + afterMs, (at) => gather(statusOf(message, status, at, null)));
      if (failure !== null) {
        world.write(shop.number, { kind: 'undelivered', vendorId, at: now });
        world.agenda.add(now + 5_000, (at) => gather(statusOf(message, 'failed', at, failure)));
        return;
      }
      tell('sent', 2_000);
      tell('delivered', 9_000);
      if (draw(world.seed, 'reads', callback) < 0.6) tell('read', 9 * MINUTE);
    },
  };
}

function failureOf(world: World, { cart }: Recipient, callback: string): number | null {
  if (cart.plan.person.unreachable) return UNREACHABLE;
  return isKeptBack(world, callback) ? KEPT_BACK : null;
}

const statusOf = (
  { vendorId, callback, recipient: { waId } }: Followed,
  status: string,
  at: number,
  failure: number | null,
): Json => ({
  id: vendorId,
  status,
  timestamp: String(Math.floor(at / 1_000)),
  recipient_id: waId,
  recipient_user_id: userIdOf(waId, 0),
  biz_opaque_callback_data: callback,
  ...(failure === null
    ? { pricing: { billable: true, pricing_model: 'PMP', category: 'marketing', type: 'regular' } }
    : { errors: [statusError(failure)] }),
});
