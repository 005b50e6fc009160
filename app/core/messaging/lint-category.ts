import { error, warning, type LintFinding, type LintInput } from './lint-finding';
import type { MergeField } from './template';

/**
 * Words that make a message promotion in the eyes of Meta's reviewers, whole words in the languages
 * that we author. A utility template with one of them is moved to marketing, at marketing prices.
 */
const PROMOTION = [
  'sale|offer|offers|discount|deal|deals|promo|promotion|coupon|voucher|save|free|gift|limited',
  'sconto|sconti|offerta|offerte|promozione|saldi|gratis|omaggio|risparmia|coupon',
  'oferta|ofertas|descuento|descuentos|rebajas|promoción|gratis|regalo|ahorra|cupón',
  'soldes|promo|promotion|remise|réduction|offre|offres|gratuit|cadeau|économisez',
  'rabatt|rabatte|angebot|angebote|aktion|gutschein|gratis|geschenk|sparen',
  'desconto|descontos|oferta|promoção|grátis|presente|economize|cupom',
].join('|');
const PROMOTION_WORD = new RegExp(`(?<![\\p{L}])(?:${PROMOTION})(?![\\p{L}])`, 'iu');

const CART_FIELDS: ReadonlySet<MergeField> = new Set(['first_item', 'item_count', 'cart_total']);
const DISCOUNT_FIELDS: ReadonlySet<MergeField> = new Set([
  'discount_code',
  'discount_value',
  'discount_expires',
]);

/** Category, and what marketing owes to the shopper: a way out. */
export const lintCategory = (input: LintInput): readonly LintFinding[] =>
  input.category === 'UTILITY' ? lintUtility(input) : lintMarketing(input);

function lintUtility({ content }: LintInput): readonly LintFinding[] {
  const text = [content.body, content.footer, ...content.buttons.map((one) => one.text)].join('\n');
  const word = PROMOTION_WORD.exec(text)?.[0];
  if (word !== undefined) {
    return [
      warning(
        'category',
        `“${word}” makes this marketing; WhatsApp will move it out of the utility category.`,
      ),
    ];
  }
  if (content.fields.some((field) => DISCOUNT_FIELDS.has(field))) {
    return [error('category', 'A template with a discount is marketing, never utility.')];
  }
  return content.fields.some((field) => CART_FIELDS.has(field))
    ? [warning('category', 'WhatsApp counts reminders of a cart as marketing, not as utility.')]
    : [];
}

function lintMarketing({ content }: LintInput): readonly LintFinding[] {
  const text = [content.body, content.footer, ...content.buttons.map((one) => one.text)].join('\n');
  return /(?<!\p{L})STOP(?!\p{L})/iu.test(text)
    ? []
    : [
        warning(
          'footer',
          'Tell the shopper how to opt out, for example “Reply STOP to opt out” in the footer.',
        ),
      ];
}
