import type { StatusOfShop } from '#core/messaging/index';
import type { ShopId } from '../kernel/ids';
import { applyStatuses } from './apply-statuses';
import type { Moment } from './apply-statuses';
import { closingOf } from './close-receipt';
import { ignored } from './fact-ports';
import type { FactOutcome, FactPorts } from './fact-ports';
import type { Fact, Normalized } from './facts';
import type { Receipt } from './receipt';

/** What a receipt that tells of statuses and of nothing else may say. */
export type StatusFact = Extract<Fact, { kind: 'message_status' | 'ignored' }>;

export interface StatusReceipt {
  readonly receipt: Receipt;
  readonly facts: readonly StatusFact[];
}

/** The receipt with its facts when it tells of statuses only; null when something else is in it. */
export function statusReceipt(receipt: Receipt, normalized: Normalized): StatusReceipt | null {
  if (normalized.kind === 'unreadable') return null;
  return normalized.facts.every(isStatusFact) ? { receipt, facts: normalized.facts } : null;
}

const isStatusFact = (fact: Fact): fact is StatusFact =>
  fact.kind === 'message_status' || fact.kind === 'ignored';

/**
 * Applies and closes many receipts of statuses as `processReceipt` would one after the other, with
 * as many statements as for one; in the caller's transaction, as a whole or not at all.
 */
export async function processStatuses(
  input: Moment & {
    readonly batch: readonly StatusReceipt[];
    readonly align: (outside: Date) => Date;
  },
  ports: FactPorts,
): Promise<readonly FactOutcome['kind'][]> {
  const { batch, align, now } = input;
  await ports.messages.takeStatusTurn();
  const shops = await shopsOf(batch, ports);
  const statuses = batch.flatMap(({ facts }) =>
    facts.flatMap((fact) => ofShop(fact, shops, align) ?? []),
  );
  const applied = (await applyStatuses(statuses, input, ports)).values();
  const closings = batch.map(({ receipt, facts }) => {
    const outcomes = facts.map((fact) => outcomeOf(fact, shops, applied));
    return { receipt, ...closingOf({ kind: 'facts', facts }, outcomes) };
  });
  await ports.receipts.close(closings, now);
  return closings.map(({ state }) => (state === 'processed' ? 'applied' : 'ignored'));
}

type Shops = ReadonlyMap<string, ShopId>;

const shopsOf = (batch: readonly StatusReceipt[], { channels }: FactPorts): Promise<Shops> =>
  channels.shopsOfNumbers(
    batch.flatMap(({ facts }) =>
      facts.flatMap((fact) => (fact.kind === 'message_status' ? [fact.phoneNumberId] : [])),
    ),
  );

function ofShop(
  fact: StatusFact,
  shops: Shops,
  align: (outside: Date) => Date,
): StatusOfShop | null {
  if (fact.kind === 'ignored') return null;
  const shopId = shops.get(fact.phoneNumberId);
  return shopId ? { shopId, status: { ...fact.status, at: align(fact.status.at) } } : null;
}

/** Takes the outcomes in the order in which `ofShop` gave the statuses. */
function outcomeOf(
  fact: StatusFact,
  shops: Shops,
  applied: IterableIterator<FactOutcome>,
): FactOutcome {
  if (fact.kind === 'ignored') return ignored(fact.reason);
  if (!shops.has(fact.phoneNumberId)) return ignored('no store has this WhatsApp number');
  return applied.next().value as FactOutcome;
}
