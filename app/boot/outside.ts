import { createPlatforms, NORMALIZERS } from '#adapters/commerce/registry';
import type { StorePlatform } from '#adapters/commerce/registry';
import { verifyWebhook as verifyShopify } from '#adapters/commerce/shopify/index';
import { createHttp } from '#adapters/http/request';
import type { Http } from '#adapters/http/request';
import { createProductImages } from '#adapters/images/product-images';
import { MESSAGING_VENDORS } from '#adapters/messaging/registry';
import {
  answerChallenge,
  createWhatsAppCloud,
  verifyWebhook as verifyWhatsApp,
} from '#adapters/messaging/whatsapp-cloud/index';
import { createPaymentProviders, PAYMENT_NORMALIZERS } from '#adapters/payments/registry';
import type { Cart, OfflineTokenStore, Shop, SiteStore } from '#core/commerce/index';
import type { Normalized, Receipt } from '#core/intake/index';
import type { Clock } from '#core/kernel/clock';
import type { ImageStore, SlotBook } from '#core/messaging/index';
import type { PaymentProvider, PaymentProviderId } from '#core/payments/index';
import { hash } from './chance';
import type { Env } from './env';
import type { FaultPoints } from './fault-points';

/** As node:http hands them over. */
export type Headers = Readonly<Record<string, string | readonly string[] | undefined>>;

interface Parts {
  readonly env: Env;
  readonly clock: Clock;
  readonly faultPoints: FaultPoints;
  readonly tokens: OfflineTokenStore;
  readonly sites: SiteStore;
  readonly images: ImageStore;
  readonly slots: SlotBook;
}

/** Everything that speaks to the world outside, or reads what it says. */
export function connectOutside(parts: Parts) {
  const { env, clock, faultPoints, images, slots } = parts;
  const http = createHttp({ now: clock.now, allowedHosts: env.OUTBOUND_ALLOWED_HOSTS });
  const platformOf = connectPlatforms(parts, http);
  return {
    http,
    platformOf,
    checkoutUrl: (shop: Shop, cart: Cart, code: string | null) =>
      platformOf(shop).checkoutUrl(shop.domain, cart, code),
    gateway: faultPoints.gateway(
      createWhatsAppCloud({
        baseUrl: env.WHATSAPP_API_BASE_URL,
        apiVersion: env.WHATSAPP_API_VERSION,
        now: clock.now,
        slots,
        ...(env.WHATSAPP_META_APP_ID ? { appId: env.WHATSAPP_META_APP_ID } : {}),
      }),
    ),
    faults: MESSAGING_VENDORS['whatsapp-cloud'].faults,
    providerOf: connectProviders(env, clock),
    images: createProductImages({ http, store: images, hash, now: clock.now }),
    verifyWebhook: verifiers(env),
    whatsappChallenge: (query: URLSearchParams) => {
      const checked = answerChallenge(query, env.WHATSAPP_VERIFY_TOKEN);
      return checked.kind === 'accepted' ? checked.challenge : null;
    },
    normalize,
  };
}

function connectPlatforms(
  { env, faultPoints, tokens, sites }: Pick<Parts, 'env' | 'faultPoints' | 'tokens' | 'sites'>,
  http: Http,
) {
  const { shopify, woocommerce } = createPlatforms({
    shopify: {
      http,
      tokens,
      apiKey: env.SHOPIFY_API_KEY,
      apiSecret: env.SHOPIFY_API_SECRET,
      distribution: env.SHOPIFY_APP_DISTRIBUTION,
      apiBaseUrl: env.SHOPIFY_API_BASE_URL,
      storefrontUrl: env.SHOPIFY_STOREFRONT_URL,
    },
    // Signatures are bound to the real time, also in a rehearsal.
    woocommerce: { http, sites, now: () => new Date() },
  });
  const watched = {
    shopify: faultPoints.platform(shopify),
    woocommerce: faultPoints.platform(woocommerce),
  } satisfies Record<Shop['platform'], StorePlatform>;
  return (shop: Pick<Shop, 'platform'>): StorePlatform => watched[shop.platform];
}

function connectProviders(env: Env, { now }: Clock) {
  const providers = createPaymentProviders({
    stripe: { baseUrl: env.STRIPE_API_BASE_URL ?? null, now },
    paypal: { baseUrl: env.PAYPAL_API_BASE_URL ?? null, now },
  });
  return (id: PaymentProviderId): PaymentProvider => providers[id];
}

/** Two secrets pass while one is being rotated. */
function verifiers(env: Env) {
  const both = (now: string, before: string | undefined) => (before ? [now, before] : [now]);
  const shopify = both(env.SHOPIFY_API_SECRET, env.SHOPIFY_API_SECRET_PREVIOUS);
  const whatsapp = both(env.WHATSAPP_APP_SECRET, env.WHATSAPP_APP_SECRET_PREVIOUS);
  return {
    shopify: (body: Uint8Array, headers: Headers) => verifyShopify(body, headers, shopify),
    whatsapp: (body: Uint8Array, headers: Headers) => verifyWhatsApp(body, headers, whatsapp),
  };
}

function normalize(receipt: Receipt): Normalized {
  switch (receipt.source) {
    case 'shopify':
      return NORMALIZERS.shopify(receipt);
    case 'whatsapp':
      return MESSAGING_VENDORS['whatsapp-cloud'].normalize(receipt);
    case 'woocommerce':
      return NORMALIZERS.woocommerce(receipt);
    case 'stripe':
    case 'paypal':
      return PAYMENT_NORMALIZERS[receipt.source](receipt.body);
    case 'reconciliation':
      return { kind: 'unreadable', reason: `nothing reads receipts of ${receipt.source}` };
  }
}
