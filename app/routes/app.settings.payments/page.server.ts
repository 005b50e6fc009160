import { z } from 'zod';
import { connectAccount, disconnectAccount, webhookUrl } from '#boot/payment-accounts';
import type { PaymentId } from '#core/kernel/ids';
import type { PaymentProviderId } from '#core/payments/index';
import {
  ACCEPTANCE_REFUSALS,
  acceptanceRefusal,
  acceptPayment,
  PROVIDER_NAMES,
} from '#core/payments/index';
import { heldPayments } from '#queries/held-payments';
import type { HeldPayment } from '#queries/held-payments';
import type { SaveAnswer } from '#ui/save-bar';
import { refuse } from '../app/signed-in.server';
import type { SignedIn } from '../app/signed-in.server';

/** What the page shows: each provider with its account, and what waits for the merchant. */
export async function loadPayments({ shop, services }: SignedIn) {
  const { stores, platformOf, database } = services;
  const accounts = await stores.paymentAccounts.ofShop(shop.id);
  return {
    isPossible: platformOf(shop).outsideSales !== null,
    providers: (['stripe', 'paypal'] as const).map((id) => {
      const account = accounts.find(({ provider }) => provider === id) ?? null;
      return {
        id,
        name: PROVIDER_NAMES[id],
        account,
        webhook: account && webhookUrl(services, account.id),
      };
    }),
    held: (await heldPayments(shop.id, database.sql)).map(withAcceptance),
  };
}

/** Whether a held payment can be accepted, and if not, why. */
function withAcceptance(held: HeldPayment) {
  const { askedMinor, currency, paidMinor, paidCurrency, refundedMinor, disputed } = held;
  const paid =
    paidMinor !== null && paidCurrency ? { minor: paidMinor, currency: paidCurrency } : null;
  const refusal = acceptanceRefusal({
    state: held.state,
    reason: held.reason,
    paid,
    quote: { total: { minor: askedMinor, currency } },
    refunded: paid && { minor: refundedMinor ?? 0, currency: paid.currency },
    isDisputed: disputed,
  });
  return { ...held, refusal: refusal && ACCEPTANCE_REFUSALS[refusal] };
}

const line = z.string().trim().max(500);
const stripeSchema = z.object({
  provider: z.literal('stripe'),
  secret: line.regex(/^rk_(test|live)_\w+$/, 'A restricted key begins with rk_test_ or rk_live_.'),
});
const paypalSchema = z.object({
  provider: z.literal('paypal'),
  clientId: line.min(10, 'Enter the client ID.'),
  secret: line.min(10, 'Enter the secret.'),
  environment: z.enum(['sandbox', 'live']),
});
const offSchema = z.object({
  intent: z.literal('disconnect'),
  provider: z.enum(['stripe', 'paypal']),
});

const acceptSchema = z.object({ intent: z.literal('accept'), payment: z.string().max(100) });

/** Connects or disconnects a provider, or accepts held money. Keys are checked with the provider before they are kept. */
export async function savePayments(
  form: Readonly<Record<string, unknown>>,
  signed: SignedIn,
): Promise<SaveAnswer> {
  const accepted = acceptSchema.safeParse(form);
  if (accepted.success) return accept(accepted.data.payment as PaymentId, signed);
  if (!signed.services.platformOf(signed.shop).outsideSales) return wrong(NOT_HERE);
  const off = offSchema.safeParse(form);
  if (off.success) return disconnect(off.data.provider, signed);
  const parsed = (form['provider'] === 'paypal' ? paypalSchema : stripeSchema).safeParse(form);
  if (parsed.success) return connect(keysIn(parsed.data), signed);
  const errors = parsed.error.issues.map(({ path, message }) => [String(path[0]), message]);
  return { ok: false, errors: Object.fromEntries(errors) as Record<string, string> };
}

/** @throws Response 404 for no such payment */
async function accept(id: PaymentId, { shop, services, now }: SignedIn): Promise<SaveAnswer> {
  const outcome = await acceptPayment({ shopId: shop.id, id, now }, services);
  if (outcome.kind === 'unknown') refuse(404, 'There is no such payment.');
  if (outcome.kind === 'refused') {
    return { ok: false, errors: { [`payment ${id}`]: ACCEPTANCE_REFUSALS[outcome.reason] } };
  }
  services.wake('payments');
  return { ok: true, said: 'Accepted: your store gets the order' };
}

interface Keys {
  readonly provider: PaymentProviderId;
  readonly secret: string;
  readonly live: boolean;
}

const keysIn = (given: z.infer<typeof stripeSchema> | z.infer<typeof paypalSchema>): Keys =>
  given.provider === 'stripe'
    ? // The key says itself which environment it is of.
      { ...given, live: false }
    : {
        provider: given.provider,
        secret: `${given.clientId}:${given.secret}`,
        live: given.environment === 'live',
      };

const NOT_HERE =
  'A Shopify store is paid in its own checkout: the App Store’s rules allow no other way.';

const wrong = (sentence: string): SaveAnswer => ({ ok: false, errors: { form: sentence } });

async function connect(keys: Keys, { shop, services }: SignedIn): Promise<SaveAnswer> {
  const name = PROVIDER_NAMES[keys.provider];
  const outcome = await connectAccount({ ...keys, shopId: shop.id }, services);
  if (outcome.kind === 'connected') return { ok: true, said: `${name} is connected` };
  if (outcome.kind === 'unreachable') {
    return wrong(`${name} did not answer. Try again in a minute.`);
  }
  return wrong(
    outcome.missing.length > 0
      ? `The key may not use: ${outcome.missing.join(', ')}. Give it write access to these.`
      : `${name} does not take these keys. Copy them anew.`,
  );
}

async function disconnect(
  provider: PaymentProviderId,
  { shop, services }: SignedIn,
): Promise<SaveAnswer> {
  const outcome = await disconnectAccount(shop.id, provider, services);
  const name = PROVIDER_NAMES[provider];
  return outcome.kind === 'removed'
    ? { ok: true, said: `${name} is disconnected` }
    : {
        ok: true,
        said: `${name} takes no new payment. ${outcome.underWay} under way still settle; disconnect again afterwards.`,
      };
}
