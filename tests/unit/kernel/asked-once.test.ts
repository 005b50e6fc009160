import { describe, expect, it } from 'vitest';
import { askedOnce } from '#core/kernel/asked-once';

describe('a store that is asked once', () => {
  it('answers the same question with one read, and leaves its other methods as they are', async () => {
    const asked: string[] = [];
    const read = (shop: string, id: string): Promise<string> => {
      asked.push(`${shop} ${id}`);
      return Promise.resolve(`${shop}/${id}`);
    };
    const store = askedOnce({ byId: read, byName: read }, 'byId');
    const answers = [store.byId('a', '1'), store.byId('a', '1'), store.byId('a', '2')];
    expect(await Promise.all(answers)).toEqual(['a/1', 'a/1', 'a/2']);
    await store.byName('a', '1');
    await store.byName('a', '1');
    expect(asked).toEqual(['a 1', 'a 2', 'a 1', 'a 1']);
  });
});
