const names = new Map<string, string>();

/**
 * Has every connection parse and plan a statement once instead of at each call. For the few
 * statements of a rush, where planning would cost as much as the rows: their plan must not depend on
 * their values, and they name their columns, because a plan with `*` fails for good once a migration
 * has added one.
 * @returns the text itself, for `Sql.query`
 */
export function prepared(text: string): string {
  if (!names.has(text)) names.set(text, `ripresa_${names.size + 1}`);
  return text;
}

/** What the connection calls a statement; null for one that is planned each time. */
export const preparedName = (text: string): string | null => names.get(text) ?? null;
