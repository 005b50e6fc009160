/** Shopify's search syntax as far as sweeps need it: `field:>=value`, AND, `-field:value`. */
export interface Term {
  field: string;
  operator: '=' | '>' | '>=' | '<' | '<=';
  value: string;
  negated: boolean;
}

export function parseSearch(query: string | null | undefined): Term[] {
  const pattern = /(-|NOT\s+)?([a-z_]+):\s*(>=|<=|>|<|=)?\s*('[^']*'|"[^"]*"|\S+)/gi;
  return [...(query ?? '').matchAll(pattern)].map((match) => ({
    negated: match[1] !== undefined,
    field: (match[2] ?? '').toLowerCase(),
    operator: (match[3] ?? '=') as Term['operator'],
    value: (match[4] ?? '').replace(/^['"]|['"]$/g, ''),
  }));
}

type Value = string | number | Date | string[] | null;
export type Searchable = Partial<Record<string, Value>>;

/** Fields that an item does not have are ignored, as Shopify does with a warning. */
export function matches(item: Searchable, terms: readonly Term[]): boolean {
  return terms.every((term) => {
    const value = item[term.field];
    return value === undefined || fits(value, term) !== term.negated;
  });
}

function fits(value: Value, term: Term): boolean {
  if (value === null) return false;
  if (Array.isArray(value)) return value.some((part) => sameText(part, term.value));
  if (value instanceof Date) return compare(value.getTime(), Date.parse(term.value), term.operator);
  if (typeof value === 'number') return compare(value, Number(term.value), term.operator);
  return sameText(value, term.value);
}

function sameText(value: string, wanted: string): boolean {
  const text = value.toLowerCase();
  const pattern = wanted.toLowerCase();
  return pattern.endsWith('*') ? text.startsWith(pattern.slice(0, -1)) : text === pattern;
}

function compare(value: number, wanted: number, operator: Term['operator']): boolean {
  const results: Record<Term['operator'], boolean> = {
    '=': value === wanted,
    '>': value > wanted,
    '>=': value >= wanted,
    '<': value < wanted,
    '<=': value <= wanted,
  };
  return results[operator];
}
