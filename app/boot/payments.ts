import { createHash } from 'node:crypto';
import type { Stores } from '#adapters/postgres/stores';
import type { Shop } from '#core/commerce/index';
import type { TrackedLink } from '#core/attribution/index';
import type { Verified } from '#core/intake/index';
import { offerPayment, openPayment, quoteSum, viewLink } from '#core/payments/index';
import type {
  AccountKeys,
  LinkView,
  OpenPaymentOutcome,
  Payable,
  Payment,
  PaymentHeaders,
  PaymentLink,
  PaymentProviderId,
} from '#core/payments/index';
import type { CartQuote, Delivery, Province, QuoteOutcome } from '#core/commerce/index';
import type { Money } from '#core/kernel/money';
import { hash, newId } from './chance';
import type { Services } from './service-list';

type Parts = Pick<
  Services,
  'stores' | 'transact' | 'providerOf' | 'platformOf' | 'clock' | 'env' | 'wake'
>;

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
  /** Somebody looked at a link; where an agent asked by it, the agent is to see that. */
  readonly opened: (link: PaymentLink) => Promise<void>;
  /** What the store asks for the cart now, or the sum. @throws VendorFault */
  readonly quote: (view: Payable, delivery: Delivery | null) => Promise<QuoteOutcome>;
  /** The parts of a country that the store wants an address there to name. @throws VendorFault */
  readonly provinces: (shop: Shop, country: string) => Promise<readonly Province[]>;
  /** The accounts whose providers can take a total. */
  readonly takers: (view: Payable, total: Money) => Payable['accounts'];
  /** Has a payment looked at now. */
  readonly look: (payment: Payment) => Promise<void>;
  readonly open: (asked: Asked) => Promise<OpenPaymentOutcome>;
}

interface Asked {
  readonly view: Payable;
  readonly provider: PaymentProviderId;
  readonly quote: CartQuote;
  readonly delivery: Delivery | null;
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
    async opened({ shopId, id, request }) {
      if (request?.openedAt === null) {
        await stores.payments.markOpened(shopId, id, clock.now());
      }
    },
    quote: (view, delivery) => quote(view, delivery, parts),
    async provinces(shop, country) {
      return (await platformOf(shop).outsideSales?.provinces(shop.domain, country)) ?? [];
    },
    takers: ({ accounts }, total) =>
      accounts.filter(({ provider }) => providerOf(provider).objection(total) === null),
    async look({ shopId, id }) {
      await stores.payments.lookBy(shopId, id, clock.now());
      parts.wake('payments');
    },
    open: ({ token, ...asked }) =>
      openPayment(
        { ...asked, pageUrl: `${env.PUBLIC_URL}/p/${token}`, now: clock.now(), newId },
        { transact, providerOf },
      ),
  };
}

async function quote(
  { shop, bill, link }: Payable,
  delivery: Delivery | null,
  { platformOf }: Pick<Parts, 'platformOf'>,
): Promise<QuoteOutcome> {
  if (bill.kind === 'sum') return { kind: 'priced', quote: quoteSum(bill) };
  const sales = platformOf(shop).outsideSales;
  if (!sales) return { kind: 'checkout_only' };
  const coupons = link.discountCode === null ? [] : [link.discountCode];
  return sales.quote(shop.domain, bill.cart, { coupons, delivery });
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
