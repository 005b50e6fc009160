const texts = new Set<string>();

/**
 * Marks a statement whose parameters are lists of one length, an element of each for every row that
 * is written. Within a gathered transaction those that are asked for in the same turn are written by
 * one statement, so the rows of different askers must have nothing to do with each other. Rows that
 * it answers tell in `place`, counted from 1, which of the elements they belong to.
 * @returns the text itself, for `Sql.query`
 */
export function listWrite(text: string): string {
  texts.add(text);
  return text;
}

/** Whether a statement's lists may be joined with those of others. */
export const isListWrite = (text: string): boolean => texts.has(text);
