import type { ShopId } from '../kernel/ids';
import type { PaymentProviderId } from './payment-session';
import type { PaymentStore } from './store-ports';

/** What a provider's webhook was about, without what it said. */
export interface PaymentNewsSeen {
  readonly provider: PaymentProviderId;
  readonly sessionId: string | null;
  readonly reference: string | null;
}

/** A webhook is a reason to look at a payment now; false when it is about none of ours. */
export async function recordPaymentNews(
  { shopId, news, now }: { shopId: ShopId; news: PaymentNewsSeen; now: Date },
  { payments }: { readonly payments: Pick<PaymentStore, 'bySession' | 'lookBy'> },
): Promise<boolean> {
  const payment = await payments.bySession(shopId, news.provider, news);
  if (!payment) return false;
  await payments.lookBy(shopId, payment.id, now);
  return true;
}
