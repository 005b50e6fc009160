import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Services } from '#boot/services';
import { clickUrl } from '#core/attribution/index';
import type { AddressPart, CartQuote, Delivery, Province, Shop } from '#core/commerce/index';
import { isVendorFault } from '#core/kernel/vendor-fault';
import type { LinkView, Payable } from '#core/payments/index';
import { answerAddressForm } from './address-page';
import { ADDRESS_PARTS, namesPart, ratesIn, readAddress, writtenIn } from './delivery-form';
import type { AddressRead, WrittenAddress } from './delivery-form';
import { answer } from './http';
import { answerPage } from './pages';
import { answerPaymentPage } from './payment-pages';

export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

/** What a shopper sent from one of our pages; an empty form for a first look. */
export interface Press {
  readonly token: string;
  readonly form: URLSearchParams;
}

/** What can be paid now, by those who take that total. */
export interface Offer {
  readonly view: Payable;
  readonly quote: CartQuote;
  /** Null where nothing is sent. */
  readonly delivery: Delivery | null;
}

type Place = Press & { readonly view: Payable; readonly exchange: Exchange };

/**
 * Asks the store what the cart costs now, and who can take that; what keeps it from being paid, an
 * address among it, is answered at once.
 */
export async function withQuote<Result>(
  view: Payable,
  press: Press,
  exchange: Exchange,
  services: Services,
  then: (offer: Offer) => Promise<Result>,
): Promise<Result | null> {
  const place = { ...press, view, exchange };
  const offer = await orBusy(place, services, async () => {
    const delivery = await deliveryIn(place, services);
    return delivery === 'asked' ? null : offerOf(delivery, place, services);
  });
  return offer && then(offer);
}

/** A store that does not answer is no fault of the shopper's. */
async function orBusy<Result>(
  { view, exchange: { request, response } }: Place,
  services: Services,
  work: () => Promise<Result>,
): Promise<Result | null> {
  try {
    return await work();
  } catch (error) {
    if (!isVendorFault(error)) throw error;
    services.log.warn({ err: error, shopId: view.shop.id }, 'a store could not price a cart');
    answerPaymentPage(request, response, 503, 'busy', { shopUrl: storeUrl(view, services) });
    return null;
  }
}

/** Where the shopper wants it sent; null when nobody asked them yet. */
async function deliveryIn(place: Place, services: Services): Promise<Delivery | null | 'asked'> {
  const { form } = place;
  const written = writtenIn(form);
  if (!written) return null;
  // The store is asked for provinces only where one has to be chosen.
  const choices = written.province === '' ? await provincesFor(written, place, services) : null;
  const read = readAddress(written, choices !== null && choices.length > 0);
  const isChanged = form.has('edit');
  if (read.kind === 'whole' && !isChanged) return { address: read.address, rates: ratesIn(form) };
  const odd = isChanged ? [] : oddParts(read);
  const provinces = choices ?? (await provincesFor(written, place, services));
  askAddress({ written, odd, provinces, isUndeliverable: false }, place, services);
  return 'asked';
}

const oddParts = (read: AddressRead): readonly AddressPart[] =>
  read.kind === 'odd' ? read.parts : [];

async function provincesFor(
  { country }: Pick<WrittenAddress, 'country'>,
  { view: { shop } }: Place,
  { payments }: Services,
): Promise<readonly Province[]> {
  const isNamed = /^[A-Z]{2}$/.test(country) && namesPart(country, 'province');
  return isNamed ? payments.provinces(shop, country) : [];
}

interface Asking {
  readonly written: WrittenAddress;
  readonly odd: readonly AddressPart[];
  readonly provinces: readonly Province[];
  readonly isUndeliverable: boolean;
}

function askAddress(
  asking: Asking,
  { token, view, exchange: { request, response } }: Place,
  services: Services,
): void {
  const isRefused = asking.odd.length > 0 || asking.isUndeliverable;
  answerAddressForm(request, response, isRefused ? 422 : 200, {
    ...asking,
    ...{ token, shopName: view.shop.name, shopUrl: storeUrl(view, services) },
  });
}

