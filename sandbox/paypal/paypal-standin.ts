import { createHmac, randomBytes } from 'node:crypto';
import { isRecord, json, jsonBody, textField, type Answer, type Exchange } from '../http/exchange';
import { createLedger, type Ledger } from '../http/ledger';
import { listen, type Listening } from '../http/listen';
import { refusal } from './errors';
import type { ProviderPage } from '../pay-desk/provider-page';
import { hookRoute, newId } from './hooks';
import { amountOf, orderAnswer, refuseOrder, returnUrlOf, unitOf, type Order } from './orders';

export interface PayPalStandIn {
  readonly ledger: Ledger;
  start(port?: number): Promise<Listening>;
  readonly shopper: {
    /** On PayPal's page; the money is taken when we capture it. */
    approves(orderId: string, as?: { readonly status?: string; readonly value?: string }): void;
    bankSays(orderId: string, status: string): void;
    refunded(orderId: string, value: string): void;
    disputes(orderId: string): void;
  };
  /** What the page of an order shows; null for one that nobody made. */
  readonly page: (orderId: string) => ProviderPage | null;
  /** Where events go. */
  hooks(): readonly string[];
  /** A webhook as PayPal would send it now. */
  event(type: string, orderId: string): { readonly body: string; readonly headers: Headers };
}

const pageOf = ({ amount, status, returnUrl }: Order): ProviderPage => ({
  amount: `${amount.value} ${amount.currency_code}`,
  isOpen: status === 'PAYER_ACTION_REQUIRED',
  returnUrl,
});

type Headers = Readonly<Record<string, string>>;

export interface PayPalSettings {
  /** "client id:secret", with the rights that each lacks ("webhooks"). */
  readonly keys: Readonly<Record<string, readonly string[]>>;
  readonly now: () => Date;
  /** PayPal's own pages, for a browser that really goes there. */
  readonly webUrl?: string;
}

interface World {
  readonly settings: PayPalSettings;
  readonly orders: Map<string, Order>;
  readonly hooks: Map<string, string>;
  readonly tokens: Map<string, string>;
  readonly answered: Map<string, Answer>;
  readonly secret: string;
}

const WEB = 'https://www.paypal.test';

/** A stand-in for the part of PayPal's API that payment links use. */
export function createPayPalStandIn(settings: PayPalSettings): PayPalStandIn {
  const ledger = createLedger();
  const world: World = {
    ...{ settings, orders: new Map(), hooks: new Map(), tokens: new Map(), answered: new Map() },
    secret: randomBytes(16).toString('hex'),
  };
  return {
    ledger,
    start: (port = 0) =>
      listen('127.0.0.1', port, (exchange) => {
        const close = ledger.open(exchange, settings.now().toISOString());
        const answer = withToken(world, exchange);
        close(answer);
        return Promise.resolve(answer);
      }),
    shopper: shopperOf(world),
    page: (id) => {
      const order = world.orders.get(id);
      return order ? pageOf(order) : null;
    },
    hooks: () => [...world.hooks.values()],
    event: (type, orderId) => event(world, type, orderId),
  };
}

function withToken(world: World, exchange: Exchange): Answer {
  const { authorization = '' } = exchange.headers;
  if (exchange.url.pathname === '/v1/oauth2/token') return token(world, authorization);
  const key = world.tokens.get(authorization.replace(/^Bearer /, ''));
  if (key === undefined) return json(401, { error: 'invalid_token' });
  const isOfHooks = exchange.url.pathname.startsWith('/v1/notifications/webhooks');
  if (isOfHooks && world.settings.keys[key]?.includes('webhooks')) {
    return refusal(403, 'PERMISSION_DENIED');
  }
  return withRequestId(world, exchange);
}

function token({ settings, tokens }: World, authorization: string): Answer {
  const key = Buffer.from(authorization.replace(/^Basic /, ''), 'base64').toString('utf8');
  if (!settings.keys[key]) return json(401, { error: 'invalid_client' });
  const made = newId();
  tokens.set(made, key);
  return json(200, { access_token: made, token_type: 'Bearer', expires_in: 32_400 });
}

/** https://developer.paypal.com/api/rest/reference/idempotency/ */
function withRequestId(world: World, exchange: Exchange): Answer {
  const id = exchange.headers['paypal-request-id'];
  if (id === undefined) return route(world, exchange);
  const key = `${exchange.url.pathname} ${id}`;
  const answer = world.answered.get(key) ?? route(world, exchange);
  if (answer.kind === 'reply' && answer.status < 400) world.answered.set(key, answer);
  return answer;
}

type Routed = (world: World, exchange: Exchange, body: Record<string, unknown>) => Answer;

/** By the beginning of the address; the first that fits. */
const ROUTES: readonly (readonly [string, Routed])[] = [
  ['/v1/notifications/verify-webhook-signature', verify],
  ['/v1/notifications/webhooks', hookRoute],
  ['/v1/customer/disputes', disputes],
  ['/v2/checkout/orders/', orderRoute],
  ['/v2/checkout/orders', (world, _exchange, body) => openOrder(world, body)],
];

