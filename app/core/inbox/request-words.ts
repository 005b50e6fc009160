import type { Shop } from '#core/commerce/index';
import { formatMoney } from '../kernel/money';
import { momentText } from '../kernel/moment-text';
import type { Sum } from '#core/payments/index';
import { inChat } from './in-chat';
import type { InChat } from './in-chat';

/** What the shopper reads; `{until}` is the store's time. */
const TEXTS: Readonly<Record<'sum' | 'cart', InChat>> = {
  sum: {
    en: '{shop} asks you to pay {sum} for: {reason}\nYou can pay here until {until}: {url}',
    it: '{shop} le chiede di pagare {sum} per: {reason}\nPuò pagare qui (scadenza: {until}): {url}',
    es: '{shop} le pide que pague {sum} por: {reason}\nPuede pagar aquí hasta el {until}: {url}',
    fr: '{shop} vous demande de payer {sum} pour : {reason}\nVous pouvez payer ici jusqu’au {until} : {url}',
    de: '{shop} bittet Sie, {sum} zu bezahlen für: {reason}\nSie können hier bis {until} bezahlen: {url}',
    pt: '{shop} pede-lhe que pague {sum} por: {reason}\nPode pagar aqui até {until}: {url}',
  },
  cart: {
    en: 'You can pay for your cart at {shop} here until {until}: {url}',
    it: 'Può pagare qui il suo carrello da {shop} (scadenza: {until}): {url}',
    es: 'Puede pagar aquí su carrito de {shop} hasta el {until}: {url}',
    fr: 'Vous pouvez payer ici votre panier chez {shop} jusqu’au {until} : {url}',
    de: 'Sie können Ihren Warenkorb bei {shop} hier bis {until} bezahlen: {url}',
    pt: 'Pode pagar aqui o seu carrinho na {shop} até {until}: {url}',
  },
};

export interface Asking {
  readonly shop: Pick<Shop, 'name' | 'locale' | 'timeZone'>;
  /** BCP 47, the shopper's; null where it is not known. */
  readonly locale: string | null;
  /** Null for a cart: what it costs its store says when the link is opened. */
  readonly sum: Sum | null;
  readonly url: string;
  readonly expiresAt: Date;
}

/** The message that asks a shopper for a payment, in the shopper's language or else the store's. */
export function requestText({ shop, locale, sum, url, expiresAt }: Asking): string {
  return inChat(TEXTS[sum ? 'sum' : 'cart'], locale ?? shop.locale, (spoken) => ({
    shop: shop.name,
    until: momentText(expiresAt, spoken, shop.timeZone),
    url,
    ...(sum ? { sum: formatMoney(sum.amount, spoken), reason: sum.reason } : {}),
  }));
}
