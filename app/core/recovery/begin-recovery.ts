import type { Cart, Customer, Shop } from '#core/commerce/index';
import { HOLDOUT_EXPERIMENT, decideArm } from '#core/experiments/index';
import type { Arm, ExperimentStore, UnitInterval } from '#core/experiments/index';
import type { EventLog } from '../kernel/event-envelope';
import type { CustomerId, NewId, RecoveryId } from '../kernel/ids';
import type { RecoveryEvent } from './events';
import type { RecoveryStore } from './ports';
import { reachOf } from './reach';
import type { FirstStep, Recovery } from './recovery';
import { anchorOf, dueAt } from './schedule';
import type { Sequence } from './sequence';

interface BeginInput {
  readonly now: Date;
  readonly newId: NewId;
  readonly unit: UnitInterval;
}

interface BeginPorts {
  readonly recoveries: Pick<RecoveryStore, 'start'>;
  readonly experiments: Pick<ExperimentStore, 'assign'>;
  readonly events: EventLog<RecoveryEvent>;
}

interface Beginning {
  readonly shop: Shop;
  readonly cart: Cart;
  readonly customer: Customer;
  readonly sequence: Sequence;
}

/**
 * Draws the person's arm and writes the recovery down with its steps. Null when the cart or the
 * person got a recovery at the same moment.
 */
export async function beginRecovery(
  beginning: Beginning,
  input: BeginInput,
  ports: BeginPorts,
): Promise<{ kind: 'started' | 'held_out'; recoveryId: RecoveryId } | null> {
  const { shop, cart, customer } = beginning;
  const arm = await armOf(shop, customer.id, input, ports);
  const { recovery, steps } = planned(beginning, arm, input);
  if (!(await ports.recoveries.start(recovery, steps))) return null;
  await ports.events.append({
    type: arm === 'holdout' ? 'recovery.held_out' : 'recovery.started',
    shopId: shop.id,
    subjectId: recovery.id,
    occurredAt: input.now,
    payload: { cartId: cart.id },
  });
  return { kind: arm === 'holdout' ? 'held_out' : 'started', recoveryId: recovery.id };
}

function planned(
  { shop, cart, customer, sequence }: Beginning,
  arm: Arm,
  { now, newId }: BeginInput,
): { recovery: Recovery; steps: FirstStep[] } {
  const id: RecoveryId = newId();
  const anchor = anchorOf(shop, cart);
  const { zones } = reachOf(shop, cart, customer);
  const steps = sequence.steps.map((step, index) => ({
    id: newId(),
    shopId: shop.id,
    recoveryId: id,
    index,
    dueAt: dueAt(step.timing, anchor, zones, shop.settings.quietHours),
    state: 'pending' as const,
    reason: null,
    messageId: null,
    decidedAt: null,
  }));
  const recovery: Recovery = {
    id,
    shopId: shop.id,
    customerId: customer.id,
    cartId: cart.id,
    sequenceId: sequence.id,
    steps: sequence.steps,
    state: arm === 'holdout' ? 'held_out' : 'active',
    reason: null,
    startedAt: now,
    endedAt: null,
  };
  return { recovery, steps };
}

async function armOf(
  shop: Shop,
  customerId: CustomerId,
  { now, unit }: BeginInput,
  { experiments }: Pick<BeginPorts, 'experiments'>,
): Promise<Arm> {
  const policy = { experimentKey: HOLDOUT_EXPERIMENT, percent: shop.settings.holdoutPercent };
  const shopAndPerson = { shopId: shop.id, personId: customerId };
  const drawn = decideArm({ stored: null, policy, shopAndPerson, unit });
  if (!drawn.isNew) return drawn.arm;
  const stored = await experiments.assign(shop.id, {
    customerId,
    experimentKey: HOLDOUT_EXPERIMENT,
    arm: drawn.arm,
    assignedAt: now,
  });
  return stored.arm;
}
