import type { IncomingMessage, ServerResponse } from 'node:http';
import { getCountries } from 'libphonenumber-js/max';
import type { AddressPart, Province } from '#core/commerce/index';
import { ADDRESS_TEXTS } from './address-texts';
import { ADDRESS_PARTS, MOST_CHARACTERS } from './delivery-form';
import type { WrittenAddress } from './delivery-form';
import { answerFramed, escapeHtml, preferredLanguage, shopLink } from './page-frame';
import type { Language } from './page-frame';

export interface AddressAsked {
  readonly token: string;
  readonly shopName: string;
  /** The store's own checkout. */
  readonly shopUrl: string;
  readonly written: WrittenAddress;
  /** Parts to be mended. */
  readonly odd: readonly AddressPart[];
  readonly isUndeliverable: boolean;
  readonly provinces: readonly Province[];
}

/** Asks where a cart is to be sent. It shows only what this very browser has written before. */
export function answerAddressForm(
  request: IncomingMessage,
  response: ServerResponse,
  status: number,
  asked: AddressAsked,
): void {
  const language = preferredLanguage(request);
  const texts = ADDRESS_TEXTS[language];
  const fields = ADDRESS_PARTS.map((part) => fieldOf(part, asked, language));
  const note = asked.isUndeliverable
    ? `<p class="note" role="alert">${escapeHtml(texts.undeliverable)}</p>`
    : '';
  const inner = `<p>${escapeHtml(asked.shopName)}. ${escapeHtml(texts.sentence)}</p>${note}
<form method="post" action="/p/${escapeHtml(asked.token)}" autocomplete="on">${fields.join('')}
<button>${escapeHtml(texts.next)}</button></form>${shopLink(language, asked.shopUrl, 'quiet')}`;
  answerFramed(response, status, { language, title: texts.title, inner });
}

/** https://html.spec.whatwg.org/multipage/form-control-infrastructure.html#autofill */
const AUTOFILL: Readonly<Record<AddressPart, string>> = {
  country: 'country',
  firstName: 'given-name',
  lastName: 'family-name',
  address1: 'address-line1',
  address2: 'address-line2',
  postcode: 'postal-code',
  city: 'address-level2',
  province: 'address-level1',
};

function fieldOf(part: AddressPart, asked: AddressAsked, language: Language): string {
  if (part === 'province' && asked.provinces.length === 0) return '';
  const texts = ADDRESS_TEXTS[language];
  const isOdd = asked.odd.includes(part);
  // A province is chosen from a list: what is not in it is of another country.
  const isEmpty = asked.written[part] === '' || part === 'province';
  const wrong = isEmpty ? texts.missing : texts.refused;
  const hint = isOdd ? `<em id="${part}-hint">${escapeHtml(wrong)}</em>` : '';
  const named = `id="${part}" name="${part}" autocomplete="shipping ${AUTOFILL[part]}"${
    isOdd ? ` aria-invalid="true" aria-describedby="${part}-hint"` : ''
  }`;
  return `<label for="${part}">${escapeHtml(texts[part])}</label>${controlOf(part, named, asked, language)}${hint}`;
}

function controlOf(
  part: AddressPart,
  named: string,
  { written, provinces }: AddressAsked,
  language: Language,
): string {
  const value = written[part];
  if (part === 'country') return select(named, countries(language), value, null);
  if (part === 'province') {
    const options = provinces.map(({ code, name }) => [code, name] as const);
    return select(named, options, value, ADDRESS_TEXTS[language].choose);
  }
  return `<input ${named} value="${escapeHtml(value)}" maxlength="${MOST_CHARACTERS}">`;
}

function select(
  named: string,
  options: readonly (readonly [value: string, words: string])[],
  chosen: string,
  empty: string | null,
): string {
  const all = empty === null ? options : [['', empty] as const, ...options];
  const shown = all.map(
    ([value, words]) =>
      `<option value="${escapeHtml(value)}"${value === chosen ? ' selected' : ''}>${escapeHtml(words)}</option>`,
  );
  return `<select ${named}>${shown.join('')}</select>`;
}

function countries(language: Language): readonly (readonly [string, string])[] {
  const names = new Intl.DisplayNames(language, { type: 'region' });
  const order = new Intl.Collator(language);
  return getCountries()
    .map((code) => [code, names.of(code) ?? code] as const)
    .sort((left, right) => order.compare(left[1], right[1]));
}
