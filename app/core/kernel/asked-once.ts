type Read = (...key: readonly string[]) => Promise<unknown>;

/**
 * The same store, whose named reads answer what they answered before: for many who ask for the same
 * within a transaction. The reads take texts alone.
 */
export function askedOnce<Store extends object>(
  store: Store,
  ...names: readonly (keyof Store & string)[]
): Store {
  const reads = names.map((name) => [name, remembering(Reflect.get(store, name) as Read)] as const);
  return { ...store, ...Object.fromEntries(reads) };
}

function remembering(read: Read): Read {
  const answers = new Map<string, Promise<unknown>>();
  return (...key) => {
    const name = key.join(' ');
    const known = answers.get(name);
    if (known) return known;
    const answer = read(...key);
    answers.set(name, answer);
    return answer;
  };
}
