import { createHash, randomUUID } from 'node:crypto';
import type { Stores } from '#adapters/postgres/stores';
import type { Shop } from '#core/commerce/index';
import type { TrackedLink } from '#core/attribution/index';
import type { Verified } from '#core/intake/index';
import type { ShopId } from '#core/kernel/ids';
import { isVendorFault } from '#core/kernel/vendor-fault';
import { offerPayment, openPayment, viewLink } from '#core/payments/index';
import type {
  AccountKeys,
  LinkView,
  OpenPaymentOutcome,
  Payable,
  PaymentHeaders,
  PaymentProviderId,
} from '#core/payments/index';
import type { CartQuote, QuoteOutcome } from '#core/commerce/index';
import { hash, newId } from './chance';
import type { Services } from './service-list';

type Parts = Pick<Services, 'stores' | 'transact' | 'providerOf' | 'platformOf' | 'clock' | 'env'>;

/** What doors and pages need for payments by link. */
export interface PaymentDoor {
  readonly accountOf: (id: string) => Promise<AccountKeys | null>;
  readonly verify: (
    account: AccountKeys,
    body: Uint8Array,
    headers: PaymentHeaders,
  ) => Promise<Verified>;
  readonly heard: (account: AccountKeys) => Promise<void>;
  /** Lets a message's cart be paid at a page of ours, where store and merchant take such payments. */
  readonly offer: (link: TrackedLink, shop: Shop, stores: Stores) => Promise<boolean>;
  readonly view: (token: string) => Promise<LinkView>;
  /** What the store asks for the cart now. @throws VendorFault */
  readonly quote: (view: Payable) => Promise<QuoteOutcome>;
  readonly open: (asked: Asked) => Promise<OpenPaymentOutcome>;
}

interface Asked {
  readonly view: Payable;
  readonly provider: PaymentProviderId;
  readonly quote: CartQuote;
  readonly token: string;
  readonly locale: string | null;
}

const ACCOUNT_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export function openPaymentDoor(parts: Parts): PaymentDoor {
  const { stores, transact, providerOf, platformOf, clock, env } = parts;
  return {
    accountOf: (id) =>
      ACCOUNT_ID.test(id) ? stores.paymentAccounts.keysById(id) : Promise.resolve(null),
    verify: (account, body, headers) => verify(account, body, headers, parts),
    heard: ({ account }) => stores.paymentAccounts.heard(account.id, clock.now()),
    async offer(link, shop, ofTransaction) {
      if (!platformOf(shop).outsideSales) return false;
      const offered = { ...link, clickToken: link.token, now: clock.now(), newId, hash };
      return offerPayment(offered, ofTransaction);
    },
    view: (token) =>
      transact((ofTransaction) => viewLink({ token, now: clock.now(), hash }, ofTransaction)),
    async quote({ shop, cart, link }) {
      const sales = platformOf(shop).outsideSales;
      if (!sales) return { kind: 'checkout_only' };
      const coupons = link.discountCode === null ? [] : [link.discountCode];
      return sales.quote(shop.domain, cart, coupons);
    },
    open: ({ token, ...asked }) =>
      openPayment(
        { ...asked, pageUrl: `${env.PUBLIC_URL}/p/${token}`, now: clock.now(), newId },
        { transact, providerOf },
      ),
  };
}

/** The event's id counts within its account: two accounts may belong to one account of the provider. */
async function verify(
  { account, access, webhook, domain }: AccountKeys,
  body: Uint8Array,
  headers: PaymentHeaders,
  { providerOf, clock }: Pick<Parts, 'providerOf' | 'clock'>,
): Promise<Verified> {
  const verified = await providerOf(account.provider).verify(
    body,
    headers,
    webhook,
    access,
    clock.now(),
  );
  if (verified.kind === 'refused') return verified;
  return {
    kind: 'verified',
    externalId: `${account.id}/${verified.news.eventId}`,
    deliveryId: null,
    bodyHash: createHash('sha256').update(body).digest('hex'),
    topic: verified.news.type,
    shopDomain: domain,
    triggeredAt: verified.news.at,
  };
}

export type ConnectAccountOutcome =
  | { readonly kind: 'connected' }
  | { readonly kind: 'refused'; readonly missing: readonly string[] }
  | { readonly kind: 'unreachable' };

/** Where a provider's webhooks of an account come to. */
export const webhookUrl = ({ env }: Pick<Parts, 'env'>, accountId: string): string =>
  `${env.PUBLIC_URL}/webhooks/payments/${accountId}`;

/**
 * Checks a merchant's keys, makes our webhook at the provider with them and keeps both. Keys that are
 * not good enough are not kept.
 */
export async function connectAccount(
  asked: {
    readonly shopId: ShopId;
    readonly provider: PaymentProviderId;
    readonly secret: string;
    /** Whether PayPal's keys are of its live environment; Stripe's say so themselves. */
    readonly live: boolean;
  },
  parts: Pick<Parts, 'providerOf' | 'stores' | 'clock' | 'env'>,
): Promise<ConnectAccountOutcome> {
  const { shopId, provider: id, secret } = asked;
  const provider = parts.providerOf(id);
  const { paymentAccounts } = parts.stores;
  try {
    const checked = await provider.checkKeys({ secret, live: asked.live });
    if (!checked.ok) return { kind: 'refused', missing: checked.missing };
    const access = { secret, live: checked.live };
    const before = await paymentAccounts.keys(shopId, id);
    const accountId = before?.account.id ?? randomUUID();
    const webhook = await provider.createWebhook(access, webhookUrl(parts, accountId));
    const account = { id: accountId, shopId, provider: id, live: checked.live } as const;
    const state = { state: 'active', stateReason: null, connectedAt: parts.clock.now() } as const;
    await paymentAccounts.save({ ...account, ...state }, access, webhook);
    return { kind: 'connected' };
  } catch (error) {
    if (!isVendorFault(error)) throw error;
    return error.details.retry === 'never'
      ? { kind: 'refused', missing: [] }
      : { kind: 'unreachable' };
  }
}
