import type { IncomingMessage, ServerResponse } from 'node:http';
import { hasChanged } from '#core/commerce/index';
import type { CartQuote, MissingItem } from '#core/commerce/index';
import { momentText } from '#core/kernel/moment-text';
import { formatMoney } from '#core/kernel/money';
import type { Bill, Payable } from '#core/payments/index';
import { answerFramed, escapeHtml, list, preferredLanguage, row, shopLink } from './page-frame';
import type { Language } from './page-frame';
import { PAYMENT_TEXTS } from './payment-texts';
import type { PaymentPage } from './payment-texts';
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
  { view, quote, token }: { view: Payable; quote: CartQuote; token: string },
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
  const buttons = view.accounts.map(({ provider }) => button(token, provider, quote, language));
  const inner = [
    `<p>${escapeHtml(shop.name)}. ${escapeHtml(sentence)}</p>`,
    changedNote(bill, quote, language),
    `${list([...lines, sum])}<p>${escapeHtml(texts.included)}</p>`,
    ...buttons,
    link.request ? untilNote(link.expiresAt, shop.timeZone, language) : '',
  ];
  answerFramed(response, status, { language, title, inner: inner.join('') });
}

function changedNote(bill: Bill, quote: CartQuote, language: Language): string {
  if (bill.kind === 'sum' || !hasChanged(bill.cart, quote)) return '';
  const before = formatMoney(bill.cart.total, language);
  const words = PAYMENT_TEXTS[language].changed.replace('{before}', () => before);
  return `<p class="note">${escapeHtml(words)}</p>`;
}

/** When a request ends, by the clock of the store that asked. */
function untilNote(at: Date, timeZone: string, language: Language): string {
  const until = momentText(at, language, timeZone);
  const words = REQUEST_TEXTS[language].until.replace('{until}', () => until);
  return `<p>${escapeHtml(words)}</p>`;
}

function button(
  token: string,
  provider: Payable['accounts'][number]['provider'],
  { total }: CartQuote,
  language: Language,
): string {
  const words = escapeHtml(PAYMENT_TEXTS[language][provider]);
  return `<form method="post" action="/p/${escapeHtml(token)}">
<input type="hidden" name="total" value="${total.minor} ${total.currency}">
<button name="provider" value="${provider}">${words}</button></form>`;
}
