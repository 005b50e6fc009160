import { randomBytes, randomUUID } from 'node:crypto';
import { json, type Exchange, type Reply } from '../http/exchange';
import { createLedger, type Ledger } from '../http/ledger';
import { listen } from '../http/listen';
import { pluginSignature, refusePluginCall, refuseStoreCall } from './authorise';
import { hello, pluginRoute } from './plugin-routes';
import { shopperRoute } from './shopper-cart';
import { createSiteState, type Item, type SiteState } from './state';
import { storeRoute } from './store-routes';

export interface Trouble {
  readonly status: number;
  readonly headers?: Record<string, string>;
  /** Which calls it waits for, as "POST orders"; the next one without it. */
  readonly of?: string;
  /** The call is done, and its answer is lost. */
  readonly isDone?: boolean;
}

export interface WooCommerceStandIn {
  readonly state: SiteState;
  readonly ledger: Ledger;
  /** The site's home URL. */
  readonly home: string;
  readonly rest: string;
  /** The next calls are answered with these statuses instead. */
  readonly troubles: Trouble[];
  /** The next answers carry these headers, for a clock that is wrong. */
  readonly clockHeaders: Record<string, string>[];
  /** What the plugin says about its site. */
  readonly about: Item;
  /** Tells the app one event of the outbox, once; the same event id again is a second delivery. */
  readonly tell: (topic: string, body: Item, event?: string) => Promise<Response>;
  /** The plugin's side of the exchange, with the code that the browser brought. */
  readonly exchange: (code: string, state: string) => Promise<Response>;
  /** An address that lets the owner into the app's admin, once; null where the app gives none. */
  readonly signIn: () => Promise<string | null>;
  /** Not connected, and with nothing but its products and its ways of sending them. */
  readonly clear: () => void;
  readonly close: () => Promise<void>;
}

const NAMESPACES = /^\/wp-json\/(wc\/v3|wc\/store\/v1|ripresa\/v1)\/(.+)$/;

/**
 * A WooCommerce site with our plugin, over plain http as a site on a developer's machine is.
 * @param now its clock, for what it writes down; signatures are of the real time
 */
export async function startWooCommerceStandIn(
  appUrl: string,
  port = 0,
  now: () => Date = () => new Date(),
): Promise<WooCommerceStandIn> {
  const state = createSiteState();
  const ledger = createLedger();
  const troubles: WooCommerceStandIn['troubles'] = [];
  const clockHeaders: WooCommerceStandIn['clockHeaders'] = [];
  const about: Item = {};
  const listening = await listen('127.0.0.1', port, (exchange) => {
    const close = ledger.open(exchange, new Date().toISOString());
    const trouble = troubleOf(troubles, exchange);
    const done = trouble && !trouble.isDone ? null : route(state, about, exchange, now());
    const answer =
      trouble || !done ? json(trouble?.status ?? 500, { code: 'trouble' }, trouble?.headers) : done;
    close(answer);
    const moved = { ...answer, headers: { ...answer.headers, ...clockHeaders.shift() } };
    return Promise.resolve(moved);
  });
  const home = `http://127.0.0.1:${listening.port}`;
  const rest = `${home}/wp-json/`;
  Object.assign(about, describe(home, rest));
  return {
    ...{ state, ledger, home, rest, troubles, clockHeaders, about },
    tell: (topic, body, event = randomUUID()) => tell(appUrl, state, { topic, body, event }),
    exchange: (code, connection) =>
      exchangeKeys(appUrl, state, { code, state: connection, site: home, rest, about }),
    signIn: () => signIn(appUrl, state),
    clear: () => {
      Object.assign(state, createSiteState(), { shipping: state.shipping });
      ledger.clear();
    },
    close: listening.close,
  };
}

function troubleOf(troubles: Trouble[], { method, url }: Exchange): Trouble | null {
  const called = `${method} ${NAMESPACES.exec(url.pathname)?.[2] ?? ''}`;
  const place = troubles.findIndex(({ of }) => of === undefined || of === called);
  return place < 0 ? null : (troubles.splice(place, 1)[0] ?? null);
}

