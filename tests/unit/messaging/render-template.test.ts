import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mergeValues } from '#core/messaging/merge-values';
import { checkPayload } from '#core/messaging/payload-check';
import {
  renderTemplate,
  type MergeValues,
  type RenderInput,
  type Rendered,
} from '#core/messaging/render-template';
import { STANDARD_TEMPLATES } from '#core/messaging/standard-templates';
import { plausibleFirstName } from '#core/messaging/value-text';
import { MERGE_FIELDS } from '#core/messaging/template';
import { money } from '#core/kernel/money';

const [standard] = STANDARD_TEMPLATES;
const values: MergeValues = { first_name: 'Maria', first_item: 'Linen shirt', shop_name: 'Verde' };
const render = (change: Partial<RenderInput> = {}): Rendered =>
  renderTemplate({
    name: 'cart_reminder',
    language: 'en',
    content: standard?.content ?? {
      header: 'none',
      body: '',
      fields: [],
      footer: null,
      buttons: [],
    },
    values,
    imageUrl: 'https://shop.example/media/a.jpg',
    linkToken: 'k3JvY2FsLXRva2VuLWV4YQ',
    replyPayload: 'question',
    ...change,
  });
const parameters = (rendered: Rendered): readonly string[] =>
  rendered.ok ? rendered.body.bodyParameters : [];
const withName = (first_name: string | null): string | undefined =>
  parameters(render({ values: { ...values, first_name } }))[0];

describe('a rendered message', () => {
  it('has its values in order, the picture, the link’s token and the reply’s payload', () => {
    expect(render()).toMatchObject({
      ok: true,
      body: {
        headerImageUrl: 'https://shop.example/media/a.jpg',
        bodyParameters: ['Maria', 'Linen shirt', 'Verde'],
        buttons: [
          { kind: 'url', suffix: 'k3JvY2FsLXRva2VuLWV4YQ' },
          { kind: 'quick_reply', payload: 'question:1' },
        ],
      },
    });
    const rendered = render();
    expect(rendered.ok && rendered.body.preview).toContain('Hi Maria, you left something');
  });

  it.each([
    ['first_item', { values: { ...values, first_item: '' } }],
    ['first_item', { values: { ...values, first_item: ' \u200b\n' } }],
    ['shop_name', { values: { first_name: 'Maria', first_item: 'Shirt' } }],
    ['header_image', { imageUrl: null }],
    ['checkout_link', { linkToken: null }],
    ['checkout_link', { linkToken: '' }],
  ])('is refused when %s is missing', (missing, change) => {
    expect(render(change)).toEqual({ ok: false, missing });
  });

  it('greets a shopper without a name in the template’s language', () => {
    expect(withName(null)).toBe('there');
    expect(
      parameters(render({ language: 'pt_BR', values: { ...values, first_name: '' } }))[0],
    ).toBe('de novo');
    expect(render({ language: 'xx', values: { ...values, first_name: null } })).toEqual({
      ok: false,
      missing: 'first_name',
    });
  });

  it('does not let a name carry a link, an address or a number into the shop’s message', () => {
    for (const bad of [
      'https://evil.example',
      'evil.com',
      'win at www evil',
      'maria@evil.example',
      'call 0039 347',
      '<b>Maria</b>',
      '{{1}}',
      '...',
      'Maria '.repeat(10),
    ]) {
      expect(withName(bad), bad).toBe('there');
    }
    for (const good of ['José', 'Mary-Jane', 'D’Angelo', 'अनिल', '太郎', 'J. R.']) {
      expect(plausibleFirstName(good)).toBe(good);
    }
    expect(withName('*Maria*')).toBe('Maria');
  });

  it('turns what the vendor refuses inside a value into single spaces', () => {
    const first_item = 'Linen\n\tshirt     {{2}}\u2028blue\u202e';
    expect(parameters(render({ values: { ...values, first_item } }))[1]).toBe('Linen shirt 2 blue');
  });

  it('cuts a long title at a whole character', () => {
    const first_item = '👩‍👩‍👧‍👦'.repeat(30);
    const title = parameters(render({ values: { ...values, first_item } }))[1] ?? '';
    expect(title.length).toBeLessThanOrEqual(80);
    expect(title).toMatch(/^(👩‍👩‍👧‍👦)+…$/u);
  });

  it('shortens the title when the whole text would be too long, and refuses when that is not enough', () => {
    const long = (body: string): Partial<RenderInput> => ({
      content: { header: 'none', body, fields: ['first_item'], footer: null, buttons: [] },
      values: { first_item: 'x'.repeat(80) },
    });
    const fits = render(long(`${'a'.repeat(980)} {{1}} end`));
    expect(fits.ok && fits.body.preview.length).toBeLessThanOrEqual(1024);
    expect(fits.ok).toBe(true);
    expect(render(long(`${'a'.repeat(1012)} {{1}} end`))).toEqual({ ok: false, missing: 'space' });
  });

  it('isolates values of the other direction', () => {
    expect(withName('דנה')).toBe('\u2068דנה\u2069');
    const arabic = parameters(render({ language: 'ar' }));
    expect(arabic[1]).toBe('\u2068Linen shirt\u2069');
  });

  it('fits its own template and holds no raw tag, whatever the values are', () => {
    const value = fc.option(fc.string({ unit: 'binary', maxLength: 400 }));
    const record = fc.record(Object.fromEntries(MERGE_FIELDS.map((field) => [field, value])));
    fc.assert(
      fc.property(record, fc.constantFrom(...STANDARD_TEMPLATES), (random, template) => {
        const rendered = render({ ...template, values: random });
        if (!rendered.ok) return;
        expect(checkPayload(rendered.body, template)).toEqual([]);
        expect(rendered.body.preview).not.toContain('{{');
        expect(rendered.body.preview.length).toBeLessThanOrEqual(1024);
      }),
      { numRuns: 300 },
    );
  });
});

describe('the values of a cart', () => {
  const story = {
    firstName: 'Maria',
    shopName: 'Verde',
    items: [
      { title: 'Lampada', quantity: 2 },
      { title: 'Vaso', quantity: 1 },
    ],
    total: money(123_456, 'EUR'),
    discount: {
      code: 'CIAO-1',
      value: { kind: 'percentage' as const, percent: 10 },
      validUntil: new Date('2026-11-27T17:30:00Z'),
    },
    language: 'it',
    timeZone: 'Europe/Rome',
  };

  it('are written in the template’s language and the shopper’s time', () => {
    const plain = Object.fromEntries(
      Object.entries(mergeValues(story)).map(([field, text]) => [
        field,
        text?.replace(/[\u00a0\u202f]/g, ' '),
      ]),
    );
    expect(plain).toEqual({
      first_name: 'Maria',
      shop_name: 'Verde',
      first_item: 'Lampada (+1)',
      item_count: '3',
      // ICU versions differ in grouping four digits and in the word before the hour.
      cart_total: expect.stringMatching(/^1\.?234,56 €$/) as string,
      discount_code: 'CIAO-1',
      discount_value: '10%',
      discount_expires: expect.stringMatching(/^venerdì 27 novembre.* 18:30$/) as string,
    });
  });

  it('are missing where the cart has nothing to show', () => {
    expect(mergeValues({ ...story, items: [], discount: null })).toMatchObject({
      first_item: null,
      item_count: null,
    });
  });
});
