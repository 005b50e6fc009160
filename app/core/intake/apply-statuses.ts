import { learnUserId } from '#core/commerce/index';
import { recordDeliveries } from '#core/messaging/index';
import type { DeliveryOutcome, StatusOfShop } from '#core/messaging/index';
import type { CustomerId, MessageId, NewId, ShopId } from '../kernel/ids';
import { APPLIED, ignored } from './fact-ports';
import type { FactOutcome, FactPorts } from './fact-ports';

export interface Moment {
  readonly now: Date;
  readonly newId: NewId;
}

/** Applies statuses in their order, in the caller's transaction; one outcome for each. */
export async function applyStatuses(
  statuses: readonly StatusOfShop[],
  moment: Moment,
  ports: FactPorts,
): Promise<readonly FactOutcome[]> {
  const outcomes = await recordDeliveries({ statuses, now: moment.now }, ports);
  await learnUserIds(statuses, outcomes, moment, ports);
  return outcomes.map(said);
}

function said({ kind }: DeliveryOutcome): FactOutcome {
  if (kind === 'moved') return APPLIED;
  return ignored(
    kind === 'unknown_message'
      ? 'no message of ours has this id'
      : 'the message was further on already',
  );
}

interface Named {
  readonly shopId: ShopId;
  readonly userId: string;
  readonly customerId: CustomerId;
  readonly messageId: MessageId;
}

/** Nearly every status names an id that is known already: those are told apart in one read. */
async function learnUserIds(
  statuses: readonly StatusOfShop[],
  outcomes: readonly DeliveryOutcome[],
  { now, newId }: Moment,
  ports: FactPorts,
): Promise<void> {
  const named = statuses.flatMap(({ shopId, status: { userId } }, place): readonly Named[] => {
    const outcome = outcomes[place];
    if (userId === null || !outcome || outcome.kind === 'unknown_message') return [];
    return [{ shopId, userId, customerId: outcome.customerId, messageId: outcome.messageId }];
  });
  const owners = await ports.customers.ownersOfUserIds(named);
  for (const [place, { shopId, userId, customerId, messageId }] of named.entries()) {
    if (owners[place] === customerId) continue;
    // Read again: learning an id may just have made two people one.
    const message = await ports.messages.byId(shopId, messageId);
    if (!message) continue;
    await learnUserId({ shopId, customerId: message.customerId, userId, newId, now }, ports);
  }
}
