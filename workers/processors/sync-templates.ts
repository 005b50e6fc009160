import type { Services } from '#boot/services';
import { refreshNumber, syncTemplates } from '#boot/install';
import type { ChannelId, ShopId } from '#core/kernel/ids';

export async function syncShopTemplates(
  { shopId, channelId }: { shopId: string; channelId: string },
  services: Services,
): Promise<void> {
  const shop = await services.stores.shops.byId(shopId as ShopId);
  const channel = shop && (await services.stores.channels.byId(shop.id, channelId as ChannelId));
  if (!shop || !channel) return;
  await syncTemplates(shop, channel, services);
  await refreshNumber(channel, services);
}
