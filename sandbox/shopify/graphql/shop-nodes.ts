import { gid, SHOP } from '../shop';
import type { Node } from './catalog-nodes';
import { connection, type PageArguments, type Row } from './connection';
import type { Moment } from './moment';

export function shopNode(moment: Moment): Node {
  const url = `https://${SHOP.domain}`;
  return {
    __typename: 'Shop',
    id: gid('Shop', SHOP.id),
    name: SHOP.name,
    email: SHOP.email,
    contactEmail: SHOP.email,
    myshopifyDomain: SHOP.domain,
    url,
    primaryDomain: {
      __typename: 'Domain',
      id: gid('Domain', 1),
      host: SHOP.domain,
      url,
      sslEnabled: true,
      localization: {
        __typename: 'DomainLocalization',
        country: null,
        defaultLocale: SHOP.locale,
        alternateLocales: [],
      },
    },
    currencyCode: SHOP.currency,
    enabledPresentmentCurrencies: [SHOP.currency],
    ianaTimezone: SHOP.timeZone,
    timezoneAbbreviation: 'CET',
    timezoneOffset: '+0100',
    timezoneOffsetMinutes: 60,
    ...SHOP_CONSTANTS,
    createdAt: '2026-01-01T09:00:00Z',
    updatedAt: moment.now.toISOString(),
    orders: (page: PageArguments) => connection(moment.orders(), page),
  };
}

function shopAddress(): Node {
  return {
    __typename: 'ShopAddress',
    id: gid('ShopAddress', 1),
    address1: 'Via dei Serpenti 1',
    city: 'Roma',
    zip: '00184',
    country: SHOP.countryName,
    countryCodeV2: SHOP.country,
    formatted: ['Via dei Serpenti 1', '00184 Roma', SHOP.countryName],
    coordinatesValidated: false,
  };
}

const SHOP_CONSTANTS: Node = {
  taxesIncluded: true,
  taxShipping: true,
  weightUnit: 'KILOGRAMS',
  unitSystem: 'METRIC_SYSTEM',
  checkoutApiSupported: true,
  setupRequired: false,
  description: null,
  shopOwnerName: 'Demo Owner',
  billingAddress: shopAddress(),
  shopAddress: shopAddress(),
  plan: {
    displayName: 'Developer Preview',
    publicDisplayName: 'Development',
    partnerDevelopment: true,
    shopifyPlus: false,
  },
};

export function subscriptionRows(moment: Moment): Row<Node>[] {
  return [...moment.world.state.subscriptions.values()].map((subscription) => ({
    id: subscription.id,
    search: { id: subscription.id, created_at: subscription.createdAt },
    node: {
      __typename: 'WebhookSubscription',
      id: gid('WebhookSubscription', subscription.id),
      topic: subscription.topic,
      uri: subscription.uri,
      callbackUrl: subscription.uri,
      endpoint: { __typename: 'WebhookHttpEndpoint', callbackUrl: subscription.uri },
      format: 'JSON',
      filter: null,
      name: null,
      includeFields: [],
      metafieldNamespaces: [],
      metafields: [],
      createdAt: subscription.createdAt.toISOString(),
      updatedAt: subscription.createdAt.toISOString(),
    },
  }));
}

export function installationNode(moment: Moment, scopes: string): Node {
  return {
    __typename: 'AppInstallation',
    id: gid('AppInstallation', 1),
    launchUrl: `${moment.world.settings.publicUrl}/app`,
    uninstallUrl: null,
    accessScopes: scopes.split(',').map((handle) => ({ handle, description: handle })),
    activeSubscriptions: [],
    app: {
      __typename: 'App',
      id: gid('App', 1),
      title: 'Ripresa',
      handle: 'ripresa',
      apiKey: moment.world.settings.shopifyApiKey,
      embedded: true,
    },
  };
}
