import { randomUUID } from 'node:crypto';
import { whatsappFaults } from '#adapters/messaging/whatsapp-cloud/index';
import { applyFacts } from '#core/intake/index';
import type { Fact } from '#core/intake/index';
import { newId } from '../recovery/world';
import type { World } from '../recovery/world';

/** A store's webhook says this, and it arrives then. */
export async function hear(world: World, fact: Fact, arrivedAt: Date): Promise<void> {
  const receipt = {
    source: 'shopify' as const,
    externalId: randomUUID(),
    receivedAt: arrivedAt,
    triggeredAt: null,
    shopId: world.shop.id,
  };
  const source = { receipt, align: (outside: Date) => outside, now: arrivedAt, newId };
  await world.transact((stores) =>
    applyFacts([fact], source, { ...stores, faults: whatsappFaults }),
  );
}
