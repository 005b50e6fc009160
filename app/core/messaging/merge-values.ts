import { formatMoney, type Money } from '../kernel/money';
import { numberFormat } from '../kernel/number-format';
import type { MergeValues } from './render-template';

/** What a recovery knows about a cart when it writes to a shopper. */
export interface CartStory {
  readonly firstName: string | null;
  readonly shopName: string;
  /** Lines of the cart, the one to show first. */
  readonly items: readonly { readonly title: string; readonly quantity: number }[];
  readonly total: Money;
  readonly discount: {
    readonly code: string;
    readonly value: { readonly kind: 'percentage'; readonly percent: number } | FixedValue;
    readonly validUntil: Date;
  } | null;
  /** The vendor's language code of the chosen template ("pt_BR"). */
  readonly language: string;
  /** IANA zone in which the shopper reads a time. */
  readonly timeZone: string;
}

interface FixedValue {
  readonly kind: 'fixed';
  readonly amount: Money;
}

/** Writes the values of a template in the template's language. */
export function mergeValues(story: CartStory): MergeValues {
  const locale = story.language.replace('_', '-');
  const [first, ...others] = story.items;
  const pieces = story.items.reduce((sum, item) => sum + item.quantity, 0);
  return {
    first_name: story.firstName,
    shop_name: story.shopName,
    // "+2" reads the same in every language, without plurals and genders.
    first_item: first ? first.title + (others.length > 0 ? ` (+${others.length})` : '') : null,
    item_count: pieces > 0 ? numberFormat(locale).format(pieces) : null,
    cart_total: formatMoney(story.total, locale),
    ...discountValues(story, locale),
  };
}

function discountValues({ discount, timeZone }: CartStory, locale: string): MergeValues {
  if (!discount) return {};
  const value =
    discount.value.kind === 'percentage'
      ? numberFormat(locale, { style: 'percent', maximumFractionDigits: 1 }).format(
          discount.value.percent / 100,
        )
      : formatMoney(discount.value.amount, locale);
  return {
    discount_code: discount.code,
    discount_value: value,
    discount_expires: new Intl.DateTimeFormat(locale, {
      weekday: 'long',
      day: 'numeric',
      month: 'long',
      hour: '2-digit',
      minute: '2-digit',
      timeZone,
    }).format(discount.validUntil),
  };
}
