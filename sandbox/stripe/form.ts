/** Stripe's bodies: forms whose names nest with brackets ("line_items[0][quantity]"). */
export type FormTree = { [name: string]: FormTree | string };

export function formTree(text: string): FormTree {
  const tree: FormTree = {};
  for (const [name, value] of new URLSearchParams(text)) place(tree, pathOf(name), value);
  return tree;
}

const pathOf = (name: string): string[] =>
  name.split(/[[\]]+/).filter((part, at) => part !== '' || at === 0);

function place(tree: FormTree, [name = '', ...rest]: string[], value: string): void {
  if (rest.length === 0) {
    tree[name] = value;
    return;
  }
  const known = tree[name];
  const inner = typeof known === 'object' ? known : {};
  tree[name] = inner;
  place(inner, rest, value);
}

/** Names of a tree's leaves, lists without their numbers ("line_items[].quantity"). */
export function leaves(tree: FormTree, before = ''): string[] {
  return Object.entries(tree).flatMap(([name, value]) => {
    const path = /^\d+$/.test(name) ? `${before}[]` : before === '' ? name : `${before}.${name}`;
    return typeof value === 'string' ? [path] : leaves(value, path);
  });
}

export function branch(tree: FormTree, ...path: readonly string[]): FormTree {
  const [name, ...rest] = path;
  if (name === undefined) return tree;
  const inner = tree[name];
  return typeof inner === 'object' ? branch(inner, ...rest) : {};
}

export function leaf(tree: FormTree, ...path: readonly string[]): string | null {
  const value = branch(tree, ...path.slice(0, -1))[path.at(-1) ?? ''];
  return typeof value === 'string' ? value : null;
}
