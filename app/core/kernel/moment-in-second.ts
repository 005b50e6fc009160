/**
 * Where something stands among what we know to the millisecond, when its stamp is cut to the second
 * as WhatsApp's and Shopify's are: the latest moment of that second at which we had not heard of it
 * yet. Our answer so stays before the reply that it got, and a tap before the order that it led to.
 * @param stamped the vendor's stamp, on our clock's time line
 * @param heardAt when we came to know of it
 */
export function momentInSecond(stamped: Date, heardAt: Date): Date {
  if (stamped.getMilliseconds() !== 0) return stamped;
  const end = stamped.getTime() + 999;
  return new Date(Math.max(stamped.getTime(), Math.min(end, heardAt.getTime())));
}
