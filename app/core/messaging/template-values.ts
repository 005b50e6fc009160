import type { TemplateWording } from './rewrite-template';
import { MERGE_FIELDS } from './template';
import type { MergeField } from './template';
import { placeholdersOf } from './template-text';

/** The vendor's and our limit of values in one text. */
const MOST_VALUES = 10;

const numberOf = (label: string): number => (/^[1-9]\d?$/.test(label) ? Number(label) : 0);

/** The first field that the text does not use yet. */
const unusedField = (fields: readonly MergeField[]): MergeField =>
  MERGE_FIELDS.find((field) => !fields.includes(field)) ?? 'first_item';

/**
 * Takes a body that is being typed: a value that it names for the first time gets a field. Fields
 * without a value are kept until `withOrderedValues`, since the value may be on its way to another
 * place of the text.
 */
export function withBody<Wording extends TemplateWording>(wording: Wording, body: string): Wording {
  const highest = Math.max(0, ...placeholdersOf(body).map(({ label }) => numberOf(label)));
  const fields = [...wording.fields];
  while (fields.length < Math.min(highest, MOST_VALUES)) fields.push(unusedField(fields));
  return { ...wording, body, fields };
}

/**
 * Numbers the values in the order of the text, as the vendor asks for it, and leaves out fields that
 * no value uses. What stands between the braces and is no number stays, for the lint to tell.
 */
export function withOrderedValues<Wording extends TemplateWording>(wording: Wording): Wording {
  const labels = placeholdersOf(wording.body).map(({ label }) => label);
  if (labels.some((label) => numberOf(label) === 0)) return wording;
  const order = [...new Set(labels)];
  if (order.length > MOST_VALUES) return wording;
  const fields: MergeField[] = [];
  for (const label of order) {
    fields.push(wording.fields[numberOf(label) - 1] ?? unusedField([...wording.fields, ...fields]));
  }
  const body = wording.body.replace(
    /\{\{\s*(\d+)\s*\}\}/g,
    (_whole, label: string) => `{{${String(order.indexOf(label) + 1)}}}`,
  );
  return { ...wording, body, fields };
}

/**
 * Puts a value into the text.
 * @param place where in the body, in UTF-16 units
 */
export function withValue<Wording extends TemplateWording>(
  wording: Wording,
  place: number,
  field: MergeField,
): Wording {
  if (wording.fields.length >= MOST_VALUES) return wording;
  const value = `{{${String(wording.fields.length + 1)}}}`;
  return withOrderedValues({
    ...wording,
    body: wording.body.slice(0, place) + value + wording.body.slice(place),
    fields: [...wording.fields, field],
  });
}
