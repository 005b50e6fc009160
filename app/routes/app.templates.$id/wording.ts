import { z } from 'zod';
import { mergeFieldSchema } from '#core/messaging/index';
import type {
  LintFinding,
  MergeField,
  TemplateContent,
  TemplateWording,
} from '#core/messaging/index';

/** A template's texts as the form holds them. */
export interface WordingDraft {
  readonly body: string;
  readonly fields: readonly MergeField[];
  readonly footer: string;
  readonly buttons: readonly string[];
}

/** The shape that the page sends; the texts are judged by the lint. */
export const wordingDraftSchema: z.ZodType<WordingDraft> = z.strictObject({
  body: z.string().max(4_000),
  fields: z.array(mergeFieldSchema).max(10),
  footer: z.string().max(500),
  buttons: z.array(z.string().max(200)).max(3),
});

export const draftOf = ({ body, fields, footer, buttons }: TemplateContent): WordingDraft => ({
  body,
  fields,
  footer: footer ?? '',
  buttons: buttons.map(({ text }) => text),
});

/** Spaces around a text are nobody's wish; an empty footer is none. */
export const wordingOf = ({ body, fields, footer, buttons }: WordingDraft): TemplateWording => ({
  body: body.replaceAll('\r\n', '\n').trim(),
  fields,
  footer: footer.trim() === '' ? null : footer.trim(),
  buttons: buttons.map((text) => text.trim()),
});

type Field = 'body' | 'footer' | 'buttons' | 'form';

const FIELD_OF: Readonly<Partial<Record<LintFinding['where'], Field>>> = {
  body: 'body',
  fields: 'body',
  footer: 'footer',
  buttons: 'buttons',
};

/** What would be refused, by the field that has to be changed. */
export function errorsByField(findings: readonly LintFinding[]): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const { severity, where, sentence } of findings) {
    if (severity !== 'error') continue;
    const field = FIELD_OF[where] ?? 'form';
    errors[field] = errors[field] === undefined ? sentence : `${errors[field]} ${sentence}`;
  }
  return errors;
}

/** What each value is, in the merchant's words. */
export const FIELD_NAMES: Readonly<Record<MergeField, string>> = {
  first_name: 'Shopper’s first name',
  shop_name: 'Name of your store',
  first_item: 'First product of the cart',
  item_count: 'Number of products',
  cart_total: 'Total of the cart',
  discount_code: 'Discount code',
  discount_value: 'Amount of the discount',
  discount_expires: 'End of the discount',
};
