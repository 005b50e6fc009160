import { isDeepStrictEqual } from 'node:util';
import { installShop } from '#core/commerce/index';
import type { Shop, ShopSettings } from '#core/commerce/index';
import {
  recordDailyLimit,
  recordQuality,
  recordTemplateQuality,
  recordTemplateStatus,
  STANDARD_TEMPLATES,
} from '#core/messaging/index';
import type {
  Channel,
  StandardTemplate,
  TemplateContent,
  VendorTemplate,
} from '#core/messaging/index';
import { newId } from './chance';
import { addDefaultSequence } from './default-sequence';
import type { Services } from './service-list';

type InstallServices = Pick<Services, 'transact' | 'clock' | 'platformOf' | 'stores'>;

/** Makes a store ours with all it needs to start. Idempotent: first loads call it several times. */
export async function installShopifyShop(
  domain: string,
  services: InstallServices,
  settings: Partial<ShopSettings> = {},
): Promise<Shop> {
  const details = await services.platformOf({ platform: 'shopify' }).readShop(domain);
  return services.transact(async (stores) => {
    const shop = await installShop({ details, settings, newId, now: services.clock.now() }, stores);
    await addDefaultSequence(shop.id, stores.sequences);
    return shop;
  });
}

/** The language of a locale as WhatsApp names it, if we have standard templates in it. */
const standardLanguage = (locale: string): string => {
  const languages = new Set(STANDARD_TEMPLATES.map(({ language }) => language));
  const exact = locale.replace('-', '_');
  const short = exact.split('_')[0] ?? '';
  if (languages.has(exact)) return exact;
  return [...languages].find((language) => language.split('_')[0] === short) ?? 'en';
};

type TemplateServices = Pick<Services, 'stores' | 'gateway' | 'env' | 'images' | 'clock'>;

type Access = NonNullable<Awaited<ReturnType<Services['stores']['channels']['access']>>>;

/**
 * Submits the standard templates that the shop doesn't have yet, in its own language and English,
 * and brings the states of all of its templates up to date.
 * @throws VendorFault
 */
export async function syncTemplates(
  shop: Shop,
  channel: Pick<Channel, 'id'>,
  services: TemplateServices,
): Promise<void> {
  const access = await services.stores.channels.access(shop.id, channel.id);
  if (!access) return;
  const languages = new Set(['en', standardLanguage(shop.locale)]);
  const vendors = await services.gateway.listTemplates(access);
  // First the states: a submission that is refused must not keep them back.
  for (const vendor of vendors) await updateState(shop, vendor, services);
  for (const standard of STANDARD_TEMPLATES) {
    if (languages.has(standard.language)) {
      await provide(standard, { shop, access, vendors }, services);
    }
  }
}

async function provide(
  standard: StandardTemplate,
  { shop, access, vendors }: { shop: Shop; access: Access; vendors: readonly VendorTemplate[] },
  services: TemplateServices,
): Promise<void> {
  const { templates } = services.stores;
  const known = await templates.byName(shop.id, standard.name, standard.language);
  const there = vendors.find(
    ({ name, language }) => name === standard.name && language === standard.language,
  );
  if (known?.vendorId && there) return;
  // What the merchant wrote anew is not undone by submitting the template again.
  const { id, content } = known ?? { id: newId(), content: standard.content };
  const wanted = { ...standard, content };
  const created = there ?? (await submit(wanted, access, services));
  await templates.save({ ...wanted, id, shopId: shop.id, ...asCreated(wanted, created) });
}

const asCreated = (
  { category: asked }: StandardTemplate,
  { vendorId, state, category }: Pick<VendorTemplate, 'vendorId' | 'state' | 'category'>,
) => ({
  vendorId,
  state,
  approvedCategory: category === asked ? null : category,
  stateReason: null,
  pausedUntil: null,
});

/** A list gives no reason for a pause and may give no rating: what a notice told before stays. */
async function updateState(
  shop: Shop,
  vendor: VendorTemplate,
  { stores, clock }: Pick<TemplateServices, 'stores' | 'clock'>,
): Promise<void> {
  const { name, language, state, quality } = vendor;
  const known = await stores.templates.byName(shop.id, name, language);
  if (!known) return;
  const content = adoptedContent(known.content, vendor);
  if (content) await stores.templates.save({ ...known, content });
  const about = { shopId: shop.id, name, language, now: clock.now() };
  if (quality !== 'UNKNOWN') await recordTemplateQuality({ ...about, quality }, stores);
  const reason = vendor.stateReason ?? (known.state === state ? known.stateReason : null);
  const { vendorId, category } = vendor;
  await recordTemplateStatus({ ...about, vendorId, state, reason, category }, stores);
}

/**
 * The vendor's text where it is not ours any more: it was edited in the vendor's own tools, or the
 * answer to our edit was lost. Null when nothing differs, or when our values don't fit into it: then
 * the check before each send keeps its messages back, with their reason.
 */
function adoptedContent(
  { fields, ...ours }: TemplateContent,
  { content: theirs, bodyParameterCount }: VendorTemplate,
): TemplateContent | null {
  if (!theirs || bodyParameterCount !== fields.length) return null;
  return isDeepStrictEqual(ours, theirs) ? null : { ...theirs, fields };
}

async function submit(standard: StandardTemplate, access: Access, services: TemplateServices) {
  const headerExample =
    standard.content.header === 'image' ? await exampleCard(services.images) : null;
  const linkBase = `${services.env.PUBLIC_URL}/r/`;
  return services.gateway.createTemplate(access, { ...standard, linkBase, headerExample });
}

/** The picture that the vendor's reviewers see: a card of an invented cart. */
export async function exampleCard(images: Services['images']): Promise<Uint8Array> {
  const price = { minor: 4_900, currency: 'EUR' };
  const { bytes } = await images.imageFor({
    items: [{ title: 'Linen shirt', photoUrl: null, price, compareAt: null, quantity: 1 }],
    total: price,
    totalLabel: null,
    discountBadge: null,
    shopName: 'Example shop',
    brandColor: '#0f6b4f',
    logoUrl: null,
    locale: 'en',
    headline: 'You left something behind',
  });
  return bytes;
}

type NumberServices = Pick<Services, 'stores' | 'gateway' | 'transact' | 'clock'>;

/**
 * Asks the vendor for a number's rating, pace and limit, whose notices can be lost.
 * @throws VendorFault
 */
export async function refreshNumber(channel: Channel, services: NumberServices): Promise<void> {
  const access = await services.stores.channels.access(channel.shopId, channel.id);
  if (access) await keepNumber(channel, await services.gateway.readNumber(access), services);
}

type NumberSeen = Awaited<ReturnType<Services['gateway']['readNumber']>>;

/** Keeps what the vendor has told of a number; what it leaves out stays as it was known. */
export async function keepNumber(
  channel: Channel,
  { quality, messagesPerSecond, portfolio }: NumberSeen,
  { transact, clock }: Pick<NumberServices, 'transact' | 'clock'>,
): Promise<void> {
  const now = clock.now();
  await transact(async (stores) => {
    if (quality !== 'UNKNOWN') await recordQuality({ channel, quality, now }, stores);
    await stores.channels.setPace(channel.shopId, channel.id, messagesPerSecond);
    if (portfolio.dailyLimit === null) return;
    const id = portfolio.id ?? channel.portfolio?.id ?? channel.wabaId;
    const dailyLimit = portfolio.dailyLimit === 'unlimited' ? null : portfolio.dailyLimit;
    await recordDailyLimit({ channel, portfolio: { id, dailyLimit }, now }, stores);
  });
}
