import type { EventLog } from '../kernel/event-envelope';
import type { NewId } from '../kernel/ids';
import { isVendorFault } from '../kernel/vendor-fault';
import type { CommerceEvent } from './events';
import { installShop } from './install-shop';
import type { ShopStore } from './ports';
import type { Shop } from './shop';
import { siteDomain } from './site';
import type { ConnectCode, SiteAddress, SiteStore } from './site';

/** Why a site is not connected; the plugin has a sentence for each. */
export type ConnectProblem =
  | 'code_expired'
  | 'code_used'
  | 'site_unreachable'
  | 'site_mismatch'
  | 'loopback'
  | 'clock'
  | 'not_https';

export type ConnectRefusal = {
  readonly kind: 'refused';
  readonly problem: ConnectProblem;
  readonly detail: string | null;
};

export type ConnectOutcome =
  { readonly kind: 'connected'; readonly siteId: string; readonly shop: Shop } | ConnectRefusal;

const refuse = (problem: ConnectProblem, detail: string | null = null): ConnectRefusal => ({
  kind: 'refused',
  problem,
  detail,
});

/** Long enough for a slow admin, short enough that a code in a browser's history is worth nothing. */
const CODE_MS = 10 * 60_000;
/** Requests that were signed before the keys changed are under way for minutes at most. */
const PREVIOUS_KEY_MS = 60 * 60_000;
const TRUSTED_CLOCK_MS = 300_000;

/** A developer's machine, which only a rehearsal may connect. */
const LOOPBACK = /^(localhost|.+\.(localhost|local|test)|127\.\d+\.\d+\.\d+|\[::1\]|0\.0\.0\.0)$/;

/**
 * Whether a site may be connected at all, by its addresses alone.
 * @param isAllowed whether a "host:port" may be a local one
 */
export function siteProblem(
  { home, rest }: SiteAddress,
  isAllowed: (host: string) => boolean,
): ConnectProblem | null {
  if (siteDomain(home) === null || siteDomain(rest) === null) return 'site_mismatch';
  const [site, api] = [new URL(home), new URL(rest)];
  if (site.host !== api.host) return 'site_mismatch';
  if (isAllowed(site.host)) return null;
  if (LOOPBACK.test(site.hostname)) return 'loopback';
  return site.protocol === 'https:' && api.protocol === 'https:' ? null : 'not_https';
}

/** The merchant has agreed: a code for the browser to carry to the site, kept as its hash. */
export async function offerConnection(
  offer: SiteAddress & { readonly state: string; readonly hash: string; readonly now: Date },
  { sites }: { readonly sites: Pick<SiteStore, 'offerCode'> },
): Promise<void> {
  const { now, ...code } = offer;
  await sites.offerCode({ ...code, expiresAt: new Date(now.getTime() + CODE_MS) }, now);
}

/** What a site posts, from server to server, with the code that the browser brought. */
export interface Exchange extends SiteAddress {
  readonly codeHash: string;
  readonly state: string;
  readonly verifier: string;
}

export interface ProofPorts {
  readonly sites: Pick<SiteStore, 'code'>;
  /** Asks the site itself; throws VendorFault. */
  readonly hello: (
    rest: string,
    challenge: string,
  ) => Promise<{ readonly answer: string; readonly date: Date | null }>;
  readonly isAnswer: (verifier: string, challenge: string, answer: string) => boolean;
}

/**
 * Whether who brings a code is the very site that it was made for: the code went through a browser,
 * so the site is asked at its own address, too. Null when nothing speaks against it.
 */
export async function proveSite(
  input: { exchange: Exchange; challenge: string; now: Date; realNow: Date },
  ports: ProofPorts,
): Promise<ConnectRefusal | null> {
  const { exchange, challenge, now, realNow } = input;
  const code = await ports.sites.code(exchange.codeHash);
  const problem = codeProblem(code, exchange, now);
  if (problem) return refuse(problem);
  try {
    const { answer, date } = await ports.hello(exchange.rest, challenge);
    if (!ports.isAnswer(exchange.verifier, challenge, answer)) return refuse('site_mismatch');
    const away = date ? Math.abs(date.getTime() - realNow.getTime()) : 0;
    return away > TRUSTED_CLOCK_MS ? refuse('clock') : null;
  } catch (error) {
    if (!isVendorFault(error)) throw error;
    return unreachable(error.details.code);
  }
}

function codeProblem(
  code: ConnectCode | null,
  { home, rest, state }: Exchange,
  now: Date,
): ConnectProblem | null {
  if (!code || code.expiresAt <= now) return 'code_expired';
  if (code.usedAt) return 'code_used';
  const isSame = code.home === home && code.rest === rest && code.state === state;
  return isSame ? null : 'site_mismatch';
}

const unreachable = (code: string): ConnectRefusal =>
  code === 'blocked-address' || code === 'blocked-host'
    ? refuse('loopback')
    : refuse('site_unreachable', code);

export interface ConnectInput {
  readonly exchange: Exchange;
  readonly details: Omit<Shop, 'id' | 'state' | 'settings'>;
  readonly keys: {
    readonly siteId: string;
    readonly signingKey: string;
    readonly consumerKey: string;
    readonly consumerSecret: string;
  };
  readonly newId: NewId;
  readonly now: Date;
}

export interface ConnectPorts {
  readonly shops: ShopStore;
  readonly sites: Pick<SiteStore, 'useCode' | 'connect'>;
  readonly events: EventLog<CommerceEvent>;
}

/** Uses the code up and makes the proven site's store ours, in the caller's transaction. */
export async function connectSite(
  { exchange, details, keys, newId, now }: ConnectInput,
  ports: ConnectPorts,
): Promise<ConnectOutcome> {
  if (details.domain !== siteDomain(exchange.home)) return refuse('site_mismatch');
  const known = await ports.shops.byDomain(details.domain);
  if (known && known.platform !== details.platform) return refuse('site_mismatch');
  if (!(await ports.sites.useCode(exchange.codeHash, now))) return refuse('code_used');
  const shop = await installShop({ details, newId, now }, ports);
  const { siteId: id, ...secrets } = keys;
  const { home, rest } = exchange;
  const siteId = await ports.sites.connect(
    { id, shopId: shop.id, domain: shop.domain, home, rest, ...secrets },
    { at: now, previousKeyUntil: new Date(now.getTime() + PREVIOUS_KEY_MS) },
  );
  return { kind: 'connected', siteId, shop };
}
