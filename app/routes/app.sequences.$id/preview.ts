import { mergeValues, renderTemplate } from '#core/messaging/index';
import type { TemplateContent } from '#core/messaging/index';
import { exponentOf } from '#core/kernel/money';
import type { Money } from '#core/kernel/money';
import type { StepDraft } from './draft';

export interface PreviewTemplate {
  readonly name: string;
  readonly language: string;
  readonly state: string;
  readonly content: TemplateContent;
}

export interface PreviewSample {
  readonly shopName: string;
  readonly currency: string;
  readonly timeZone: string;
  readonly items: readonly { readonly title: string; readonly quantity: number }[];
  readonly total: Money;
  /** ISO 8601: what "now" is for the end of a discount. */
  readonly now: string;
}

export interface Preview {
  readonly text: string;
  /** What keeps it from being sent as it is; null when nothing does. */
  readonly problem: string | null;
}

const HOUR_MS = 60 * 60_000;

type PreviewDiscount = Parameters<typeof mergeValues>[0]['discount'];

function discountOf(step: StepDraft, sample: PreviewSample): PreviewDiscount {
  const value = Number(step.discountValue.replace(',', '.'));
  if (step.discount === 'none' || !(value > 0)) return null;
  const hours = Number(step.discountHours) || 24;
  return {
    code: 'CART-4F7K2M',
    value:
      step.discount === 'percentage'
        ? { kind: 'percentage' as const, percent: value }
        : {
            kind: 'fixed' as const,
            amount: {
              minor: Math.round(value * 10 ** exponentOf(sample.currency)),
              currency: sample.currency,
            },
          },
    validUntil: new Date(new Date(sample.now).getTime() + hours * HOUR_MS),
  };
}

/** The message of a step as a shopper called Giulia would read it. */
export const previewOf = (
  step: StepDraft,
  template: PreviewTemplate,
  sample: PreviewSample,
): Preview => previewWith(discountOf(step, sample), template, sample);

/** A discount to show a template with that speaks of one. */
export const sampleDiscount = ({ now }: PreviewSample): PreviewDiscount => ({
  code: 'CART-4F7K2M',
  value: { kind: 'percentage', percent: 10 },
  validUntil: new Date(new Date(now).getTime() + 48 * HOUR_MS),
});

/** A template's message as a shopper called Giulia would read it. */
export function previewWith(
  discount: PreviewDiscount,
  { content, language, name }: PreviewTemplate,
  sample: PreviewSample,
): Preview {
  const values = mergeValues({
    firstName: 'Giulia',
    shopName: sample.shopName,
    items: sample.items,
    total: sample.total,
    discount,
    language,
    timeZone: sample.timeZone,
  });
  const sources = { imageUrl: 'https://example.com/card.jpg', linkToken: 'x', replyPayload: 'x' };
  const rendered = renderTemplate({ name, language, content, values, ...sources });
  if (rendered.ok) return { text: rendered.body.preview, problem: null };
  return {
    text: content.body,
    problem: rendered.missing.startsWith('discount')
      ? 'This template speaks of a discount: give the step one, or it will not be sent.'
      : 'A value of this template would be empty, so it would not be sent.',
  };
}
