import type { Shop, SiteStore } from '#core/commerce/index';
import type { NewId } from '../kernel/ids';
import type { FactPorts } from './fact-ports';

const DAY_MS = 24 * 60 * 60_000;
/** For so long a WooCommerce store that disconnected finds all of its rows when it connects again. */
const KEPT_DAYS = 30;

type ErasePorts = Pick<FactPorts, 'channels' | 'receipts' | 'sessions' | 'shops' | 'privacy'>;

export interface EraseStoreInput {
  readonly shop: Shop;
  readonly requestedAt: Date;
  readonly now: Date;
  readonly newId: NewId;
}

/**
 * Erases a store that is gone, and keeps the proof of it. The store's WhatsApp deliveries name it by
 * its number only, so they are looked for.
 */
export async function eraseStore(
  { shop, requestedAt, now, newId }: EraseStoreInput,
  ports: ErasePorts,
): Promise<void> {
  const channel = await ports.channels.ofShop(shop.id);
  if (channel) {
    const name = `"phone_number_id":`;
    const value = JSON.stringify(channel.phoneNumberId);
    await ports.receipts.eraseContaining(shop.id, [`${name}${value}`, `${name} ${value}`]);
  }
  await ports.sessions.deleteForShop(shop.domain);
  await ports.shops.erase(shop.id);
  await ports.privacy.record({
    id: newId(),
    shopId: shop.id,
    kind: 'erase_shop',
    externalId: shop.id,
    requestedAt,
    completedAt: now,
    result: null,
  });
}

/**
 * Erases one WooCommerce store that left and did not come back in time. Shopify asks for this with
 * `shop/redact`; here nobody does.
 * @returns whether there was one
 */
export async function eraseLeftStore(
  { now, newId }: Pick<EraseStoreInput, 'now' | 'newId'>,
  ports: ErasePorts & { readonly sites: Pick<SiteStore, 'leftBefore'> },
): Promise<boolean> {
  const left = await ports.sites.leftBefore(new Date(now.getTime() - KEPT_DAYS * DAY_MS));
  const shop = left && (await ports.shops.byId(left.shopId));
  if (!shop) return false;
  await eraseStore({ shop, requestedAt: left.at, now, newId }, ports);
  return true;
}