function route(state: SiteState, about: Item, exchange: Exchange, at: Date): Reply {
  const [, namespace = '', path = ''] = NAMESPACES.exec(exchange.url.pathname) ?? [];
  const refusal = refusalOf(state, namespace, path, exchange);
  if (refusal !== null) return refusal;
  if (namespace === 'wc/v3') return storeRoute(state, path, exchange, at);
  if (namespace === 'wc/store/v1') return shopperRoute(state, path, exchange);
  return path === 'hello' ? hello(state, exchange) : pluginRoute(state, about, path, exchange);
}

function refusalOf(
  state: SiteState,
  namespace: string,
  path: string,
  exchange: Exchange,
): Reply | null {
  if (namespace === '') return json(404, { code: 'rest_no_route' });
  if (namespace === 'wc/v3') return refuseStoreCall(state, exchange);
  if (namespace === 'wc/store/v1') return null;
  return path === 'hello' ? null : refusePluginCall(state, exchange);
}

const describe = (homeUrl: string, restUrl: string): Item => ({
  name: 'Bottega Woo',
  homeUrl,
  restUrl,
  currency: 'EUR',
  decimals: 2,
  timeZone: 'Europe/Rome',
  country: 'IT',
  locale: 'it_IT',
  versions: { wordpress: '7.1', woocommerce: '10.9.1', php: '8.2.36', plugin: '0.1.0' },
  hpos: true,
  blockCheckout: true,
  wpCron: true,
});

const EVENTS = '/webhooks/woocommerce';

async function tell(
  appUrl: string,
  state: SiteState,
  { topic, body, event }: { topic: string; body: Item; event: string },
): Promise<Response> {
  const raw = JSON.stringify({ version: 1, occurredAt: new Date().toISOString(), ...body });
  const about = { 'x-ripresa-event': event, 'x-ripresa-topic': topic };
  return post(appUrl, state, { path: EVENTS, raw, about });
}

async function signIn(appUrl: string, state: SiteState): Promise<string | null> {
  const raw = JSON.stringify({ nonce: randomUUID() });
  const answer = await post(appUrl, state, { path: '/api/woocommerce/sign-in', raw, about: {} });
  return answer.ok ? ((await answer.json()) as { url: string }).url : null;
}

interface Call {
  readonly path: string;
  readonly raw: string;
  readonly about: Readonly<Record<string, string>>;
}

/** Signed as the plugin signs. */
async function post(
  appUrl: string,
  state: SiteState,
  { path, raw, about }: Call,
): Promise<Response> {
  if (!state.keys) throw new Error('the site is not connected');
  const timestamp = Math.floor(Date.now() / 1000);
  const signed = { method: 'POST', path, timestamp, body: raw };
  return fetch(`${appUrl}${path}`, {
    method: 'POST',
    body: raw,
    headers: {
      'content-type': 'application/json',
      'x-ripresa-site': state.keys.siteId,
      'x-ripresa-timestamp': String(timestamp),
      'x-ripresa-signature': pluginSignature(state.keys.signingKey, signed),
      ...about,
    },
  });
}

/** The app calls `hello` before it answers, so the verifier is there first, and gone afterwards. */
async function exchangeKeys(appUrl: string, state: SiteState, offer: Item): Promise<Response> {
  const wc = {
    consumerKey: `ck_${randomBytes(20).toString('hex')}`,
    consumerSecret: `cs_${randomBytes(20).toString('hex')}`,
  };
  state.verifier = randomBytes(32).toString('hex');
  const answer = await fetch(`${appUrl}/woocommerce/exchange`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ...offer, verifier: state.verifier, wc }),
  });
  state.verifier = null;
  if (!answer.ok) return answer;
  const given = (await answer.clone().json()) as { siteId: string; signingKey: string };
  state.keys = { siteId: given.siteId, signingKey: given.signingKey, ...wc };
  return answer;
}
