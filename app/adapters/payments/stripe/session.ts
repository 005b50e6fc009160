import type Stripe from 'stripe';
import type { PaymentAsked, SessionSeen, SessionState } from '#core/payments/index';
import { add, times } from '#core/kernel/money';
import { VendorFault } from '#core/kernel/vendor-fault';
import { fromStripe, toStripe } from './amounts';

export type StripeSession = Stripe.Checkout.Session;
type Line = Stripe.Checkout.SessionCreateParams.LineItem;

const MINUTE = 60_000;
/** https://docs.stripe.com/api/checkout/sessions/create#create_checkout_session-expires_at */
const OPEN_FOR = { least: 30 * MINUTE, most: 24 * 60 * MINUTE };
/** Stripe refuses longer names. */
const LONGEST_NAME = 250;

/**
 * A session's parameters. They depend on what is asked alone and not on the time of asking: a key
 * that comes with other parameters is refused.
 */
export function sessionParams(asked: PaymentAsked, now: Date): Stripe.Checkout.SessionCreateParams {
  const openFor = asked.expiresAt.getTime() - now.getTime();
  if (openFor < OPEN_FOR.least || openFor > OPEN_FOR.most) {
    throw new VendorFault('Stripe keeps a session open for 30 minutes to 24 hours', {
      ...{ vendor: 'stripe', code: 'expiry', retry: 'never' },
    });
  }
  return {
    mode: 'payment',
    line_items: linesOf(asked),
    client_reference_id: asked.key,
    metadata: { ripresa_key: asked.key },
    payment_intent_data: {
      metadata: { ripresa_key: asked.key },
      description: asked.description,
      ...shippingOf(asked),
    },
    success_url: asked.paidUrl,
    cancel_url: asked.cancelUrl,
    expires_at: Math.floor(asked.expiresAt.getTime() / 1_000),
    locale: localeOf(asked.locale),
    ...(asked.email === null ? {} : { customer_email: asked.email }),
  };
}

const shippingOf = ({
  shipTo,
}: PaymentAsked): Pick<Stripe.Checkout.SessionCreateParams.PaymentIntentData, 'shipping'> =>
  shipTo
    ? {
        shipping: {
          name: `${shipTo.firstName} ${shipTo.lastName}`,
          address: {
            line1: shipTo.address1,
            ...(shipTo.address2 === null ? {} : { line2: shipTo.address2 }),
            ...(shipTo.postcode === null ? {} : { postal_code: shipTo.postcode }),
            city: shipTo.city,
            ...(shipTo.province === null ? {} : { state: shipTo.province }),
            country: shipTo.country,
          },
        },
      }
    : {};

function linesOf({ lines, amount, description }: PaymentAsked): Line[] {
  const sum = lines.reduce((total, line) => add(total, times(line.unitPrice, line.quantity)), {
    minor: 0,
    currency: amount.currency,
  });
  const exact = lines.length > 0 && sum.minor === amount.minor;
  const shown = exact
    ? lines
    : [{ title: description, quantity: 1, unitPrice: amount, imageUrl: null }];
  return shown.map(({ title, quantity, unitPrice, imageUrl }) => ({
    quantity,
    price_data: {
      currency: unitPrice.currency.toLowerCase(),
      unit_amount: toStripe(unitPrice),
      product_data: {
        name: title.slice(0, LONGEST_NAME),
        ...(imageUrl === null ? {} : { images: [imageUrl] }),
      },
    },
  }));
}

/** https://docs.stripe.com/js/appendix/supported_locales; "auto" asks the browser. */
const LOCALES = new Set(
  'bg cs da de el en en-GB es es-419 et fi fil fr fr-CA hr hu id it ja ko lt lv ms mt nb nl pl pt pt-BR ro ru sk sl sv th tr vi zh zh-HK zh-TW'.split(
    ' ',
  ),
);

function localeOf(locale: string | null): Stripe.Checkout.SessionCreateParams.Locale {
  const known = [locale, locale?.split('-')[0]].find((one) => one && LOCALES.has(one));
  return known ?? 'auto';
}

/** A session that was read with its payment intent and the latest charge. */
export function sessionSeen(session: StripeSession): SessionSeen {
  const intent = typeof session.payment_intent === 'string' ? null : session.payment_intent;
  return {
    id: session.id,
    key: session.client_reference_id,
    state: stateOf(session, intent),
    reference: intent && intent.id,
    ...(intent ? moneyOf(intent) : NO_MONEY),
  };
}

type MoneySeen = Pick<SessionSeen, 'paid' | 'refunded' | 'disputed' | 'paidAt'>;
const NO_MONEY: MoneySeen = { paid: null, refunded: null, disputed: false, paidAt: null };

function moneyOf({ amount_received, currency, latest_charge }: Stripe.PaymentIntent): MoneySeen {
  if (amount_received === 0) return NO_MONEY;
  const charge = typeof latest_charge === 'string' ? null : latest_charge;
  return {
    paid: fromStripe(amount_received, currency),
    refunded: fromStripe(charge?.amount_refunded ?? 0, currency),
    disputed: charge?.disputed ?? false,
    paidAt: charge && new Date(charge.created * 1_000),
  };
}

/** Statuses in which a payment that was begun has come to nothing. */
const FAILED: ReadonlySet<string> = new Set(['requires_payment_method', 'canceled']);

function stateOf(session: StripeSession, intent: Stripe.PaymentIntent | null): SessionState {
  if (session.status === 'expired') return 'expired';
  if (session.status === 'open') return 'open';
  if (session.payment_status === 'paid') return 'paid';
  return intent && FAILED.has(intent.status) ? 'failed' : 'pending';
}
