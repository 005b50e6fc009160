/**
 * Within 24 hours after a shopper's last message a business may answer with free-form messages;
 * outside it only approved templates go (WhatsApp Business Platform, "customer service window";
 * the vendor refuses the rest with error 131047).
 */
export const SERVICE_WINDOW_MS = 24 * 60 * 60 * 1000;

export type ServiceWindow =
  | { readonly open: true; readonly closesAt: Date }
  | { readonly open: false; readonly closedAt: Date | null };

/** @param lastInboundAt when the shopper last wrote, called or tapped; null for never. */
export function serviceWindow(lastInboundAt: Date | null, now: Date): ServiceWindow {
  if (lastInboundAt === null) return { open: false, closedAt: null };
  const closesAt = new Date(lastInboundAt.getTime() + SERVICE_WINDOW_MS);
  return now.getTime() < closesAt.getTime()
    ? { open: true, closesAt }
    : { open: false, closedAt: closesAt };
}
