import type { IncomingMessage, ServerResponse } from 'node:http';
import { hasChanged, lapsedCodes } from '#core/commerce/index';
import type { CartQuote, Delivery, MissingItem } from '#core/commerce/index';
import { momentText } from '#core/kernel/moment-text';
import { formatMoney } from '#core/kernel/money';
import type { Bill, PaymentProviderId } from '#core/payments/index';
import { fieldsOf } from './delivery-form';
import { deliveryPart, shippingRow } from './delivery-part';
import { answerFramed, escapeHtml, list, preferredLanguage, row, shopLink } from './page-frame';
import type { Language } from './page-frame';
import { PAYMENT_TEXTS } from './payment-texts';
import type { PaymentPage } from './payment-texts';
import type { Offer } from './payment-quote';
import { REQUEST_TEXTS } from './request-texts';
import type { RequestPage } from './request-texts';

export interface PaymentContent {
  readonly missing?: readonly MissingItem[];
  readonly shopUrl?: string | null;
  /** The browser asks again after so long. */
  readonly refreshSeconds?: number;
}

/** A page that only says something; nothing personal is on it. */
export function answerPaymentPage(
  request: IncomingMessage,
  response: ServerResponse,
  status: number,
  page: PaymentPage | RequestPage,
  { missing = [], shopUrl = null, refreshSeconds }: PaymentContent = {},
): void {
  const language = preferredLanguage(request);
  const texts = { ...PAYMENT_TEXTS[language], ...REQUEST_TEXTS[language] };
  const [title, sentence] = texts[page];
  const items = list(missing.map(({ title: item, why }) => row(item, texts[why])));
  const inner = `<p>${escapeHtml(sentence)}</p>${items}${shopLink(language, shopUrl)}`;
  if (refreshSeconds !== undefined) response.setHeader('refresh', String(refreshSeconds));
  answerFramed(response, status, { language, title, inner });
}

/**
 * What is to be paid, and a button for each way to pay it. The button says which total it was pressed
 * for: another one is shown first and never charged unseen.
 */
export function answerOffer(
  request: IncomingMessage,
  response: ServerResponse,
  status: number,
  { view, quote, delivery, token }: Offer & { readonly token: string },
): void {
  const language = preferredLanguage(request);
  const texts = { ...PAYMENT_TEXTS[language], ...REQUEST_TEXTS[language] };
  const { link, bill, shop } = view;
  const [title, sentence] = bill.kind === 'sum' ? texts.asked : texts.pay;
  const lines = quote.lines.map(({ title: item, quantity }) =>
    row(item, bill.kind === 'sum' ? '' : `× ${quantity}`),
  );
  const total = formatMoney(quote.total, language);
  const sum = row(texts.total, total);
  const shipping = quote.parcels.map((parcel) => shippingRow(parcel, language));
  const buttons = view.accounts.map(({ provider }) => button(provider, language));
  const inner = [
    `<p>${escapeHtml(shop.name)}. ${escapeHtml(sentence)}</p>`,
    changedNote(bill, quote, language),
    `${list([...lines, ...shipping, sum])}<p>${escapeHtml(texts.included)}</p>`,
    `<form method="post" action="/p/${escapeHtml(token)}">${hidden(quote, delivery)}`,
    delivery ? deliveryPart(delivery, quote, language) : '',
    `${buttons.join('')}</form>`,
    link.request ? untilNote(link.expiresAt, shop.timeZone, language) : '',
  ];
  answerFramed(response, status, { language, title, inner: inner.join('') });
}

function changedNote(bill: Bill, quote: CartQuote, language: Language): string {
  if (bill.kind === 'sum' || !hasChanged(bill.cart, quote)) return '';
  const { changed, lapsedCode } = PAYMENT_TEXTS[language];
  const before = formatMoney(bill.cart.total, language);
  const words = [
    changed.replace('{before}', () => before),
    ...lapsedCodes(bill.cart, quote).map((code) => lapsedCode.replace('{code}', () => code)),
  ];
  return `<p class="note">${escapeHtml(words.join(' '))}</p>`;
}

/** When a request ends, by the clock of the store that asked. */
function untilNote(at: Date, timeZone: string, language: Language): string {
  const until = momentText(at, language, timeZone);
  const words = REQUEST_TEXTS[language].until.replace('{until}', () => until);
  return `<p>${escapeHtml(words)}</p>`;
}

const button = (provider: PaymentProviderId, language: Language): string =>
  `<button name="provider" value="${provider}">${escapeHtml(PAYMENT_TEXTS[language][provider])}</button>`;

/** What the page was shown for, sent back with whatever is pressed. */
function hidden({ total }: CartQuote, delivery: Delivery | null): string {
  const fields = [
    ['total', `${total.minor} ${total.currency}`] as const,
    ...(delivery ? fieldsOf(delivery) : []),
  ];
  return fields
    .map(
      ([name, value]) =>
        `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`,
    )
    .join('');
}
