import type { IncomingMessage, ServerResponse } from 'node:http';
import { answerFramed, escapeHtml, list, preferredLanguage, row, shopLink } from './page-frame';
import type { Language } from './page-frame';

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
    code: 'O seu código de desconto',
  },
} as const satisfies Record<Language, object>;

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
  const language = preferredLanguage(request);
  const [title, words] = TEXTS[language][page];
  const inner = `<p>${escapeHtml(words)}</p>${contentOf(language, content)}`;
  answerFramed(response, status, { language, title, inner });
}

function contentOf(language: Language, { items = [], code, shopUrl }: PageContent): string {
  const texts = TEXTS[language];
  const rows = items.map(({ title: item, quantity }) => row(item, `× ${quantity}`));
  const discount = code ? `<p>${texts.code}: <b>${escapeHtml(code)}</b></p>` : '';
  return `${list(rows)}${discount}${shopLink(language, shopUrl ?? null)}`;
}
