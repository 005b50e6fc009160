import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { STANDARD_TEMPLATES } from '#core/messaging/standard-templates';
import type { TemplateContent } from '#core/messaging/template';
import { isSubmittable, lintTemplate, type LintInput } from '#core/messaging/template-lint';

const content: TemplateContent = {
  header: 'image',
  body: 'Hi {{1}}, you left {{2}} in your cart, and it is still there for you.',
  fields: ['first_name', 'first_item'],
  footer: 'Reply STOP to opt out',
  buttons: [
    { kind: 'url', text: 'Checkout now' },
    { kind: 'quick_reply', text: 'Ask a question' },
  ],
};
const lint = (change: Partial<TemplateContent> = {}, input: Partial<LintInput> = {}) =>
  lintTemplate({
    name: 'cart_reminder',
    language: 'en',
    category: 'MARKETING',
    content: { ...content, ...change },
    ...input,
  });
const said = (findings: ReturnType<typeof lint>): readonly string[] =>
  findings.map(({ severity, where }) => `${severity} ${where}`);
const body = (text: string, fields: TemplateContent['fields'] = content.fields) =>
  said(lint({ body: text, fields }));

describe('the check of a template before it is submitted', () => {
  it('finds nothing in a good template', () => {
    expect(lint()).toEqual([]);
  });

  it.each(STANDARD_TEMPLATES)('finds nothing in $name, $language', (template) => {
    expect(lintTemplate(template)).toEqual([]);
  });

  it.each(['', 'Cart', 'cart-reminder', 'carrello_è', 'a'.repeat(513)])(
    'refuses the name “%s”',
    (name) => {
      expect(said(lint({}, { name }))).toEqual(['error name']);
    },
  );

  it('refuses a language that is no code of Meta’s', () => {
    expect(said(lint({}, { language: 'pt-BR' }))).toEqual(['error language']);
    expect(lint({}, { language: 'pt_BR' })).toEqual([]);
  });

  it('refuses a value at the very start or end', () => {
    expect(body('{{1}}, you left {{2}} in your cart, and it is still there.')).toEqual([
      'error body',
    ]);
    expect(body('Hi {{1}}, in your cart at our shop there still is: {{2}}')).toEqual([
      'error body',
    ]);
    expect(body('Hi {{1}}, in your cart at our shop there still is: {{2}}.')).toEqual([]);
  });

  it('refuses values that touch, are out of order, or are written wrongly', () => {
    expect(body('Hi {{1}} {{2}} is in your cart, and still there for you.')).toEqual([
      'error body',
    ]);
    expect(body('Hi {{2}}, you left {{1}} in your cart, and it is there.')).toEqual(['error body']);
    expect(body('Hi {{1}}, you left {{3}} in your cart, and it is there.')).toEqual(['error body']);
    expect(body('Hi {1}, you left {{1}} in your cart, and it is there.', ['first_item'])).toEqual([
      'error body',
    ]);
    expect(body('Hi {{name}}, your cart still is there for you.', ['first_name'])).toEqual([
      'error body',
    ]);
  });

  it('refuses more values than the words can carry', () => {
    expect(body('Hi {{1}}, see {{2}} now.')).toEqual(['error body']);
  });

  it('refuses another number of fields than of values', () => {
    expect(said(lint({ fields: ['first_name'] }))).toEqual(['error fields']);
  });

  it('refuses empty, long, tabbed, stretched or emoji-filled text', () => {
    expect(body('', [])).toContain('error body');
    expect(body(`Hi ${'a'.repeat(1030)} there.`, [])).toEqual(['error body']);
    expect(body('Your cart\tis still there.', [])).toEqual(['error body']);
    expect(body('Your cart     is still there.', [])).toEqual(['error body']);
    expect(body('Your cart\n\n\nis still there.', [])).toEqual(['error body']);
    expect(body(`Your cart ${'🛒'.repeat(11)} is still there.`, [])).toEqual(['error body']);
    expect(body(' Your cart is still there.', [])).toEqual(['error body']);
  });

  it('warns of links, shouting and repeated marks, and refuses shortened links', () => {
    expect(body('Your cart is at https://shop.example now.', [])).toEqual(['warning body']);
    expect(body('Your cart is at bit.ly/x now.', [])).toEqual(['error body']);
    expect(body('Your cart is still there!!', [])).toEqual(['warning body']);
    expect(body('YOUR SHOPPING BASKET EXPIRES TODAY', [])).toEqual(['warning body']);
  });

  it.each([
    ['', 2],
    ['Reply STOP to opt out of all of the messages that we may send', 1],
    ['Reply *STOP* to opt out', 1],
    ['Reply STOP 🛑', 1],
    ['Reply STOP\nto opt out', 1],
    ['Reply STOP {{1}}', 1],
  ])('refuses the footer “%s”', (footer, findings) => {
    expect(lint({ footer })).toHaveLength(findings);
    expect(isSubmittable(lint({ footer }))).toBe(false);
  });

  it('refuses buttons that are equal, decorated, filled or interleaved', () => {
    const quick = (text: string) => ({ kind: 'quick_reply' as const, text });
    const url = (text: string) => ({ kind: 'url' as const, text });
    const buttons = (...list: TemplateContent['buttons']) => said(lint({ buttons: list }));
    expect(buttons(url('Buy now'), quick('buy now'))).toEqual(['error buttons']);
    expect(buttons(url('Buy 🛒'))).toEqual(['error buttons']);
    expect(buttons(url('*Buy*'))).toEqual(['error buttons']);
    expect(buttons(url('Buy {{1}}'))).toEqual(['error buttons']);
    expect(buttons(quick('A'), url('B'), quick('C'))).toEqual(['error buttons']);
    expect(buttons(url('A'), url('B'), quick('C'))).toEqual(['warning buttons']);
    expect(buttons(quick('A'))).toEqual(['warning buttons']);
  });

  it('says when a utility template is really marketing', () => {
    const utility = { category: 'UTILITY' as const };
    expect(said(lint({ fields: ['first_name', 'first_name'] }, utility))).toEqual([]);
    expect(said(lint({}, utility))).toEqual(['warning category']);
    const sale = 'Ciao, abbiamo uno sconto per te nel negozio.';
    expect(said(lint({ body: sale, fields: [] }, utility))).toEqual(['warning category']);
    const code = 'Hi there, use the code {{1}} when you check out.';
    expect(said(lint({ body: code, fields: ['discount_code'] }, utility))).toEqual([
      'error category',
    ]);
  });

  it('warns of marketing without a way out', () => {
    expect(said(lint({ footer: null }))).toEqual(['warning footer']);
    expect(said(lint({ footer: 'Our stopwatch shop' }))).toEqual(['warning footer']);
  });

  it('answers for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string(), (text, footer) => {
        for (const finding of lint({ body: text, footer })) expect(finding.sentence).not.toBe('');
      }),
    );
  });
});
