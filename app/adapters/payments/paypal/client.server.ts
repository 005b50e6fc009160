import sdk from '@paypal/checkout-server-sdk';
import { z } from 'zod';
import type {
  KeyCheck,
  PaymentAccess,
  PaymentAsked,
  PaymentProvider,
  ProviderWebhook,
  SessionSeen,
} from '#core/payments/index';
import { isVendorFault } from '#core/kernel/vendor-fault';
import { objection } from './amounts';
import { call, connecting, type Ask } from './connection';
import { openedSession, orderRequest, orderSeen, readOrder, type PayPalOrder } from './order';
import { EVENTS, verifyPayPal } from './webhooks';

export interface PayPalOptions {
  /** Another address than PayPal's own, for a stand-in. */
  readonly baseUrl: string | null;
  readonly now: () => Date;
}

const HOOKS = '/v1/notifications/webhooks';
const hook = z.object({ id: z.string(), url: z.string() });
const hooks = z.object({ webhooks: z.array(hook).default([]) });
const disputes = z.object({
  items: z.array(z.object({ status: z.string().optional() })).default([]),
});

/** PayPal's Orders behind the port. https://developer.paypal.com/docs/api/orders/v2/ */
export function createPayPalProvider({ baseUrl, now }: PayPalOptions): PaymentProvider {
  const ask = connecting(baseUrl);
  return {
    id: 'paypal',
    objection,
    checkKeys: (access) => checkKeys(ask, access),
    open: async (access, asked) => openedSession(await openSent(ask, access, asked), now()),
    read: (access, id) => read(ask, access, id),
    take: (access, id) => take(ask, access, id),
    // An order can't be taken back; what is not captured is forgotten by PayPal.
    close: (access, id) => read(ask, access, id),
    createWebhook: (access, url) => createWebhook(ask, access, url),
    removeWebhook: (access, id) => removeWebhook(ask, access, id),
    verify: (body, headers, webhook, access) =>
      verifyPayPal(ask, access, body, headers, webhook.id),
  };
}

/** The store has taken the address: one that PayPal finds odd does not keep it from being paid. */
async function openSent(
  ask: Ask,
  access: PaymentAccess,
  asked: PaymentAsked,
): Promise<PayPalOrder> {
  try {
    return await openOrder(ask, access, asked);
  } catch (error) {
    const isRefused = isVendorFault(error) && error.details.httpStatus === 422;
    if (!isRefused || !asked.shipTo) throw error;
    return openOrder(ask, access, { ...asked, shipTo: null }, ':unsent');
  }
}

async function openOrder(
  ask: Ask,
  access: PaymentAccess,
  asked: PaymentAsked,
  otherTry = '',
): Promise<PayPalOrder> {
  const request = new sdk.orders.OrdersCreateRequest();
  request.headers = {
    ...request.headers,
    // One that was refused may stay taken.
    'PayPal-Request-Id': `${asked.key}${otherTry}`,
    Prefer: 'return=representation',
  };
  request.body = orderRequest(asked);
  return readOrder(await ask(access, request));
}

async function read(ask: Ask, access: PaymentAccess, id: string): Promise<SessionSeen> {
  const order = readOrder(await ask(access, new sdk.orders.OrdersGetRequest(id)));
  const seen = orderSeen(order, false);
  return seen.state === 'paid' && seen.reference !== null
    ? { ...seen, disputed: await isDisputed(ask, access, seen.reference) }
    : seen;
}

/** Keys without the right to read disputes see none. */
async function isDisputed(ask: Ask, access: PaymentAccess, payment: string): Promise<boolean> {
  const query = new URLSearchParams({ disputed_transaction_id: payment });
  try {
    const answer = await ask(access, call('GET', `/v1/customer/disputes?${query.toString()}`));
    const { items } = disputes.parse(answer);
    return items.some(({ status }) => status !== 'RESOLVED');
  } catch (error) {
    if (isVendorFault(error) && error.details.code === 'keys_lack_rights') return false;
    throw error;
  }
}

/** Refusals after which the order itself tells what became of it. */
const TOLD_BY_ORDER: ReadonlySet<string> = new Set([
  'ORDER_ALREADY_CAPTURED',
  'ORDER_NOT_APPROVED',
  'INSTRUMENT_DECLINED',
  'PAYER_ACTION_REQUIRED',
]);

async function take(ask: Ask, access: PaymentAccess, id: string): Promise<SessionSeen> {
  const request = new sdk.orders.OrdersCaptureRequest(id);
  request.headers = { ...request.headers, 'PayPal-Request-Id': `take:${id}` };
  request.body = {};
  try {
    await ask(access, request);
  } catch (error) {
    if (!isVendorFault(error) || !TOLD_BY_ORDER.has(error.details.code)) throw error;
  }
  return read(ask, access, id);
}

async function checkKeys(ask: Ask, access: PaymentAccess): Promise<KeyCheck> {
  try {
    await ask(access, call('GET', HOOKS));
    return { ok: true, live: access.live, account: null };
  } catch (error) {
    if (!isVendorFault(error)) throw error;
    const { code } = error.details;
    if (code === 'keys_refused') return { ok: false, reason: 'refused', missing: [] };
    if (code === 'keys_lack_rights') return { ok: false, reason: 'missing', missing: ['Webhooks'] };
    throw error;
  }
}

/** PayPal refuses a second webhook at one address, so the one before goes first. */
async function createWebhook(
  ask: Ask,
  access: PaymentAccess,
  url: string,
): Promise<ProviderWebhook> {
  const { webhooks } = hooks.parse(await ask(access, call('GET', HOOKS)));
  for (const { id } of webhooks.filter((one) => one.url === url)) {
    await removeWebhook(ask, access, id);
  }
  const body = { url, event_types: EVENTS.map((name) => ({ name })) };
  const made = hook.parse(await ask(access, call('POST', HOOKS, body)));
  return { id: made.id, secret: null };
}

async function removeWebhook(ask: Ask, access: PaymentAccess, id: string): Promise<void> {
  try {
    await ask(access, call('DELETE', `${HOOKS}/${encodeURIComponent(id)}`));
  } catch (error) {
    if (!isVendorFault(error) || error.details.code !== 'not_found') throw error;
  }
}
