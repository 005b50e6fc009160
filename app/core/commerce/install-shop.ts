import type { EventLog } from '../kernel/event-envelope';
import type { NewId, ShopId } from '../kernel/ids';
import type { CommerceEvent } from './events';
import type { ShopStore } from './ports';
import { shopSettingsSchema } from './shop';
import type { Shop, ShopSettings } from './shop';

export interface InstallPorts {
  readonly shops: ShopStore;
  readonly events: EventLog<CommerceEvent>;
}

/**
 * Makes a store ours, or ours again: settings of an earlier installation are kept. Platforms call
 * this several times at once on a first load, so it may be repeated freely.
 */
export async function installShop(
  input: {
    details: Omit<Shop, 'id' | 'state' | 'settings'>;
    settings?: Partial<ShopSettings>;
    newId: NewId;
    now: Date;
  },
  ports: InstallPorts,
): Promise<Shop> {
  const known = await ports.shops.byDomain(input.details.domain);
  const shop: Shop = {
    ...input.details,
    id: known?.id ?? input.newId(),
    state: 'installed',
    settings: known?.settings ?? shopSettingsSchema.parse(input.settings ?? {}),
  };
  await ports.shops.save(shop);
  if (known?.state !== 'installed') await announce('shop.installed', shop.id, input.now, ports);
  return shop;
}

/**
 * Records that the app was removed. The platform has revoked the token by then and may tell it
 * several times, so nothing is called and a repetition changes nothing.
 */
export async function uninstallShop(
  input: { shopId: ShopId; now: Date },
  ports: InstallPorts,
): Promise<'uninstalled' | 'was_uninstalled'> {
  const shop = await ports.shops.byId(input.shopId);
  if (!shop || shop.state === 'uninstalled') return 'was_uninstalled';
  await ports.shops.save({ ...shop, state: 'uninstalled' });
  await announce('shop.uninstalled', shop.id, input.now, ports);
  return 'uninstalled';
}

const announce = (
  type: 'shop.installed' | 'shop.uninstalled',
  shopId: ShopId,
  occurredAt: Date,
  ports: InstallPorts,
): Promise<void> =>
  ports.events.append({ type, shopId, subjectId: shopId, occurredAt, payload: {} });
