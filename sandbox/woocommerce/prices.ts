import type { Item, SiteState } from './state';

/** Of a price as WooCommerce writes it, in cents: the stand-in's site has euros only. */
export const minorOf = (price: unknown): number => Math.round(Number(price) * 100);

export const decimal = (minor: number): string => (minor / 100).toFixed(2);

/** Of a price with the tax in it, what is left without; to fractions of a cent. */
export const netOf = ({ taxPercent }: SiteState, gross: number): number =>
  gross / (1 + taxPercent / 100);

/** What a line comes to whose price before taxes is known: taxes are rounded by themselves. */
export const grossOf = ({ taxPercent }: SiteState, net: number): number =>
  Math.round(net + Math.round((net * taxPercent) / 100));

/** A coupon that is still good. */
export function findCoupon({ coupons }: SiteState, code: string): Item | null {
  const found = coupons.find((coupon) => coupon.code === code.toLowerCase());
  const isUsedUp = Number(found?.usage_count) >= Number(found?.usage_limit ?? Infinity);
  return found && !isUsedUp ? found : null;
}

/** What coupons take off a sum of items. */
export const discountOf = (state: SiteState, codes: readonly string[], sum: number): number =>
  codes.reduce((off, code) => {
    const coupon = findCoupon(state, code);
    if (!coupon) return off;
    const isPercent = coupon.discount_type === 'percent';
    const own = isPercent
      ? Math.round((sum * Number(coupon.amount)) / 100)
      : minorOf(coupon.amount);
    return Math.min(sum, off + own);
  }, 0);