function route(world: World, exchange: Exchange): Answer {
  const parsed = jsonBody(exchange);
  const known = ROUTES.find(([address]) => exchange.url.pathname.startsWith(address));
  return known
    ? known[1](world, exchange, isRecord(parsed) ? parsed : {})
    : refusal(404, 'INVALID_RESOURCE_ID');
}

function orderRoute(world: World, { url }: Exchange): Answer {
  const [, , , , id = '', action] = url.pathname.split('/');
  const order = world.orders.get(id);
  if (!order) return refusal(404, 'INVALID_RESOURCE_ID');
  return action === 'capture'
    ? capture(world, order)
    : json(200, orderAnswer(order, world.settings.webUrl ?? WEB));
}

function openOrder({ orders, settings }: World, body: Record<string, unknown>): Answer {
  const refused = refuseOrder(body);
  if (refused) return refused;
  const unit = unitOf(body);
  const { currency_code = '', value = '' } = amountOf(unit['amount']) ?? {};
  const order: Order = {
    ...{ id: newId(), createdAt: settings.now().toISOString(), unit },
    ...{ amount: { currency_code, value }, status: 'PAYER_ACTION_REQUIRED', captureAs: null },
    ...{ captures: [], refunds: [], disputed: false, returnUrl: returnUrlOf(body) },
  };
  orders.set(order.id, order);
  return json(200, orderAnswer(order, settings.webUrl ?? WEB));
}

function capture({ settings }: World, order: Order): Answer {
  if (order.captures.length > 0) return refusal(422, 'ORDER_ALREADY_CAPTURED');
  if (order.status !== 'APPROVED' || !order.captureAs) return refusal(422, 'ORDER_NOT_APPROVED');
  const { status, value } = order.captureAs;
  if (status === 'DECLINED') {
    order.status = 'PAYER_ACTION_REQUIRED';
    return refusal(422, 'INSTRUMENT_DECLINED');
  }
  order.status = 'COMPLETED';
  order.captures.push({
    ...{ id: newId(), status, create_time: settings.now().toISOString() },
    amount: { ...order.amount, value },
  });
  return json(201, orderAnswer(order, settings.webUrl ?? WEB));
}

function disputes({ orders }: World, { url }: Exchange): Answer {
  const payment = url.searchParams.get('disputed_transaction_id');
  const found = [...orders.values()].filter(
    ({ disputed, captures }) => disputed && captures.some(({ id }) => id === payment),
  );
  return json(200, {
    items: found.map(({ id }) => ({ dispute_id: `PP-D-${id}`, status: 'OPEN' })),
  });
}

/** Over the very bytes of the event, so that one that was written anew is refused. */
function sign({ secret }: World, hook: string, eventBytes: string): string {
  // In hexadecimal: PayPal's own description refuses what begins with a sign of base64.
  return createHmac('sha256', secret).update(`${hook}|${eventBytes}`).digest('hex');
}

function verify(world: World, { body }: Exchange, told: Record<string, unknown>): Answer {
  const bytes = body.toString('utf8');
  const event = bytes.slice(bytes.indexOf('"webhook_event":') + '"webhook_event":'.length, -1);
  const right = sign(world, textField(told, 'webhook_id'), event);
  const isRight = right === textField(told, 'transmission_sig');
  return json(200, { verification_status: isRight ? 'SUCCESS' : 'FAILURE' });
}

function shopperOf({ orders, settings }: World): PayPalStandIn['shopper'] {
  const of = (id: string): Order => {
    const order = orders.get(id);
    if (!order) throw new Error(`no order ${id}`);
    return order;
  };
  return {
    approves: (id, { status = 'COMPLETED', value } = {}) => {
      const order = of(id);
      order.status = 'APPROVED';
      order.captureAs = { status, value: value ?? order.amount.value };
    },
    bankSays: (id, status) => {
      for (const captured of of(id).captures) captured.status = status;
    },
    refunded: (id, value) => {
      const order = of(id);
      for (const captured of order.captures) captured.status = 'PARTIALLY_REFUNDED';
      order.refunds.push({
        ...{ id: newId(), status: 'COMPLETED', create_time: settings.now().toISOString() },
        amount: { ...order.amount, value },
      });
    },
    disputes: (id) => {
      of(id).disputed = true;
    },
  };
}

/** With a number that a careless reader would write otherwise. */
function event(world: World, type: string, orderId: string) {
  const order = world.orders.get(orderId);
  const at = world.settings.now().toISOString();
  const resource = type.startsWith('CHECKOUT.ORDER.')
    ? { id: orderId }
    : {
        id: order?.captures[0]?.id,
        supplementary_data: { related_ids: { order_id: orderId } },
      };
  const fields = { id: `WH-${newId()}`, event_type: type, create_time: at, resource };
  const written = JSON.stringify(fields);
  const body = written.replace('"resource":{', '"resource":{"exchange_rate":1.10,');
  const hook = [...world.hooks.keys()].at(-1) ?? '';
  const headers = {
    'paypal-auth-algo': 'SHA256withRSA',
    'paypal-cert-url': 'https://api.paypal.test/certs/1',
    'paypal-transmission-id': randomBytes(8).toString('hex'),
    'paypal-transmission-sig': sign(world, hook, body),
    'paypal-transmission-time': at,
  };
  return { body, headers };
}
