import type { Cart, LineItem, Shop } from '#core/commerce/index';
import type { ProductImageItem, ProductImageSpec } from '#core/messaging/index';
import { formatMoney, money } from '../kernel/money';
import type { Money } from '../kernel/money';
import { cardTexts } from './card-texts';

/** A discount that a step grants; the code exists at the store when a message names it. */
export interface GrantedDiscount {
  readonly code: string;
  readonly value:
    | { readonly kind: 'percentage'; readonly percent: number }
    /** In the shop's currency. */
    | { readonly kind: 'fixed'; readonly amount: Money };
  readonly validUntil: Date;
}

/** What the catalogue knows of a variant and a checkout leaves out. */
export interface VariantLook {
  readonly imageUrl: string | null;
  readonly compareAt: Money | null;
}

/**
 * The picture of a cart, in the language of its message. Null when the cart has no line in its own
 * currency, so that there is nothing to draw.
 * @param looks by the platform's variant id.
 */
export function productCard(input: {
  readonly shop: Shop;
  readonly cart: Cart;
  readonly looks: ReadonlyMap<string, VariantLook>;
  readonly discount: GrantedDiscount | null;
  /** The vendor's language code of the template ("pt_BR"). */
  readonly language: string;
}): ProductImageSpec | null {
  const { shop, cart, looks, discount } = input;
  const locale = input.language.replaceAll('_', '-');
  const items = cart.lineItems
    .filter((line) => line.unitPrice.currency === cart.total.currency && line.quantity > 0)
    .map((line) => cardItem(line, looks.get(line.variantId ?? '')));
  if (items.length === 0) return null;
  const texts = cardTexts(locale);
  return {
    items,
    total: discountedTotal(cart, discount),
    totalLabel: texts.total,
    discountBadge: discount && badge(discount, locale),
    shopName: shop.name,
    brandColor: shop.settings.brandColor,
    logoUrl: shop.settings.logoUrl,
    locale,
    headline: texts.headline,
  };
}

const cardItem = (line: LineItem, look: VariantLook = NO_LOOK): ProductImageItem => ({
  title: line.title,
  photoUrl: line.imageUrl ?? look.imageUrl,
  price: line.unitPrice,
  compareAt: struckPrice(line, line.compareAt ?? look.compareAt),
  quantity: line.quantity,
});

const NO_LOOK: VariantLook = { imageUrl: null, compareAt: null };

/** A price before that is no higher, or of another currency, is not one to strike through. */
const struckPrice = ({ unitPrice }: LineItem, before: Money | null): Money | null =>
  before && before.currency === unitPrice.currency && before.minor > unitPrice.minor
    ? before
    : null;

/**
 * What the shopper would pay with the step's code. A cart that has a code of its own is left as it
 * is, for whether the two go together is the store's to say, and so is a fixed amount in another
 * currency.
 */
function discountedTotal(cart: Cart, discount: GrantedDiscount | null): Money {
  const { total } = cart;
  if (!discount || cart.discountCodes.length > 0) return total;
  const goods = cart.lineItems.reduce(
    (sum, { unitPrice, quantity }) => sum + unitPrice.minor * quantity,
    0,
  );
  const off =
    discount.value.kind === 'percentage'
      ? Math.round((goods * discount.value.percent) / 100)
      : fixedOff(discount.value.amount, total, goods);
  return money(Math.max(0, total.minor - off), total.currency);
}

const fixedOff = (amount: Money, total: Money, goods: number): number =>
  amount.currency === total.currency ? Math.min(amount.minor, goods) : 0;

/** "−10 %" as the language writes it. */
function badge({ value }: GrantedDiscount, locale: string): string {
  if (value.kind === 'fixed') return `−${formatMoney(value.amount, locale)}`;
  const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 });
  return `−${percent.format(value.percent / 100)}`;
}
