import type { ShopId } from '#core/kernel/ids';
import { DEFAULT_SEQUENCE_NAME, DEFAULT_STEPS } from '#core/recovery/index';
import type { SequenceStore } from '#core/recovery/index';
import { newId } from './chance';

/** A store that has none of its own starts with the standard one. */
export async function addDefaultSequence(shopId: ShopId, sequences: SequenceStore): Promise<void> {
  if ((await sequences.ofShop(shopId)).length > 0) return;
  await sequences.save({
    id: newId(),
    shopId,
    name: DEFAULT_SEQUENCE_NAME,
    state: 'active',
    steps: DEFAULT_STEPS,
    priority: 0,
  });
}
