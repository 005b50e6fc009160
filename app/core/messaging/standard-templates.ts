import type { TemplateCategory, TemplateContent } from './template';
import { STANDARD_TEXTS, type StandardName } from './standard-texts';

export interface StandardTemplate {
  readonly name: StandardName;
  readonly language: string;
  readonly category: TemplateCategory;
  readonly content: TemplateContent;
}

const FIELDS = {
  cart_reminder: ['first_name', 'first_item', 'shop_name'],
  cart_reminder_last: ['first_name', 'shop_name', 'first_item', 'cart_total'],
} as const;

/**
 * The templates that every shop starts with. Both are marketing in WhatsApp's eyes, also the first,
 * though in law one genuine reminder is a service message (Garante, 2025).
 */
export const STANDARD_TEMPLATES: readonly StandardTemplate[] = STANDARD_TEXTS.flatMap((text) =>
  (['cart_reminder', 'cart_reminder_last'] as const).map((name) => ({
    name,
    language: text.language,
    category: 'MARKETING' as const,
    content: {
      header: 'image' as const,
      body: text.bodies[name],
      fields: [...FIELDS[name]],
      footer: text.footer,
      buttons: [
        { kind: 'url' as const, text: text.checkout },
        { kind: 'quick_reply' as const, text: text.question },
      ],
    },
  })),
);
