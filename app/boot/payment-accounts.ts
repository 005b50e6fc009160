import { randomUUID } from 'node:crypto';
import type { ShopId } from '#core/kernel/ids';
import { isVendorFault } from '#core/kernel/vendor-fault';
import type { PaymentProviderId } from '#core/payments/index';
import type { Services } from './service-list';

type Parts = Pick<Services, 'providerOf' | 'stores' | 'clock' | 'env' | 'log'>;

export type ConnectAccountOutcome =
  | { readonly kind: 'connected' }
  | { readonly kind: 'refused'; readonly missing: readonly string[] }
  | { readonly kind: 'unreachable' };

/** Where a provider's webhooks of an account come to. */
export const webhookUrl = ({ env }: Pick<Parts, 'env'>, accountId: string): string =>
  `${env.PUBLIC_URL}/webhooks/payments/${accountId}`;

/**
 * Checks a merchant's keys, makes our webhook at the provider with them and keeps both. Keys that are
 * not good enough are not kept.
 */
export async function connectAccount(
  asked: {
    readonly shopId: ShopId;
    readonly provider: PaymentProviderId;
    readonly secret: string;
    /** Whether PayPal's keys are of its live environment; Stripe's say so themselves. */
    readonly live: boolean;
  },
  parts: Parts,
): Promise<ConnectAccountOutcome> {
  const { shopId, provider: id, secret } = asked;
  const provider = parts.providerOf(id);
  const { paymentAccounts } = parts.stores;
  try {
    const checked = await provider.checkKeys({ secret, live: asked.live });
    if (!checked.ok) return { kind: 'refused', missing: checked.missing };
    const access = { secret, live: checked.live };
    const before = await paymentAccounts.keys(shopId, id);
    const accountId = before?.account.id ?? randomUUID();
    const webhook = await provider.createWebhook(access, webhookUrl(parts, accountId));
    const account = { id: accountId, shopId, provider: id, live: checked.live } as const;
    const state = { state: 'active', stateReason: null, connectedAt: parts.clock.now() } as const;
    await paymentAccounts.save({ ...account, ...state }, access, webhook);
    return { kind: 'connected' };
  } catch (error) {
    if (!isVendorFault(error)) throw error;
    return error.details.retry === 'never'
      ? { kind: 'refused', missing: [] }
      : { kind: 'unreachable' };
  }
}

export type DisconnectAccountOutcome =
  | { readonly kind: 'removed' }
  /** Nothing new is opened; the keys are needed until these are settled. */
  | { readonly kind: 'off'; readonly underWay: number };

/** Ends payments by an account, and forgets its keys once nothing of it is under way. */
export async function disconnectAccount(
  shopId: ShopId,
  provider: PaymentProviderId,
  { stores, providerOf, log }: Parts,
): Promise<DisconnectAccountOutcome> {
  const { payments, paymentAccounts } = stores;
  await paymentAccounts.setState(shopId, provider, 'off', null);
  const underWay = await payments.underWay(shopId, provider);
  if (underWay > 0) return { kind: 'off', underWay };
  const keys = await paymentAccounts.keys(shopId, provider);
  if (keys) {
    await providerOf(provider)
      .removeWebhook(keys.access, keys.webhook.id)
      .catch((error: unknown) => {
        // Keys that were taken back at the provider can't remove it; it reaches nobody any more.
        log.warn({ err: error, provider }, 'a webhook was not removed at its provider');
      });
  }
  await paymentAccounts.remove(shopId, provider);
  return { kind: 'removed' };
}
