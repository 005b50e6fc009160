import { operationStore } from '#boot/operation';
import type { Services } from '#boot/services';

const TEMPLATES = 'templates';
const EVERY_MS = 6 * 60 * 60_000;
const BATCH = 100;

/** Compares templates with WhatsApp's a few times a day: its notices of changes can be lost. */
export async function syncAllTemplates({
  database,
  clock,
  queue,
  stores,
}: Services): Promise<number> {
  const marks = operationStore(database.sql);
  const now = clock.now();
  const shops = await marks.behind(TEMPLATES, new Date(now.getTime() - EVERY_MS), BATCH);
  for (const shopId of shops) {
    const channel = await stores.channels.ofShop(shopId);
    if (channel?.state === 'connected') {
      const payload = { shopId, channelId: channel.id };
      await queue.enqueue('sync-templates', payload, { dedupeKey: channel.id });
    }
    await marks.setMark(shopId, TEMPLATES, now);
  }
  return shops.length;
}
