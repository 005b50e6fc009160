import { describe, expect, it } from 'vitest';
import type { TemplateBody } from '#core/messaging/message';
import { checkPayload, type TemplateShape } from '#core/messaging/payload-check';

const template: TemplateShape = {
  name: 'cart_reminder',
  language: 'en',
  content: {
    header: 'image',
    body: 'Hi {{1}}, you left {{2}} in your cart.',
    fields: ['first_name', 'first_item'],
    footer: null,
    buttons: [
      { kind: 'url', text: 'Checkout now' },
      { kind: 'quick_reply', text: 'Ask a question' },
    ],
  },
};
const body: TemplateBody = {
  kind: 'template',
  name: 'cart_reminder',
  language: 'en',
  headerImageUrl: 'https://shop.example/a.jpg',
  bodyParameters: ['Maria', 'Shirt'],
  buttons: [
    { kind: 'url', suffix: 'token' },
    { kind: 'quick_reply', payload: 'question:1' },
  ],
  preview: '',
};
const wrong = (change: Partial<TemplateBody>, against: TemplateShape = template) =>
  checkPayload({ ...body, ...change }, against).map((mismatch) => mismatch.where);

describe('a message against its approved template', () => {
  it('fits', () => {
    expect(wrong({})).toEqual([]);
  });

  it('is found out when a picture is missing or too many', () => {
    expect(wrong({ headerImageUrl: null })).toEqual(['header']);
    expect(wrong({ headerImageUrl: 'no address' })).toEqual(['header']);
    const plain = { ...template, content: { ...template.content, header: 'none' as const } };
    expect(wrong({}, plain)).toEqual(['header']);
  });

  it('is found out when values are missing, too many, empty or broken over lines', () => {
    expect(wrong({ bodyParameters: ['Maria'] })).toEqual(['body']);
    expect(wrong({ bodyParameters: ['Maria', 'Shirt', 'x'] })).toEqual(['body']);
    expect(wrong({ bodyParameters: ['Maria', ' '] })).toEqual(['body']);
    expect(wrong({ bodyParameters: ['Maria', 'a\nb'] })).toEqual(['body']);
    expect(wrong({ bodyParameters: ['Maria', 'x'.repeat(1100)] })).toEqual(['body']);
  });

  it('is found out when buttons differ in number, kind, order or content', () => {
    expect(wrong({ buttons: [] })).toEqual(['buttons']);
    expect(wrong({ buttons: [...body.buttons].reverse() })).toEqual(['buttons']);
    const [, quick] = body.buttons;
    expect(wrong({ buttons: [{ kind: 'url', suffix: '' }, quick ?? never()] })).toEqual([
      'buttons',
    ]);
    expect(wrong({ buttons: [{ kind: 'url', suffix: 'a b' }, quick ?? never()] })).toEqual([
      'buttons',
    ]);
  });

  it('is found out when it names another template or language', () => {
    expect(wrong({ name: 'other', language: 'it' })).toEqual(['name', 'language']);
  });
});

function never(): never {
  throw new Error('The message has two buttons.');
}
