import { abandonedFrom } from '#core/commerce/index';
import type { Cart, Shop } from '#core/commerce/index';
import { nextAllowed } from '#core/messaging/index';
import type { QuietHoursPolicy } from '#core/messaging/index';
import { atLocalHour } from '../kernel/time-window';
import type { StepTiming } from './sequence';

/** What a recovery's steps count from: the instant at which the cart became, or becomes, abandoned. */
export const anchorOf = (shop: Pick<Shop, 'settings'>, cart: Pick<Cart, 'lastActivityAt'>): Date =>
  abandonedFrom(cart, shop.settings.inactivityMinutes);

/**
 * When a step is planned for, quiet hours left aside: the instant its usefulness counts from.
 * @param anchor when the cart became abandoned.
 * @param zones IANA zones of the shopper, the most populous first, at least one; a local hour is
 * an hour of the first.
 * @throws RangeError when `zones` is empty or names an unknown zone.
 */
export function plannedAt(timing: StepTiming, anchor: Date, zones: readonly string[]): Date {
  switch (timing.kind) {
    case 'after':
      return new Date(anchor.getTime() + timing.minutes * 60_000);
    case 'at_local_hour': {
      const [zone] = zones;
      if (zone === undefined) throw new RangeError('a local hour needs a time zone');
      const planned = atLocalHour(anchor, timing.days, timing.hour, zone);
      // "The same day at 9" of a cart left at 10 can only mean the next morning.
      return planned < anchor ? atLocalHour(anchor, timing.days + 1, timing.hour, zone) : planned;
    }
  }
}

/**
 * When a step is due: the planned instant, moved out of the shopper's quiet hours.
 * @throws RangeError as `plannedAt`.
 */
export const dueAt = (
  timing: StepTiming,
  anchor: Date,
  zones: readonly string[],
  quietHours: QuietHoursPolicy,
): Date => nextAllowed(plannedAt(timing, anchor, zones), zones, quietHours);

/** The last instant at which a step is still worth sending. */
export const usefulUntil = (planned: Date, usefulForMinutes: number): Date =>
  new Date(planned.getTime() + usefulForMinutes * 60_000);
