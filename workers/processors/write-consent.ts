import { consentMark, operationStore } from '#boot/operation';
import type { Services } from '#boot/services';
import type { CustomerId, ShopId } from '#core/kernel/ids';
import { isVendorFault } from '#core/kernel/vendor-fault';

/** Tells the store platform what a shopper decided on WhatsApp, for each of the person's accounts. */
export async function writeConsent(
  job: { shopId: string; customerId: string; state: 'granted' | 'withdrawn'; at: string },
  { stores, platformOf, log, database }: Services,
): Promise<void> {
  const shop = await stores.shops.byId(job.shopId as ShopId);
  if (shop?.state !== 'installed') return;
  const customer = await stores.customers.byId(shop.id, job.customerId as CustomerId);
  const accounts = customer?.identities.filter(({ kind }) => kind === 'external_customer') ?? [];
  const consent = { state: job.state, at: new Date(job.at) };
  for (const { value } of accounts) {
    try {
      await platformOf(shop).writeWhatsAppConsent(shop.domain, value, consent);
    } catch (error) {
      if (!isRefusal(error)) throw error;
      log.warn({ err: error, shopId: shop.id }, 'the platform did not take a consent');
    }
  }
  const marks = operationStore(database.sql);
  await marks.setMark(shop.id, consentMark(job.customerId), consent.at);
}

/**
 * An account that is gone, or that has no phone, there: what the shopper said holds here all the
 * same, and the person's other accounts get to know it.
 */
const isRefusal = (error: unknown): boolean =>
  isVendorFault(error) && error.details.retry === 'never';
