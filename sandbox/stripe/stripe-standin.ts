import { createHmac } from 'node:crypto';
import { json, type Answer, type Exchange } from '../http/exchange';
import { createLedger, type Ledger } from '../http/ledger';
import type { ProviderPage } from '../pay-desk/provider-page';
import { listen, type Listening } from '../http/listen';
import { invalid, missing, refusal } from './errors';
import { formTree, leaf, type FormTree } from './form';
import { hookRoute, newId, type Hooks } from './hooks';
import { refuseSession, sessionAnswer, totalOf, type Session } from './sessions';

export interface StripeStandIn {
  readonly ledger: Ledger;
  start(port?: number): Promise<Listening>;
  /** What happens on Stripe's page, or at the shopper's bank. */
  readonly shopper: {
    pays(sessionId: string, as?: { readonly received?: number }): void;
    /** A method whose money comes days later, if at all. */
    paysLater(sessionId: string): void;
    bankSays(sessionId: string, what: 'paid' | 'failed'): void;
    refunded(sessionId: string, amount: number): void;
    disputes(sessionId: string): void;
    waitsTooLong(sessionId: string): void;
  };
  /** What the page of a session shows; null for one that nobody made. */
  readonly page: (sessionId: string) => ProviderPage | null;
  /** Where events go. */
  hooks(): readonly string[];
  /** A webhook as Stripe would sign and send it now. */
  event(type: string, sessionId: string): { readonly body: string; readonly signature: string };
}

const pageOf = ({ amount, currency, status, paidUrl }: Session): ProviderPage => ({
  amount: `${(amount / 100).toFixed(2)} ${currency.toUpperCase()}`,
  isOpen: status === 'open',
  returnUrl: paidUrl,
});

export interface StripeSettings {
  /** Keys that Stripe knows, with the rights that each lacks ("rak_webhook_write"). */
  readonly keys: Readonly<Record<string, readonly string[]>>;
  readonly now: () => Date;
  /** Where the page of a session is, for a browser that really goes there. */
  readonly pageUrl?: (sessionId: string) => string;
}

interface World {
  readonly settings: StripeSettings;
  readonly sessions: Map<string, Session>;
  readonly hooks: Hooks;
  /** What was answered to a key, and for which parameters. */
  readonly answered: Map<string, { readonly body: string; readonly answer: Answer }>;
  url(session: Session): string;
}

const seconds = ({ now }: StripeSettings): number => Math.floor(now().getTime() / 1_000);

/** A stand-in for the part of Stripe's API that payment links use. */
export function createStripeStandIn(settings: StripeSettings): StripeStandIn {
  const ledger = createLedger();
  const world: World = {
    settings,
    sessions: new Map(),
    hooks: new Map(),
    answered: new Map(),
    url: ({ id }) => settings.pageUrl?.(id) ?? `https://checkout.stripe.test/c/pay/${id}`,
  };
  return {
    ledger,
    start: (port = 0) =>
      listen('127.0.0.1', port, (exchange) => {
        const close = ledger.open(exchange, settings.now().toISOString());
        const answer = withKey(world, exchange);
        close(answer);
        return Promise.resolve(answer);
      }),
    shopper: shopperOf(world),
    page: (id) => {
      const session = world.sessions.get(id);
      return session ? pageOf(session) : null;
    },
    event: (type, sessionId) => signedEvent(world, type, sessionId),
    hooks: () => [...world.hooks.values()].map(({ url }) => url),
  };
}

/** https://docs.stripe.com/keys-best-practices: restricted keys lack what they were not given. */
function withKey(world: World, exchange: Exchange): Answer {
  const key = /^Bearer (.+)$/.exec(exchange.headers['authorization'] ?? '')?.[1] ?? '';
  const lacking = world.settings.keys[key];
  if (!lacking) return refusal(401, { message: 'Invalid API Key provided' });
  const right = exchange.url.pathname.startsWith('/v1/webhook_endpoints')
    ? 'webhook_endpoints'
    : 'checkout_sessions';
  if (lacking.includes(right)) {
    return refusal(403, {
      message: `The provided key does not have the required permissions: ${right}`,
    });
  }
  return withIdempotency(world, exchange);
}

/** https://docs.stripe.com/api/idempotent_requests */
function withIdempotency(world: World, exchange: Exchange): Answer {
  const key = exchange.method === 'POST' ? exchange.headers['idempotency-key'] : undefined;
  const body = exchange.body.toString('utf8');
  if (key === undefined) return route(world, exchange, formTree(body));
  const before = world.answered.get(key);
  if (before) return repeated(before, body);
  const answer = route(world, exchange, formTree(body));
  if (answer.kind === 'reply' && answer.status < 400) world.answered.set(key, { body, answer });
  return answer;
}

