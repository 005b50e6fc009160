import type { Shop } from '#core/commerce/index';
import type { Payment } from './payment';
import type { PaymentAsked } from './payment-session';

interface About {
  readonly shop: Pick<Shop, 'name'>;
  readonly email: string | null;
  readonly pageUrl: string;
  readonly locale: string | null;
}

/** Longer ones are cut on the providers' pages. */
const LONGEST_DESCRIPTION = 120;

/**
 * What a provider is asked for a payment. Asking again is the same but for the page and the language of
 * whoever asks; a provider that minds says `key_in_use`.
 */
export const askedFor = (
  { id, quote, expiresAt }: Pick<Payment, 'id' | 'quote' | 'expiresAt'>,
  { shop, email, pageUrl, locale }: About,
): PaymentAsked => ({
  key: id,
  amount: quote.total,
  description: describe(shop.name, quote.lines),
  lines: quote.lines.map((line) => ({ ...line, imageUrl: null })),
  email,
  locale,
  paidUrl: `${pageUrl}?paid`,
  cancelUrl: pageUrl,
  expiresAt,
});

/** Without words of a language, for it is shown in every one. */
function describe(shopName: string, lines: Payment['quote']['lines']): string {
  const [first, ...others] = lines;
  const more = others.length > 0 ? ` + ${others.length}` : '';
  const text = first ? `${shopName} · ${first.title}` : shopName;
  return `${text.slice(0, LONGEST_DESCRIPTION)}${more}`;
}
