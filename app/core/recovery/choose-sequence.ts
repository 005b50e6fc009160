import type { Cart } from '#core/commerce/index';
import type { Sequence } from './sequence';
import { conditionHolds } from './step-facts';

/**
 * The sequence that serves a cart: of the active ones the first, by priority, whose first step's
 * condition holds. When none holds, the first active one: its step then says that its condition was
 * not met, which a merchant can read.
 * @param sequences by priority, as the store answers them.
 */
export function chooseSequence(
  sequences: readonly Sequence[],
  cart: Pick<Cart, 'state' | 'lineItems' | 'total'>,
  returningCustomer: boolean,
): Sequence | null {
  const active = sequences.filter(({ state, steps }) => state === 'active' && steps.length > 0);
  const facts = {
    cart: { state: cart.state, itemCount: cart.lineItems.length, totalMinor: cart.total.minor },
    returningCustomer,
    previous: null,
  };
  const fits = ({ steps: [step] }: Sequence): boolean =>
    step !== undefined && conditionHolds({ ...facts, step });
  return active.find(fits) ?? active[0] ?? null;
}
