import type { Services } from '#boot/services';

/** Sendings without an answer become "unknown", and unknown ones get an end. */
export async function settleOverdueMessages(services: Services): Promise<number> {
  const now = services.clock.now();
  const settled = await services.transact(async (stores) => {
    const rows = await stores.messages.settleOverdue(now);
    for (const { shopId, id, state } of rows) {
      await stores.events.append({
        type: 'message.status',
        shopId,
        subjectId: id,
        occurredAt: now,
        payload: { messageId: id, state, code: state === 'failed' ? 'outcome_unknown' : null },
      });
    }
    return rows;
  });
  for (const { state } of settled) services.metrics.message(state);
  return settled.length;
}
