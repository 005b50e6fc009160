import type { IncomingMessage, ServerResponse } from 'node:http';
import { answer, header } from './http';

/** What a shopper reads when a link leads nowhere any more. */
const TEXTS = {
  en: {
    expired: [
      'This link has expired',
      'The cart behind it is no longer kept. You can start again in the shop.',
    ],
    unknown: [
      'We don’t know this link',
      'It may have been cut off. Please open it from the message again.',
    ],
    bought: ['This order is already placed', 'Thank you! There is nothing left to pay here.'],
    resume: ['Your cart', 'Here is what you had chosen.'],
    toShop: 'Go to the shop',
    code: 'Your discount code',
  },
  it: {
    expired: [
      'Questo link è scaduto',
      'Il carrello non è più conservato. Può ricominciare nel negozio.',
    ],
    unknown: [
      'Non conosciamo questo link',
      'Forse è incompleto. Lo riapra dal messaggio, per favore.',
    ],
    bought: ['Ordine già effettuato', 'Grazie! Qui non resta nulla da pagare.'],
    resume: ['Il suo carrello', 'Ecco che cosa aveva scelto.'],
    toShop: 'Vai al negozio',
    code: 'Il suo codice sconto',
  },
  es: {
    expired: [
      'Este enlace ha caducado',
      'El carrito ya no se conserva. Puede empezar de nuevo en la tienda.',
    ],
    unknown: [
      'No conocemos este enlace',
      'Quizá esté incompleto. Ábralo de nuevo desde el mensaje.',
    ],
    bought: ['El pedido ya está hecho', '¡Gracias! No queda nada por pagar aquí.'],
    resume: ['Su carrito', 'Esto es lo que había elegido.'],
    toShop: 'Ir a la tienda',
    code: 'Su código de descuento',
  },
  fr: {
    expired: [
      'Ce lien a expiré',
      'Le panier n’est plus conservé. Vous pouvez recommencer dans la boutique.',
    ],
    unknown: [
      'Nous ne connaissons pas ce lien',
      'Il est peut-être incomplet. Rouvrez-le depuis le message.',
    ],
    bought: ['La commande est déjà passée', 'Merci ! Il ne reste rien à payer ici.'],
    resume: ['Votre panier', 'Voici ce que vous aviez choisi.'],
    toShop: 'Aller à la boutique',
    code: 'Votre code de réduction',
  },
  de: {
    expired: [
      'Dieser Link ist abgelaufen',
      'Der Warenkorb ist nicht mehr da. Im Shop können Sie neu beginnen.',
    ],
    unknown: [
      'Diesen Link kennen wir nicht',
      'Vielleicht fehlt ein Teil. Bitte öffnen Sie ihn noch einmal aus der Nachricht.',
    ],
    bought: ['Die Bestellung ist schon da', 'Danke! Hier ist nichts mehr zu bezahlen.'],
    resume: ['Ihr Warenkorb', 'Das hatten Sie ausgesucht.'],
    toShop: 'Zum Shop',
    code: 'Ihr Rabattcode',
  },
  pt: {
    expired: ['Este link expirou', 'O carrinho já não está guardado. Pode recomeçar na loja.'],
    unknown: [
      'Não conhecemos este link',
      'Talvez esteja incompleto. Abra-o de novo a partir da mensagem.',
    ],
    bought: ['O pedido já foi feito', 'Obrigado! Não há mais nada a pagar aqui.'],
    resume: ['O seu carrinho', 'Aqui está o que tinha escolhido.'],
    toShop: 'Ir para a loja',
    code: 'O seu código de desconto',
  },
} as const;

type Language = keyof typeof TEXTS;
export type ShopperPage = 'expired' | 'unknown' | 'bought' | 'resume';

export interface PageContent {
  readonly items?: readonly { readonly title: string; readonly quantity: number }[];
  /** A discount that the shopper may type in at the checkout. */
  readonly code?: string | null;
  readonly shopUrl?: string | null;
}

/** Answers a small page of its own: no script, no outside file, nothing personal. */
export function answerPage(
  request: IncomingMessage,
  response: ServerResponse,
  status: number,
  page: ShopperPage,
  content: PageContent = {},
): void {
  const language = preferredLanguage(header(request, 'accept-language'));
  answer(response, status, render(language, page, content), {
    'content-type': 'text/html; charset=utf-8',
    'content-language': language,
    'cache-control': 'no-store',
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors *",
    'x-robots-tag': 'noindex',
  });
}

function render(
  language: Language,
  page: ShopperPage,
  { items = [], code, shopUrl }: PageContent,
): string {
  const texts = TEXTS[language];
  const [title, words] = texts[page];
  const list = items
    .map(
      ({ title: item, quantity }) =>
        `<li><b>${escapeHtml(item)}</b><span>× ${quantity}</span></li>`,
    )
    .join('');
  const link = shopUrl
    ? `<a href="${escapeHtml(shopUrl)}" rel="noopener">${escapeHtml(texts.toShop)}</a>`
    : '';
  const discount = code ? `<p>${texts.code}: <b>${escapeHtml(code)}</b></p>` : '';
  return `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>${escapeHtml(title)}</title>
<style>
body{margin:0;min-height:100vh;display:grid;place-items:center;background:#f4f5f3;color:#1d2521;font:16px/1.5 system-ui,sans-serif}
main{max-width:26rem;margin:1.5rem;padding:2rem;background:#fff;border-radius:16px;box-shadow:0 1px 3px #0002}
h1{font-size:1.35rem;line-height:1.25;margin:0 0 .5rem}p{margin:0 0 1rem}
ul{list-style:none;padding:0;margin:0 0 1.25rem}li{display:flex;justify-content:space-between;gap:1rem;padding:.6rem 0;border-top:1px solid #e6e8e4}
b{font-weight:500;overflow-wrap:anywhere}a{display:inline-block;padding:.7rem 1.2rem;border-radius:10px;background:#0f6b4f;color:#fff;text-decoration:none}
</style></head><body><main><h1>${escapeHtml(title)}</h1><p>${escapeHtml(words)}</p>${list && `<ul>${list}</ul>`}${discount}${link}</main></body></html>`;
}

/** The first language of the browser's list that we speak; English otherwise. */
function preferredLanguage(accepted: string | null): Language {
  const wanted = (accepted ?? '').split(',').map((part) => part.trim().slice(0, 2).toLowerCase());
  return wanted.find((code): code is Language => code in TEXTS) ?? 'en';
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

export const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (char) => ENTITIES[char] ?? '');