async function offerOf(
  delivery: Delivery | null,
  place: Place,
  services: Services,
): Promise<Offer | null> {
  const { view, exchange } = place;
  const { request, response } = exchange;
  const quoted = await services.payments.quote(view, delivery);
  switch (quoted.kind) {
    case 'priced': {
      const { quote } = quoted;
      const accounts = services.payments.takers(view, quote.total);
      if (accounts.length === 0) break;
      return { view: { ...view, accounts }, quote, delivery: settled(delivery, quote) };
    }
    case 'unavailable': {
      const { missing } = quoted;
      const shopUrl = storeUrl(view, services);
      answerPaymentPage(request, response, 409, 'missing', { missing, shopUrl });
      return null;
    }
    case 'needs_address':
    case 'undeliverable':
    case 'address_refused':
      await askAgain(quoted, delivery, place, services);
      return null;
    case 'checkout_only':
  }
  answerLeftOver(view, exchange, services);
  return null;
}

/** With the rates that the store reckoned with, whatever was asked for. */
function settled(delivery: Delivery | null, { parcels }: CartQuote): Delivery | null {
  if (!delivery || parcels.length === 0) return null;
  const rates = Object.fromEntries(parcels.map(({ id, chosen }) => [id, chosen]));
  return { address: delivery.address, rates };
}

type Refused =
  | { readonly kind: 'needs_address' | 'undeliverable' }
  | { readonly kind: 'address_refused'; readonly parts: readonly AddressPart[] };

async function askAgain(
  refused: Refused,
  delivery: Delivery | null,
  place: Place,
  services: Services,
): Promise<void> {
  const written = delivery ? asWritten(delivery) : blankFor(place.view);
  const provinces = await provincesFor(written, place, services);
  const odd = refused.kind === 'address_refused' ? refused.parts : [];
  const isUndeliverable = refused.kind === 'undeliverable';
  askAddress({ written, odd, provinces, isUndeliverable }, place, services);
}

const asWritten = ({ address }: Delivery): WrittenAddress => writtenWith((part) => address[part]);

/** Whoever holds the link may not be whom it was sent to: only the country is set before. */
const blankFor = ({ bill, shop }: Payable): WrittenAddress =>
  writtenWith((part) => (part === 'country' ? (countryOf(bill) ?? shop.countryCode) : null));

const countryOf = (bill: Payable['bill']): string | null =>
  bill.kind === 'cart' ? bill.cart.countryCode : null;

const writtenWith = (of: (part: AddressPart) => string | null): WrittenAddress =>
  Object.fromEntries(ADDRESS_PARTS.map((part) => [part, of(part) ?? ''])) as Record<
    AddressPart,
    string
  >;

/** A cart is left to the store's checkout; a sum has none. */
function answerLeftOver(view: Payable, { request, response }: Exchange, services: Services): void {
  if (view.bill.kind === 'sum') {
    answerOver({ kind: 'untaken', shop: view.shop }, request, response);
    return;
  }
  const location = storeUrl(view, services);
  answer(response, 302, '', { location, 'cache-control': 'no-store' });
}

export const homeOf = (shop: Shop): string => `https://${shop.domain}/`;

/** Where the shopper can go on without us. */
const storeUrl = ({ shop, link, bill }: Payable, services: Services): string =>
  bill.kind === 'cart' ? checkoutOf({ shop, link, cart: bill.cart }, services) : homeOf(shop);

/** The store's own checkout, with the click that led here. */
export function checkoutOf(
  { shop, cart, link }: Pick<Extract<LinkView, { kind: 'checkout' }>, 'shop' | 'cart' | 'link'>,
  { checkoutUrl }: Services,
): string {
  const url = checkoutUrl(shop, cart, link.discountCode) ?? homeOf(shop);
  const { clickToken: token } = link;
  return token === null ? url : clickUrl(url, { token, campaign: 'payment-link' });
}

/** It could be paid once. */
export function answerOver(
  view: Extract<LinkView, { kind: 'expired' | 'withdrawn' | 'untaken' }>,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const place = { shopUrl: homeOf(view.shop) };
  if (view.kind !== 'expired') answerPaymentPage(request, response, 410, view.kind, place);
  else if (view.isRequest) answerPaymentPage(request, response, 410, 'lapsed', place);
  else answerPage(request, response, 410, 'expired', place);
}
