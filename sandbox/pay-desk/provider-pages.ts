import { fieldsOf, redirect, textField, type Exchange, type Reply } from '../http/exchange';
import { esc } from '../storefront/page';
import type { Sandbox } from '../world';
import { deskButton, deskPage } from './desk-page';
import type { ProviderPage } from './provider-page';

const STRIPE = '/sandbox/pay/stripe/';
const PAYPAL = '/sandbox/pay/paypal/checkoutnow';

export const stripePageUrl = (publicUrl: string, sessionId: string): string =>
  `${publicUrl}${STRIPE}${sessionId}`;
/** What PayPal's order links lead below. */
export const payPalWebUrl = (publicUrl: string): string => `${publicUrl}/sandbox/pay/paypal`;

export const isProviderPage = (path: string): boolean => path.startsWith(STRIPE) || path === PAYPAL;

interface Place {
  readonly name: 'Stripe' | 'PayPal';
  /** The provider's name of the session. */
  readonly id: string;
  readonly page: (id: string) => ProviderPage | null;
  /** What the shopper's button does. */
  readonly press: (what: string) => Promise<void>;
}

function placeOf(sandbox: Sandbox, { pathname, searchParams }: URL): Place {
  const { stripe, paypal } = sandbox;
  if (pathname.startsWith(STRIPE)) {
    const id = pathname.slice(STRIPE.length);
    return {
      name: 'Stripe',
      id,
      page: stripe.page,
      press: (what) => payAtStripe(sandbox, id, what),
    };
  }
  const id = searchParams.get('token') ?? '';
  return { name: 'PayPal', id, page: paypal.page, press: () => agreeAtPayPal(sandbox, id) };
}

/** The provider's own page, where a shopper pays, agrees or goes away; and its webhooks. */
export async function providerPage(sandbox: Sandbox, exchange: Exchange): Promise<Reply> {
  const { name, id, page, press } = placeOf(sandbox, exchange.url);
  const shown = page(id);
  if (!shown) return deskPage('There is no such payment', '', 404);
  if (exchange.method !== 'POST') return offer(name, shown, exchange);
  if (shown.isOpen) await press(textField(fieldsOf(exchange), 'do'));
  return redirect(shown.returnUrl);
}

function offer(
  name: string,
  { amount, isOpen, returnUrl }: ProviderPage,
  exchange: Exchange,
): Reply {
  const here = `${exchange.url.pathname}${exchange.url.search}`;
  const back = `<p><a href="${esc(returnUrl)}">Back</a></p>`;
  if (!isOpen) return deskPage(`${name}: this page is closed`, back);
  const later = name === 'Stripe' ? deskButton(here, 'later', 'Pay by bank, days later') : '';
  const buttons = `${deskButton(here, 'pay', `Pay ${amount}`)}${later}`;
  return deskPage(`${name} (stand-in)`, `<p>No money moves here.</p>${buttons}${back}`);
}

async function payAtStripe({ stripe }: Sandbox, id: string, what: string): Promise<void> {
  if (what === 'later') stripe.shopper.paysLater(id);
  else stripe.shopper.pays(id);
  const { body, signature } = stripe.event('checkout.session.completed', id);
  await post(stripe.hooks(), body, { 'stripe-signature': signature });
}

async function agreeAtPayPal({ paypal }: Sandbox, id: string): Promise<void> {
  paypal.shopper.approves(id);
  const { body, headers } = paypal.event('CHECKOUT.ORDER.APPROVED', id);
  await post(paypal.hooks(), body, headers);
}

/** A webhook that does not arrive is the app's to do without. */
async function post(
  urls: readonly string[],
  body: string,
  headers: Readonly<Record<string, string>>,
): Promise<void> {
  for (const url of urls) {
    await fetch(url, { method: 'POST', body, headers }).catch(() => undefined);
  }
}
