import { randomBytes, randomUUID } from 'node:crypto';
import { z } from 'zod';
import {
  isChallengeAnswer,
  isSignedByPlugin,
  readSite,
  senderOf,
  siteUrl,
  verifyCore,
  verifyEvent,
} from '#adapters/commerce/woocommerce/index';
import type { VerifiedWebhook, WebhookRequest } from '#adapters/commerce/woocommerce/index';
import { parseJson } from '#adapters/http/parse-json';
import type { Http } from '#adapters/http/request';
import type { Stores } from '#adapters/postgres/stores';
import { connectSite, offerConnection, proveSite, siteProblem } from '#core/commerce/index';
import type {
  ConnectOutcome,
  ConnectProblem,
  Exchange,
  Site,
  SiteAddress,
} from '#core/commerce/index';
import type { Clock } from '#core/kernel/clock';
import type { ShopId } from '#core/kernel/ids';
import type { Transact } from '#core/kernel/transact';
import { VendorFault } from '#core/kernel/vendor-fault';
import { hash, newId } from './chance';
import { addDefaultSequence } from './default-sequence';
import type { Env } from './env';
import { createSiteCache } from './site-cache';
import type { SiteCache } from './site-cache';

interface Parts {
  readonly env: Pick<Env, 'OUTBOUND_ALLOWED_HOSTS'>;
  readonly clock: Clock;
  readonly stores: Pick<Stores, 'sites'>;
  readonly transact: Transact<Stores>;
  readonly http: Pick<Http, 'request'>;
}

export type StoreWebhook =
  VerifiedWebhook | { readonly kind: 'ping' } | { readonly kind: 'unknown_site' };

/** Who signed a question of the plugin's screens. */
export type AskingSite =
  | { readonly kind: 'signed'; readonly shopId: ShopId }
  | { readonly kind: 'refused'; readonly reason: 'signature' | 'clock' }
  | { readonly kind: 'unknown_site' };

/** What the doors for WooCommerce need; signatures are bound to the real time. */
export interface WooCommerceDoor {
  readonly verify: (request: WebhookRequest) => Promise<StoreWebhook>;
  /** Whose plugin asks, by its signature. */
  readonly askedBy: (request: WebhookRequest) => Promise<AskingSite>;
  readonly problemOf: (site: SiteAddress) => ConnectProblem | null;
  /** The code that the merchant's browser carries to the site. */
  readonly offer: (site: SiteAddress & { readonly state: string }) => Promise<string>;
  readonly exchange: (body: Uint8Array) => Promise<ExchangeOutcome>;
}

export type ExchangeOutcome =
  | { readonly kind: 'connected'; readonly siteId: string; readonly signingKey: string }
  | Extract<ConnectOutcome, { kind: 'refused' }>
  | { readonly kind: 'unreadable' };

export function openWooCommerceDoor(parts: Parts): WooCommerceDoor {
  const { env, clock, stores } = parts;
  const cache = createSiteCache(stores.sites, Date.now);
  const allowed = new Set(env.OUTBOUND_ALLOWED_HOSTS);
  const problemOf = (site: SiteAddress) => siteProblem(site, (host) => allowed.has(host));
  return {
    problemOf,
    async verify(request) {
      const sender = senderOf(request);
      if (sender.kind === 'ping') return { kind: 'ping' };
      if (sender.kind === 'nobody') return { kind: 'refused', reason: 'signature' };
      const check = sender.kind === 'plugin' ? verifyEvent : verifyCore;
      return judged(cache, sender.siteId, (site) => check(request, signing(site), new Date()));
    },
    async askedBy(request) {
      const sender = senderOf(request);
      if (sender.kind !== 'plugin') return { kind: 'refused', reason: 'signature' };
      return judged(cache, sender.siteId, (site) => judgeQuestion(request, site));
    },
    async offer(site) {
      const code = randomBytes(32).toString('hex');
      await offerConnection({ ...site, hash: hash(code), now: clock.now() }, stores);
      return code;
    },
    async exchange(body) {
      const outcome = await exchangeKeys(body, problemOf, parts);
      if (outcome.kind === 'connected') cache.forget(outcome.siteId);
      return outcome;
    },
  };
}

