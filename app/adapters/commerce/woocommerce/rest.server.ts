import { randomBytes } from 'node:crypto';

import { parseJson } from '#adapters/http/parse-json';
import type { Http, HttpHeaders, HttpResponse } from '#adapters/http/request';
import type { Site, SiteStore } from '#core/commerce/index';

import { PLUGIN_ROUTES, SHOPPER_ROUTES, STORE_ROUTES } from './manifest';
import { signedByOauth } from './oauth';
import { signatureOf } from './signature';
import { oddAnswer, siteFault, statusFault } from './site-fault';

export interface SiteCall {
  /** Below the namespace: "orders", "products/12". */
  readonly route: string;
  readonly query?: Readonly<Record<string, string>>;
  /** Makes it a POST. */
  readonly body?: unknown;
  /** Asked again, a POST would make a second thing: without an answer its outcome is unknown. */
  readonly once?: boolean;
}

export interface ShopperCall extends SiteCall {
  /** Of the cart that is meant; null to begin one. */
  readonly cartToken: string | null;
}

export interface SiteAnswer {
  readonly data: unknown;
  readonly headers: HttpHeaders;
}

/** Calls one site. Throws VendorFault; its `code` is WordPress's own where it has one. */
export interface SiteRest {
  /** WooCommerce's own routes, with the consumer key. */
  readonly store: (domain: string, call: SiteCall) => Promise<SiteAnswer>;
  /** The plugin's routes, signed. */
  readonly plugin: (domain: string, call: SiteCall) => Promise<SiteAnswer>;
  /** WooCommerce's routes for shoppers: no key, a cart of its own. */
  readonly shopper: (domain: string, call: ShopperCall) => Promise<SiteAnswer>;
}

export interface SiteRestOptions {
  readonly http: Pick<Http, 'request'>;
  readonly sites: Pick<SiteStore, 'byDomain'>;
  /** The real time: both kinds of signature are bound to it. */
  readonly now: () => Date;
}

const TIMEOUT_MS = 20_000;
const LARGEST_ANSWER = 20 * 1024 * 1024;

export function createSiteRest({ http, sites, now }: SiteRestOptions): SiteRest {
  const via =
    <Call extends SiteCall>(
      namespace: string,
      prepare: (site: Site, sent: Sent, now: Date, call: Call) => Sent,
    ) =>
    async (domain: string, call: Call): Promise<SiteAnswer> => {
      const site = await sites.byDomain(domain);
      if (!site) throw siteFault('not_connected', 'the store is not connected any more', null);
      const url = siteUrl(site.rest, `${namespace}/${call.route}`, call.query);
      const sent = prepare(site, { url, once: call.once ?? false, ...bodyOf(call) }, now(), call);
      return readAnswer(await http.request(asRequest(sent)), call.route);
    };
  return {
    store: via(STORE_ROUTES, withConsumerKey),
    plugin: via(PLUGIN_ROUTES, withSignature),
    shopper: via(SHOPPER_ROUTES, withCart),
  };
}

interface Sent {
  readonly url: URL;
  readonly method: 'GET' | 'POST';
  readonly body: string | null;
  readonly once: boolean;
  readonly headers?: HttpHeaders;
}

const bodyOf = ({ body }: SiteCall): Pick<Sent, 'method' | 'body'> =>
  body === undefined
    ? { method: 'GET', body: null }
    : { method: 'POST', body: JSON.stringify(body) };

/** A merchant named the address, so the SSRF guard judges it each time. */
const asRequest = ({ url, method, body, headers, once }: Sent) => ({
  vendor: 'woocommerce',
  method,
  url: url.href,
  headers: {
    ...headers,
    accept: 'application/json',
    ...(body === null ? {} : { 'content-type': 'application/json' }),
  },
  ...(body === null ? {} : { body }),
  timeoutMs: TIMEOUT_MS,
  maxBytes: LARGEST_ANSWER,
  repeatable: !once,
  guarded: true,
});

/** A site without permalinks has its routes in a parameter ("https://shop.example/?rest_route=/"). */
export function siteUrl(
  rest: string,
  route: string,
  query: Readonly<Record<string, string>> = {},
): URL {
  const url = new URL(rest);
  const base = url.searchParams.get('rest_route');
  if (base === null) url.pathname = `${url.pathname.replace(/\/+$/, '')}/${route}`;
  else url.searchParams.set('rest_route', `${base.replace(/\/+$/, '')}/${route}`);
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  return url;
}

/** WooCommerce takes the keys as a password over https, and refuses it over http. */
function withConsumerKey(site: Site, sent: Sent, now: Date): Sent {
  if (sent.url.protocol === 'https:') {
    const pair = `${site.consumerKey}:${site.consumerSecret}`;
    const authorization = `Basic ${Buffer.from(pair).toString('base64')}`;
    return { ...sent, headers: { authorization } };
  }
  const once = { nonce: randomBytes(16).toString('hex'), timestamp: seconds(now) };
  return { ...sent, url: signedByOauth(sent.method, sent.url, site, once) };
}

function withSignature(site: Site, sent: Sent, now: Date): Sent {
  const { url, method, body } = sent;
  const timestamp = seconds(now);
  const path = `${url.pathname}${url.search}`;
  const signed = { method, path, timestamp, body: Buffer.from(body ?? '') };
  return {
    ...sent,
    headers: {
      'x-ripresa-site': site.id,
      'x-ripresa-timestamp': String(timestamp),
      'x-ripresa-signature': signatureOf(site.signingKeys[0], signed),
    },
  };
}

/**
 * The plugin keeps nothing of a cart that is only priced.
 *
 * https://developer.woocommerce.com/docs/apis/store-api/cart-tokens
 */
const withCart = (_site: Site, sent: Sent, _now: Date, { cartToken }: ShopperCall): Sent => ({
  ...sent,
  headers: { 'x-ripresa-pricing': '1', ...(cartToken === null ? {} : { 'cart-token': cartToken }) },
});

const seconds = (now: Date): number => Math.floor(now.getTime() / 1000);

function readAnswer(response: HttpResponse, name: string): SiteAnswer {
  if (response.status < 200 || response.status > 299) throw statusFault(response, name);
  const data = parseJson(response.body);
  if (data === undefined) throw oddAnswer(name);
  return { data, headers: response.headers };
}
