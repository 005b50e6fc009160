import { chosenRate } from '#core/commerce/index';
import type { CartQuote, Shop } from '#core/commerce/index';
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
  { id, quote, delivery, expiresAt }: Pick<Payment, 'id' | 'quote' | 'delivery' | 'expiresAt'>,
  { shop, email, pageUrl, locale }: About,
): PaymentAsked => ({
  key: id,
  amount: quote.total,
  description: describe(shop.name, quote.lines),
  lines: [...quote.lines, ...shippingLines(quote)].map((line) => ({ ...line, imageUrl: null })),
  email,
  shipTo: delivery?.address ?? null,
  locale,
  paidUrl: `${pageUrl}?paid`,
  cancelUrl: pageUrl,
  expiresAt,
});

/** What sending costs is a line, too. */
const shippingLines = ({ parcels }: CartQuote): CartQuote['lines'] =>
  parcels.flatMap((parcel) => {
    const { title, price } = chosenRate(parcel) ?? {};
    return title && price && price.minor > 0 ? [{ title, quantity: 1, unitPrice: price }] : [];
  });

/** Without words of a language, for it is shown in every one. */
function describe(shopName: string, lines: Payment['quote']['lines']): string {
  const [first, ...others] = lines;
  const more = others.length > 0 ? ` + ${others.length}` : '';
  const text = first ? `${shopName} · ${first.title}` : shopName;
  return `${text.slice(0, LONGEST_DESCRIPTION)}${more}`;
}
