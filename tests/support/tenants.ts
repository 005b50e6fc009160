import { createHmac, randomUUID } from 'node:crypto';
import type { Services } from '../../app/boot/services';
import type { Shop } from '#core/commerce/index';
import { receiveReply } from '#core/inbox/index';
import type { ChannelId, ShopId, TemplateId } from '#core/kernel/ids';
import { DEFAULT_STEPS } from '#core/recovery/index';
import { SECRETS } from './secrets';

export const OTHER = 'other.myshopify.com';
export const OTHER_NUMBER = '100000000000002';

/** A second store beside the demo store, as an installation and a connected number leave it. */
export async function addOtherShop({ stores }: Services, like: Shop): Promise<Shop> {
  const shop: Shop = { ...like, id: 'other-shop' as ShopId, domain: OTHER, name: 'Other' };
  await stores.shops.save(shop);
  await stores.shops.saveSettings(shop.id, shop.settings);
  await stores.channels.connect(
    {
      id: 'other-channel' as ChannelId,
      shopId: shop.id,
      phoneNumberId: OTHER_NUMBER,
      wabaId: '200000000000002',
      displayPhone: '+39 06 9480 0002',
      state: 'connected',
      stateReason: null,
      quality: 'GREEN',
      messagesPerSecond: 80,
    },
    'other-whatsapp-token',
  );
  return shop;
}

export interface TenantIds {
  readonly sequence: string;
  readonly shopper: string;
  readonly conversation: string;
  readonly picture: string;
  readonly template: string;
  readonly export: string;
}

/** One of everything that has an address of its own in the admin; every text carries `mark`. */
export async function seedTenant(
  services: Services,
  { id: shopId, locale }: Shop,
  mark: string,
): Promise<TenantIds> {
  const { stores, clock, newId } = services;
  const now = clock.now();
  const [sequence, shopper] = [newId(), newId()];
  const shared = { shopId, state: 'active' as const, steps: DEFAULT_STEPS, priority: 5 };
  await stores.sequences.save({ id: sequence, ...shared, name: `${mark} sequence` });
  await stores.customers.save({
    id: shopper,
    shopId,
    displayName: `${mark} name`,
    firstName: mark,
    locale,
    countryCode: 'IT',
    identities: [{ kind: 'email', value: `${newId()}@example.com` }],
  });
  const said = await receiveReply(
    {
      shopId,
      channelId: (await stores.channels.ofShop(shopId))!.id,
      customerId: shopper,
      vendorId: `wamid.${newId()}`,
      body: { kind: 'image', mediaId: `media-${newId()}`, caption: `${mark} reply` },
      inReplyTo: null,
      at: now,
      now,
      newId,
    },
    stores,
  );
  if (said.kind !== 'received') throw new Error('the reply was known already');
  const template: TemplateId = newId();
  const [model] = await stores.templates.ofShop(
    (await stores.shops.byDomain('demo.myshopify.com'))!.id,
  );
  await stores.templates.save({
    ...model!,
    id: template,
    shopId,
    name: `${template.replaceAll(/\W/g, '_').toLowerCase()}_copy`,
    content: { ...model!.content, body: `${mark} ${model!.content.body}` },
  });
  const asked = newId();
  await stores.privacy.record({
    id: asked,
    shopId,
    kind: 'export',
    externalId: asked,
    requestedAt: now,
    completedAt: now,
    result: { people: [`${mark} export`] },
  });
  return {
    sequence,
    shopper,
    conversation: said.conversationId,
    picture: said.messageId,
    template,
    export: asked,
  };
}

const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** What App Bridge would hand over for a store, with claims changed and another secret at will. */
export function sessionToken(
  domain: string,
  changes: Readonly<Record<string, unknown>> = {},
  secret: string = SECRETS.SHOPIFY_API_SECRET,
): string {
  const now = Math.floor(Date.now() / 1000);
  const claims = {
    iss: `https://${domain}/admin`,
    dest: `https://${domain}`,
    aud: SECRETS.SHOPIFY_API_KEY,
    sub: '1',
    exp: now + 60,
    nbf: now - 5,
    iat: now,
    jti: randomUUID(),
    sid: randomUUID(),
    ...changes,
  };
  const signed = `${part({ alg: 'HS256', typ: 'JWT' })}.${part(claims)}`;
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
}