type Refusal = { readonly kind: 'refused'; readonly reason: string };

/** Keys that were read a while ago may have changed since: a wrong signature is judged once more. */
async function judged<Verdict extends { readonly kind: string } | Refusal>(
  cache: SiteCache,
  siteId: string,
  judge: (site: Site) => Verdict,
): Promise<Verdict | { readonly kind: 'unknown_site' }> {
  const site = await cache.byId(siteId);
  if (!site) return { kind: 'unknown_site' };
  const verdict = judge(site);
  if (!('reason' in verdict) || verdict.reason !== 'signature') return verdict;
  const fresh = await cache.again(siteId);
  return fresh ? judge(fresh) : { kind: 'unknown_site' };
}

function judgeQuestion(
  request: WebhookRequest,
  site: Site,
): Exclude<AskingSite, { kind: 'unknown_site' }> {
  const verdict = isSignedByPlugin(request, { keys: site.signingKeys }, new Date());
  return verdict === 'signed'
    ? { kind: 'signed', shopId: site.shopId }
    : { kind: 'refused', reason: verdict };
}

const signing = ({ id, domain, signingKeys }: Site) => ({
  siteId: id,
  domain,
  keys: signingKeys,
});

const offered = z.object({
  code: z.string().min(1).max(200),
  state: z.string().min(1).max(200),
  site: z.string().max(500),
  rest: z.string().max(500),
  verifier: z.string().min(32).max(200),
  wc: z.object({
    consumerKey: z.string().regex(/^ck_[\w-]{8,100}$/),
    consumerSecret: z.string().regex(/^cs_[\w-]{8,100}$/),
  }),
  about: z.unknown(),
});

async function exchangeKeys(
  body: Uint8Array,
  problemOf: WooCommerceDoor['problemOf'],
  parts: Parts,
): Promise<ExchangeOutcome> {
  const read = offered.safeParse(parseJson(body)).data;
  const about = readSite(read?.about);
  if (!read || !about.ok) return { kind: 'unreadable' };
  const { code, state, verifier, rest } = read;
  const exchange: Exchange = { codeHash: hash(code), state, verifier, rest, home: read.site };
  const problem = problemOf(exchange);
  if (problem) return { kind: 'refused', problem, detail: null };
  const refusal = await prove(exchange, parts);
  if (refusal) return refusal;
  const keys = {
    siteId: randomUUID(),
    signingKey: randomBytes(32).toString('hex'),
    ...read.wc,
  };
  const outcome = await parts.transact(async (stores) => {
    const now = parts.clock.now();
    const input = { exchange, details: about.value, keys, newId, now };
    const made = await connectSite(input, stores);
    if (made.kind === 'connected') await addDefaultSequence(made.shop.id, stores.sequences);
    return made;
  });
  if (outcome.kind === 'refused') return outcome;
  return { kind: 'connected', siteId: outcome.siteId, signingKey: keys.signingKey };
}

const prove = (exchange: Exchange, { clock, stores, http }: Parts) =>
  proveSite(
    {
      exchange,
      challenge: randomBytes(16).toString('hex'),
      now: clock.now(),
      realNow: new Date(),
    },
    {
      sites: stores.sites,
      isAnswer: isChallengeAnswer,
      hello: (rest, challenge) => hello(rest, challenge, http),
    },
  );

const answered = z.object({ answer: z.string() });

async function hello(rest: string, challenge: string, http: Parts['http']) {
  const { status, body, headers } = await http.request({
    vendor: 'woocommerce',
    url: siteUrl(rest, 'ripresa/v1/hello', { challenge }).href,
    headers: { accept: 'application/json' },
    guarded: true,
    maxBytes: 64 * 1024,
  });
  const read = answered.safeParse(parseJson(body)).data;
  if (status !== 200 || !read) {
    const code = `http_${status}`;
    throw new VendorFault('woocommerce: the site did not say hello', {
      ...{ vendor: 'woocommerce', code, retry: 'never', httpStatus: status },
    });
  }
  const date = Date.parse(headers['date'] ?? '');
  return { answer: read.answer, date: Number.isNaN(date) ? null : new Date(date) };
}
