import { z } from 'zod';
import { parseJson } from '#adapters/http/parse-json';
import type {
  PaymentAccess,
  PaymentHeaders,
  PaymentNews,
  VerifiedNews,
} from '#core/payments/index';
import { call, type Ask } from './connection';

/** What makes us look at an order. https://developer.paypal.com/api/rest/webhooks/event-names/ */
export const EVENTS = [
  'CHECKOUT.ORDER.APPROVED',
  'CHECKOUT.PAYMENT-APPROVAL.REVERSED',
  'PAYMENT.CAPTURE.COMPLETED',
  'PAYMENT.CAPTURE.PENDING',
  'PAYMENT.CAPTURE.DENIED',
  'PAYMENT.CAPTURE.REFUNDED',
  'PAYMENT.CAPTURE.REVERSED',
  'CUSTOMER.DISPUTE.CREATED',
  'CUSTOMER.DISPUTE.RESOLVED',
] as const;

const SIGNED_WITH = {
  auth_algo: 'paypal-auth-algo',
  cert_url: 'paypal-cert-url',
  transmission_id: 'paypal-transmission-id',
  transmission_sig: 'paypal-transmission-sig',
  transmission_time: 'paypal-transmission-time',
} as const;

const event = z.object({
  id: z.string(),
  event_type: z.string(),
  create_time: z.coerce.date(),
  resource: z
    .object({
      id: z.string().optional(),
      supplementary_data: z
        .object({ related_ids: z.object({ order_id: z.string().optional() }).optional() })
        .optional(),
      disputed_transactions: z
        .array(z.object({ seller_transaction_id: z.string().optional() }))
        .optional(),
    })
    .default({}),
});

type PayPalEvent = z.infer<typeof event>;

const verdict = z.object({ verification_status: z.string() });

/**
 * Has PayPal check its signature. The event goes back byte by byte as it came: PayPal signed bytes, and
 * a number that is written anew may look otherwise.
 * https://developer.paypal.com/docs/api/webhooks/v1/#verify-webhook-signature
 */
export async function verifyPayPal(
  ask: Ask,
  access: PaymentAccess,
  body: Uint8Array,
  headers: PaymentHeaders,
  webhookId: string,
): Promise<VerifiedNews> {
  const read = event.safeParse(parseJson(body));
  if (!read.success) return { kind: 'refused', reason: 'unreadable' };
  const signed = Object.entries(SIGNED_WITH).map(
    ([name, header]) => [name, headers[header]] as const,
  );
  if (signed.some(([, value]) => typeof value !== 'string' || value === '')) {
    return { kind: 'refused', reason: 'missing_signature' };
  }
  const fields = JSON.stringify({ ...Object.fromEntries(signed), webhook_id: webhookId });
  const question = `${fields.slice(0, -1)},"webhook_event":${Buffer.from(body).toString('utf8')}}`;
  const answer = await ask(
    access,
    call('POST', '/v1/notifications/verify-webhook-signature', question),
  );
  return verdict.safeParse(answer).data?.verification_status === 'SUCCESS'
    ? { kind: 'verified', news: newsOf(read.data) }
    : { kind: 'refused', reason: 'bad_signature' };
}

/** An event that was verified before; null for anything else. */
export function readPayPalNews(body: Uint8Array): PaymentNews | null {
  const read = event.safeParse(parseJson(body));
  return read.success ? newsOf(read.data) : null;
}

/** Orders are named by themselves, captures by their order, disputes by the payment. */
function newsOf({ id, event_type, create_time, resource }: PayPalEvent): PaymentNews {
  const isOrder = event_type.startsWith('CHECKOUT.ORDER.');
  const isCapture = event_type.startsWith('PAYMENT.CAPTURE.');
  const { orderId, paymentId } = namedIn(resource);
  return {
    eventId: id,
    type: event_type,
    sessionId: (isOrder ? resource.id : orderId) ?? null,
    reference: (isCapture ? resource.id : paymentId) ?? null,
    at: create_time,
  };
}

const namedIn = ({ supplementary_data, disputed_transactions }: PayPalEvent['resource']) => ({
  orderId: supplementary_data?.related_ids?.order_id,
  paymentId: disputed_transactions?.[0]?.seller_transaction_id,
});