function repeated(
  before: { readonly body: string; readonly answer: Answer },
  body: string,
): Answer {
  if (before.body === body) return before.answer;
  const message = 'Keys for idempotent requests can only be used with the same parameters.';
  return refusal(400, { type: 'idempotency_error', message });
}

function route(world: World, exchange: Exchange, params: FormTree): Answer {
  const { method, url } = exchange;
  const [, , kind, id, action] = url.pathname.split('/');
  if (kind === 'webhook_endpoints') return hookRoute(world, method, id, params);
  if (url.pathname === '/v1/checkout/sessions') {
    return method === 'POST' ? openSession(world, params) : json(200, { object: 'list', data: [] });
  }
  const session = world.sessions.get(action ?? '');
  return session
    ? sessionRoute(world, session, exchange)
    : missing('checkout.session', action ?? '');
}

function sessionRoute(world: World, session: Session, { url, body }: Exchange): Answer {
  expire(world, session);
  if (url.pathname.endsWith('/expire')) {
    if (session.status !== 'open') return invalid('session', 'Only open sessions can be expired.');
    session.status = 'expired';
  }
  const asked = decodeURIComponent(`${url.search}&${body.toString('utf8')}`);
  const expanded = asked.includes('payment_intent.latest_charge');
  return json(200, sessionAnswer(session, world.url(session), expanded));
}

function expire({ settings }: World, session: Session): void {
  if (session.status === 'open' && session.expiresAt <= seconds(settings))
    session.status = 'expired';
}

function openSession(world: World, params: FormTree): Answer {
  const now = seconds(world.settings);
  const refused = refuseSession(params, now);
  if (refused) return refused;
  const session: Session = {
    ...{ id: newId('cs_test'), ...totalOf(params), createdAt: now, status: 'open' },
    key: leaf(params, 'client_reference_id'),
    paidUrl: leaf(params, 'success_url') ?? '',
    expiresAt: Number(leaf(params, 'expires_at')),
    intent: null,
    charge: null,
  };
  world.sessions.set(session.id, session);
  return json(200, sessionAnswer(session, world.url(session), false));
}

function shopperOf(world: World): StripeStandIn['shopper'] {
  const of = (id: string): Session => {
    const session = world.sessions.get(id);
    if (!session) throw new Error(`no session ${id}`);
    return session;
  };
  const pay = (session: Session, received: number): void => {
    session.status = 'complete';
    session.intent = { id: session.intent?.id ?? newId('pi'), status: 'succeeded', received };
    session.charge = { at: seconds(world.settings), refunded: 0, disputed: false };
  };
  return {
    pays: (id, { received } = {}) => {
      const session = of(id);
      if (session.status === 'expired') throw new Error('the page is expired');
      pay(session, received ?? session.amount);
    },
    paysLater: (id) => {
      const session = of(id);
      session.status = 'complete';
      session.intent = { id: newId('pi'), status: 'processing', received: 0 };
    },
    bankSays: (id, what) => {
      const session = of(id);
      if (what === 'paid') pay(session, session.amount);
      else session.intent = { id: newId('pi'), status: 'requires_payment_method', received: 0 };
    },
    refunded: (id, amount) => {
      const { charge } = of(id);
      if (charge) charge.refunded += amount;
    },
    disputes: (id) => {
      const { charge } = of(id);
      if (charge) charge.disputed = true;
    },
    waitsTooLong: (id) => {
      of(id).status = 'expired';
    },
  };
}

/** https://docs.stripe.com/webhooks#verify-manually */
function signedEvent(world: World, type: string, sessionId: string) {
  const session = world.sessions.get(sessionId);
  const isSession = type.startsWith('checkout.session.');
  const object = isSession
    ? session && sessionAnswer(session, '', false)
    : { id: newId('ch'), object: 'charge', payment_intent: session?.intent?.id ?? null };
  const created = seconds(world.settings);
  const body = JSON.stringify({
    id: newId('evt'),
    object: 'event',
    type,
    created,
    data: { object },
  });
  const secret = [...world.hooks.values()].at(-1)?.secret ?? '';
  const hmac = createHmac('sha256', secret).update(`${created}.${body}`).digest('hex');
  return { body, signature: `t=${created},v1=${hmac}` };
}
