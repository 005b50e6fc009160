/** Names our payment in an order that is made for it, so that it is found again. */
export const PAYMENT = '_ripresa_payment';
/** Marks an order that an agent asked to be paid in a conversation. */
export const REQUESTED = '_ripresa_request';
/** What was really paid, where it is not the order's total; a decimal text. */
export const PAID = '_ripresa_paid';
/** When the shopper placed the order: WooCommerce's own date is that of its draft, or of a first try. */
export const PLACED = '_ripresa_placed';
