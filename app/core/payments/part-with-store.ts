import type { Shop } from '#core/commerce/index';
import { isVendorFault } from '../kernel/vendor-fault';
import type { SettlePorts, Subject } from './settle-ports';

/** Whether a store has disconnected: no order can be made in it, and no refund told to it. */
export const hasLeft = ({ state }: Pick<Shop, 'state'>): boolean => state !== 'installed';

/**
 * Forgets an account of a store that has left, and removes our webhook at the provider, once nothing of
 * it is under way any more: until then its keys close what is open and find what was paid.
 */
export async function forgetAccount(
  { payment: { provider }, shop, keys }: Subject,
  { transact, providerOf }: Pick<SettlePorts, 'transact' | 'providerOf'>,
): Promise<void> {
  const underWay = await transact(({ payments }) => payments.underWay(shop.id, provider));
  if (underWay > 0) return;
  try {
    await providerOf(provider).removeWebhook(keys.access, keys.webhook.id);
  } catch (error) {
    // One that stays there finds no account of ours any more.
    if (!isVendorFault(error)) throw error;
  }
  await transact(({ paymentAccounts }) => paymentAccounts.remove(shop.id, provider));
}

/** The merchant took the keys back at the provider, too: nothing can be learnt with them. */
export async function forgetUseless(
  { payment, shop }: Subject,
  { transact }: Pick<SettlePorts, 'transact'>,
): Promise<void> {
  await transact(async ({ payments, paymentAccounts }) => {
    await payments.change(shop.id, payment.id, {}, null);
    await paymentAccounts.remove(shop.id, payment.provider);
  });
}
