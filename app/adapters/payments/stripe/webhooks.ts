import Stripe from 'stripe';
import { z } from 'zod';
import { parseJson } from '#adapters/http/parse-json';
import type { PaymentHeaders, PaymentNews, VerifiedNews } from '#core/payments/index';

/** What makes us look at a session. https://docs.stripe.com/api/events/types */
export const EVENTS = [
  'checkout.session.completed',
  'checkout.session.async_payment_succeeded',
  'checkout.session.async_payment_failed',
  'checkout.session.expired',
  'charge.refunded',
  'charge.refund.updated',
  'charge.dispute.created',
  'charge.dispute.closed',
] as const satisfies readonly Stripe.WebhookEndpointCreateParams.EnabledEvent[];

/** A signature that is older is a replay. */
const TOLERANCE_S = 300;

/**
 * Checks `Stripe-Signature` over the bytes as they came.
 * https://docs.stripe.com/webhooks#verify-manually
 */
export function verifyStripe(
  stripe: Pick<Stripe, 'webhooks'>,
  body: Uint8Array,
  headers: PaymentHeaders,
  secret: string | null,
  now: Date,
): VerifiedNews {
  const signature = headers['stripe-signature'];
  if (typeof signature !== 'string') return { kind: 'refused', reason: 'missing_signature' };
  if (secret === null) return { kind: 'refused', reason: 'missing_secret' };
  try {
    const event = stripe.webhooks.constructEvent(
      Buffer.from(body),
      signature,
      secret,
      TOLERANCE_S,
      undefined,
      now.getTime(),
    );
    return { kind: 'verified', news: newsOf(event) };
  } catch (error) {
    const forged = error instanceof Stripe.errors.StripeSignatureVerificationError;
    return { kind: 'refused', reason: forged ? 'bad_signature' : 'unreadable' };
  }
}

const readable = z.object({
  id: z.string(),
  type: z.string(),
  created: z.number(),
  data: z.object({ object: z.looseObject({}) }),
});

/** An event that was verified before; null for anything else. */
export function readStripeNews(body: Uint8Array): PaymentNews | null {
  const read = readable.safeParse(parseJson(body));
  return read.success ? newsOf(read.data) : null;
}

type Readable = z.infer<typeof readable>;

function newsOf(event: Readable | Stripe.Event): PaymentNews {
  const about = event.data.object as { id?: unknown; payment_intent?: unknown };
  const isSession = event.type.startsWith('checkout.session.');
  return {
    eventId: event.id,
    type: event.type,
    sessionId: isSession ? textOf(about.id) : null,
    reference: textOf(about.payment_intent),
    at: new Date(event.created * 1_000),
  };
}

/** An expanded object has its id inside. */
function textOf(value: unknown): string | null {
  if (typeof value === 'string') return value;
  const id = (value as { id?: unknown } | null | undefined)?.id;
  return typeof id === 'string' ? id : null;
}
