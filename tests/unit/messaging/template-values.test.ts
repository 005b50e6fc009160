import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MERGE_FIELDS, withBody, withOrderedValues, withValue } from '#core/messaging/index';
import type { MergeField, TemplateWording } from '#core/messaging/index';

const wording = (body: string, fields: readonly MergeField[]): TemplateWording => ({
  body,
  fields,
  footer: null,
  buttons: [],
});

const before = wording('Hi {{1}}, your {{2}} waits at {{3}} for you.', [
  'first_name',
  'first_item',
  'shop_name',
]);

describe('the values of a text that is being written', () => {
  it('get a field of their own when they are named for the first time', () => {
    const after = withBody(before, `${before.body} It costs {{4}}.`);
    expect(after.fields).toHaveLength(4);
    expect(new Set(after.fields).size).toBe(4);
  });

  it('keep their field while they are moved to another place', () => {
    const cut = withBody(before, 'Hi {{1}}, your {{2}} waits for you.');
    const pasted = withBody(cut, 'At {{3}}, {{1}}, your {{2}} waits for you.');
    expect(withOrderedValues(pasted)).toEqual({
      ...before,
      body: 'At {{1}}, {{2}}, your {{3}} waits for you.',
      fields: ['shop_name', 'first_name', 'first_item'],
    });
  });

  it('are numbered anew when one was taken out', () => {
    const cut = withBody(before, 'Hi {{1}}, come back to {{ 3 }} and {{3}} soon.');
    expect(withOrderedValues(cut)).toMatchObject({
      body: 'Hi {{1}}, come back to {{2}} and {{2}} soon.',
      fields: ['first_name', 'shop_name'],
    });
  });

  it('are put in where the merchant is typing', () => {
    const place = before.body.indexOf('your');
    expect(withValue(before, place, 'item_count')).toMatchObject({
      body: 'Hi {{1}}, {{2}}your {{3}} waits at {{4}} for you.',
      fields: ['first_name', 'item_count', 'first_item', 'shop_name'],
    });
  });

  it('that are no numbers stay as they were written, for the lint to tell', () => {
    const wrong = wording('Hi {{name}}, {{1}} waits.', ['first_item']);
    expect(withOrderedValues(wrong)).toBe(wrong);
    const far = withBody(before, 'Hi {{99}} and {{0}}.');
    expect(far.fields.length).toBeLessThanOrEqual(10);
  });

  it('are in order with one field each afterwards, whatever was typed', () => {
    const piece = fc.oneof(
      fc.integer({ min: 1, max: 10 }).map((number) => `{{${String(number)}}}`),
      fc.constantFrom(' word ', 'Ciao, ', '\n', '😀', '{', '}'),
    );
    const fields = fc.array(fc.constantFrom(...MERGE_FIELDS), { maxLength: 10 });
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), fields, (pieces, chosen) => {
        // Values that are no numbers stay as they were written.
        fc.pre(!/\{\{(?!\s*\d+\s*\}\})[^{}]*\}\}/.test(pieces.join('')));
        const typed = withBody(wording('', chosen), pieces.join(''));
        const after = withOrderedValues(typed);
        const labels = [...after.body.matchAll(/\{\{(\d+)\}\}/g)].map(([, label]) => label);
        const first = [...new Set(labels)];
        expect(first).toEqual(first.map((_, index) => String(index + 1)));
        expect(after.fields).toHaveLength(first.length);
        expect(withOrderedValues(after)).toEqual(after);
      }),
    );
  });
});
