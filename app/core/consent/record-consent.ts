import type { EventLog } from '../kernel/event-envelope';
import type { ShopId } from '../kernel/ids';
import { effectiveConsent } from './consent';
import type { ConsentEvent } from './events';
import type { ConsentRecord, ConsentStore } from './ports';

/**
 * Keeps what a person allowed or withdrew. Answers true when the effective state changed, and then
 * says so; a repeated or older record changes nothing.
 */
export async function recordConsent(
  { shopId, record, now }: { shopId: ShopId; record: ConsentRecord; now: Date },
  ports: { consents: ConsentStore; events: EventLog<ConsentEvent> },
): Promise<boolean> {
  if (!(await ports.consents.append(shopId, record))) return false;
  const records = await ports.consents.of(shopId, record.customerId);
  const before = records.filter(({ key }) => key !== record.key);
  const after = effectiveConsent([...before, record]);
  if (after === effectiveConsent(before)) return false;
  await ports.events.append({
    type: after === 'withdrawn' ? 'consent.withdrawn' : 'consent.granted',
    shopId,
    subjectId: record.customerId,
    occurredAt: now,
    payload: { customerId: record.customerId, source: record.source },
  });
  return true;
}
