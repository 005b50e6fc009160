import { formatAddress } from 'localized-address-format';
import type {
  CartQuote,
  Delivery,
  Parcel,
  ShippingAddress,
  ShippingRate,
} from '#core/commerce/index';
import { chosenRate } from '#core/commerce/index';
import { formatMoney } from '#core/kernel/money';
import { ADDRESS_TEXTS } from './address-texts';
import { CHOOSE } from './delivery-form';
import { escapeHtml, row } from './page-frame';
import type { Language } from './page-frame';

/** What sending a parcel costs, as a line of the bill. */
export function shippingRow(parcel: Parcel, language: Language): string {
  const rate = chosenRate(parcel);
  return rate ? row(rate.title, priceText(rate, language)) : '';
}

const priceText = ({ price }: ShippingRate, language: Language): string =>
  price.minor === 0 ? ADDRESS_TEXTS[language].free : formatMoney(price, language);

/** Where it is sent to, and buttons that change how; inside of a form that knows the rest. */
export function deliveryPart(
  { address }: Delivery,
  { parcels }: CartQuote,
  language: Language,
): string {
  const texts = ADDRESS_TEXTS[language];
  const lines = linesOf(address, language).map(escapeHtml).join('<br>');
  const others = parcels.flatMap((parcel) => othersOf(parcel, language));
  const ways = others.length > 0 ? `<h2>${escapeHtml(texts.otherWays)}</h2>${others.join('')}` : '';
  return `<h2>${escapeHtml(texts.sentTo)}</h2><address>${lines}</address>
<button class="quiet" name="edit">${escapeHtml(texts.change)}</button>${ways}`;
}

const othersOf = ({ id: parcel, rates, chosen }: Parcel, language: Language): string[] =>
  rates
    .filter(({ id }) => id !== chosen)
    .map((rate) => {
      const words = `${rate.title} · ${priceText(rate, language)}`;
      return `<button class="quiet" name="${escapeHtml(CHOOSE + parcel)}" value="${escapeHtml(rate.id)}">${escapeHtml(words)}</button>`;
    });

/** As it stands on a parcel there. */
const linesOf = (address: ShippingAddress, language: Language): string[] => [
  ...formatAddress({
    postalCountry: address.country,
    name: `${address.firstName} ${address.lastName}`,
    addressLines: [address.address1, ...(address.address2 === null ? [] : [address.address2])],
    locality: address.city,
    ...(address.postcode === null ? {} : { postalCode: address.postcode }),
    ...(address.province === null ? {} : { administrativeArea: address.province }),
  }),
  new Intl.DisplayNames(language, { type: 'region' }).of(address.country) ?? address.country,
];
