import { Agent } from 'node:https';
import Stripe from 'stripe';
import type {
  KeyCheck,
  PaymentAccess,
  PaymentProvider,
  ProviderWebhook,
  SessionSeen,
} from '#core/payments/index';
import { objection } from './amounts';
import { stripeFault } from './faults';
import { sessionParams, sessionSeen } from './session';
import { EVENTS, verifyStripe } from './webhooks';

export interface StripeOptions {
  /** Another address than Stripe's own, for a stand-in ("http://127.0.0.1:12111"). */
  readonly baseUrl: string | null;
  readonly now: () => Date;
}

/** Named, so that a new release of the library does not change what Stripe answers. */
const API_VERSION = '2026-10-28.endive';
const TIMEOUT_MS = 15_000;
const WITH_PAYMENT = { expand: ['payment_intent.latest_charge'] };
/** As many as Stripe gives a page; an account has 16 endpoints at most. */
const PAGE = 100;

type Connect = (access: PaymentAccess) => Stripe;

/** Stripe Checkout behind the port. https://docs.stripe.com/api/checkout/sessions */
export function createStripeProvider(options: StripeOptions): PaymentProvider {
  const connect = connecting(options);
  return {
    id: 'stripe',
    objection,
    checkKeys: (access) => checkKeys(connect(access), access),
    async open(access, asked) {
      const session = await told(() =>
        connect(access).checkout.sessions.create(sessionParams(asked, options.now()), {
          idempotencyKey: asked.key,
        }),
      );
      return {
        id: session.id,
        url: session.url ?? '',
        expiresAt: new Date(session.expires_at * 1_000),
      };
    },
    read: (access, id) => read(connect(access), id),
    // Checkout takes the money itself.
    take: (access, id) => read(connect(access), id),
    close: (access, id) => close(connect(access), id),
    createWebhook: (access, url) => createWebhook(connect(access), url),
    removeWebhook: (access, id) => removeWebhook(connect(access), id),
    verify: (body, headers, { secret }, access, now) =>
      Promise.resolve(verifyStripe(connect(access), body, headers, secret, now)),
  };
}

function connecting({ baseUrl }: StripeOptions): Connect {
  const agent = new Agent({ keepAlive: true, maxSockets: 32 });
  const at = baseUrl === null ? null : new URL(baseUrl);
  return ({ secret }) =>
    new Stripe(secret, {
      apiVersion: API_VERSION,
      timeout: TIMEOUT_MS,
      // Whoever asks decides when to try again.
      maxNetworkRetries: 0,
      telemetry: false,
      ...(at === null
        ? { httpClient: Stripe.createNodeHttpClient(agent) }
        : {
            host: at.hostname,
            port: at.port,
            protocol: at.protocol === 'http:' ? 'http' : 'https',
          }),
    });
}

/** @throws VendorFault for everything that the library throws */
async function told<Result>(ask: () => Promise<Result>): Promise<Result> {
  try {
    return await ask();
  } catch (error) {
    throw stripeFault(error);
  }
}

const read = async (stripe: Stripe, id: string): Promise<SessionSeen> =>
  sessionSeen(await told(() => stripe.checkout.sessions.retrieve(id, WITH_PAYMENT)));

/** One that was paid or expired meanwhile can't be closed; it is read instead. */
async function close(stripe: Stripe, id: string): Promise<SessionSeen> {
  const before = await read(stripe, id);
  if (before.state !== 'open') return before;
  try {
    return sessionSeen(await stripe.checkout.sessions.expire(id, WITH_PAYMENT));
  } catch (error) {
    const now = await read(stripe, id);
    if (now.state === 'open') throw stripeFault(error);
    return now;
  }
}

/** What our use needs; a restricted key names the right that it lacks. */
const NEEDED: Readonly<Record<string, (stripe: Stripe) => Promise<unknown>>> = {
  'Checkout Sessions': (stripe) => stripe.checkout.sessions.list({ limit: 1 }),
  'Webhook Endpoints': (stripe) => stripe.webhookEndpoints.list({ limit: 1 }),
};

async function checkKeys(stripe: Stripe, { secret }: PaymentAccess): Promise<KeyCheck> {
  const missing: string[] = [];
  for (const [right, ask] of Object.entries(NEEDED)) {
    try {
      await ask(stripe);
    } catch (error) {
      const { details } = stripeFault(error);
      if (details.code === 'keys_refused') return { ok: false, reason: 'refused', missing: [] };
      if (details.code !== 'keys_lack_rights') throw stripeFault(error);
      missing.push(right);
    }
  }
  if (missing.length > 0) return { ok: false, reason: 'missing', missing };
  return { ok: true, live: /^[rs]k_live_/.test(secret), account: null };
}

async function createWebhook(stripe: Stripe, url: string): Promise<ProviderWebhook> {
  const { data } = await told(() => stripe.webhookEndpoints.list({ limit: PAGE }));
  const made = await told(() =>
    stripe.webhookEndpoints.create({
      url,
      enabled_events: [...EVENTS],
      description: 'Ripresa: payments of recovered carts',
    }),
  );
  for (const { id } of data.filter((one) => one.url === url)) await removeWebhook(stripe, id);
  return { id: made.id, secret: made.secret ?? null };
}

async function removeWebhook(stripe: Stripe, id: string): Promise<void> {
  try {
    await told(() => stripe.webhookEndpoints.del(id));
  } catch (error) {
    if (stripeFault(error).details.code !== 'not_found') throw error;
  }
}
