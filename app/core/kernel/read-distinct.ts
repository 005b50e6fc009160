import { allDone } from './all-done';

/**
 * Reads what many items have in common, once for each key.
 * @returns what was read for an item's key; only items that were given have one
 */
export async function readDistinct<Item, Value>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
  read: (item: Item) => Promise<Value>,
): Promise<(item: Item) => Value> {
  const firsts = new Map<string, Item>();
  for (const item of items) {
    const key = keyOf(item);
    if (!firsts.has(key)) firsts.set(key, item);
  }
  const entries = await allDone(
    [...firsts].map(async ([key, item]) => [key, await read(item)] as const),
  );
  const values = new Map(entries);
  return (item) => values.get(keyOf(item)) as Value;
}
