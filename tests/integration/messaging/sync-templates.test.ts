import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readEnv } from '#boot/env';
import { systemClock } from '#boot/clock';
import { syncTemplates } from '#boot/install';
import type { WhatsAppCloud } from '#adapters/messaging/whatsapp-cloud/index';
import { STANDARD_TEMPLATES } from '#core/messaging/index';
import type { MessagingGateway, TemplateWrite, VendorTemplate } from '#core/messaging/index';
import type { TemplateId } from '#core/kernel/ids';
import { openRig, seedShop } from '../postgres/sample-rows';
import type { Rig } from '../postgres/sample-rows';

type Submitted = Parameters<MessagingGateway['createTemplate']>[1];

let rig: Rig;
let shop: Awaited<ReturnType<typeof seedShop>>;
beforeAll(async () => {
  rig = await openRig();
});
beforeEach(async () => {
  shop = await seedShop(rig.stores, crypto.randomUUID());
});
afterAll(() => rig.end());

const standard = STANDARD_TEMPLATES.find(
  ({ name, language }) => name === 'cart_reminder' && language === 'en',
)!;
const mine = {
  ...standard.content,
  body: 'Hi {{1}}, we kept {{2}} for you at {{3}}, as you left it.',
};

async function keep(change: Partial<TemplateWrite> = {}): Promise<TemplateWrite> {
  const template: TemplateWrite = {
    ...standard,
    id: 'mine' as TemplateId,
    shopId: shop.shop.id,
    approvedCategory: null,
    state: 'pending',
    stateReason: null,
    pausedUntil: null,
    vendorId: '900',
    content: mine,
    ...change,
  };
  await rig.stores.templates.save(template);
  return template;
}

const theirs = (change: Partial<VendorTemplate> = {}): VendorTemplate => {
  const { fields, ...content } = mine;
  return {
    vendorId: '900',
    name: standard.name,
    language: 'en',
    category: 'MARKETING',
    state: 'approved',
    stateReason: null,
    quality: 'UNKNOWN',
    content,
    bodyParameterCount: fields.length,
    ...change,
  };
};

/** Compares with a vendor that has these templates; answers what was submitted. */
async function sync(vendors: readonly VendorTemplate[], refuse = false) {
  const submitted: Submitted[] = [];
  const gateway = {
    listTemplates: () => Promise.resolve(vendors),
    createTemplate: (_access: unknown, template: Submitted) => {
      if (refuse) return Promise.reject(new Error('refused'));
      submitted.push(template);
      return Promise.resolve({ vendorId: '901', state: 'pending', category: 'MARKETING' });
    },
  } as unknown as WhatsAppCloud;
  const images = {
    imageFor: () => Promise.resolve({ bytes: new Uint8Array(), path: '', hash: '' }),
  } as never;
  const env = readEnv({
    DATABASE_URL: 'postgresql://localhost/x',
    ENCRYPTION_KEYS: `k1:${Buffer.alloc(32, 1).toString('base64')}`,
    PUBLIC_URL: 'https://app.example',
    SHOPIFY_API_KEY: 'k',
    SHOPIFY_API_SECRET: 's',
    WHATSAPP_APP_SECRET: 'w',
    WHATSAPP_VERIFY_TOKEN: 'v',
  });
  const work = syncTemplates(shop.shop, shop.channel, {
    stores: rig.stores,
    gateway,
    env,
    images,
    clock: systemClock,
  });
  await (refuse ? work.catch(() => undefined) : work);
  return submitted;
}

const known = () => rig.stores.templates.byName(shop.shop.id, standard.name, 'en');

describe('comparing templates with WhatsApp', () => {
  it('takes over a state, and a text that was changed elsewhere as long as our values fit it', async () => {
    await keep();
    const content = { ...theirs().content!, body: 'Hi {{1}}, your {{2}} still waits at {{3}}.' };
    await sync([theirs({ content })]);
    expect(await known()).toMatchObject({
      state: 'approved',
      content: { ...content, fields: mine.fields },
    });
    await sync([theirs({ content: { ...content, body: 'No values.' }, bodyParameterCount: 0 })]);
    expect((await known())?.content.body).toBe(content.body);
  });

  it('does so even when a submission is refused afterwards', async () => {
    await keep();
    await sync([theirs({ state: 'rejected', stateReason: 'SCAM' })], true);
    expect(await known()).toMatchObject({ state: 'rejected', stateReason: 'SCAM' });
  });

  it('submits a template that WhatsApp lost in the merchant’s own words', async () => {
    await keep({ state: 'approved' });
    const submitted = await sync([]);
    expect(
      submitted.find(({ name, language }) => name === standard.name && language === 'en'),
    ).toMatchObject({ content: mine });
    expect(await known()).toMatchObject({ content: mine, vendorId: '901', state: 'pending' });
  });
});
