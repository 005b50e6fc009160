import type { MissingItem } from '#core/commerce/index';
import type { PaymentProviderId } from '#core/payments/index';
import type { Language } from './page-frame';

export type PaymentPage =
  'pay' | 'asking' | 'paid' | 'pending' | 'held' | 'missing' | 'busy' | 'refused';

type Texts = Readonly<Record<PaymentPage, readonly [title: string, sentence: string]>> &
  Readonly<Record<PaymentProviderId | MissingItem['why'], string>> & {
    readonly total: string;
    readonly included: string;
    /** `{before}` is the total that the shopper knows. */
    readonly changed: string;
    /** `{code}` is a discount that the store does not take any more. */
    readonly lapsedCode: string;
  };

/** What a shopper reads when a cart is paid by a link. */
export const PAYMENT_TEXTS: Readonly<Record<Language, Texts>> = {
  en: {
    pay: ['Your order', 'The shop confirmed prices and stock just now.'],
    asking: [
      'One moment, please',
      'We are checking that your payment has arrived. This page goes on by itself.',
    ],
    paid: [
      'Thank you, your payment has arrived',
      'The shop has your order. There is nothing left to pay here.',
    ],
    pending: [
      'Your payment is on its way',
      'Some ways to pay take a while. The shop gets your order as soon as the money arrives.',
    ],
    held: ['Your payment has arrived', 'The shop is checking it and will get in touch with you.'],
    missing: [
      'Not everything is available any more',
      'Nothing has been charged. You can choose again in the shop.',
    ],
    busy: ['This did not work just now', 'Nothing has been charged. Please try again in a minute.'],
    refused: [
      'This can’t be paid here',
      'Nothing has been charged. You can finish your order in the shop.',
    ],
    total: 'Total',
    included: 'Everything included',
    changed: 'The total is no longer {before}. It has changed in the shop.',
    lapsedCode: 'The code {code} does not count any more.',
    stripe: 'Pay now',
    paypal: 'Pay with PayPal',
    gone: 'no longer sold',
    sold_out: 'sold out',
    too_few: 'not enough left',
  },
  it: {
    pay: ['Il suo ordine', 'Il negozio ha appena confermato prezzi e disponibilità.'],
    asking: [
      'Un momento',
      'Stiamo verificando che il pagamento sia arrivato. La pagina prosegue da sola.',
    ],
    paid: [
      'Grazie, il pagamento è arrivato',
      'Il negozio ha ricevuto il suo ordine. Qui non resta nulla da pagare.',
    ],
    pending: [
      'Il pagamento è in arrivo',
      'Con alcuni metodi serve un po’ di tempo. Il negozio riceve l’ordine appena arriva il denaro.',
    ],
    held: ['Il pagamento è arrivato', 'Il negozio lo sta verificando e la contatterà.'],
    missing: [
      'Non tutto è ancora disponibile',
      'Non è stato addebitato nulla. Può scegliere di nuovo nel negozio.',
    ],
    busy: ['Adesso non ha funzionato', 'Non è stato addebitato nulla. Riprovi tra un minuto.'],
    refused: [
      'Qui non è possibile pagare',
      'Non è stato addebitato nulla. Può completare l’ordine nel negozio.',
    ],
    total: 'Totale',
    included: 'Tutto compreso',
    changed: 'Il totale non è più {before}. È cambiato nel negozio.',
    lapsedCode: 'Il codice {code} non vale più.',
    stripe: 'Paga ora',
    paypal: 'Paga con PayPal',
    gone: 'non più in vendita',
    sold_out: 'esaurito',
    too_few: 'non ce ne sono abbastanza',
  },
  es: {
    pay: ['Su pedido', 'La tienda acaba de confirmar precios y existencias.'],
    asking: [
      'Un momento',
      'Estamos comprobando que su pago haya llegado. La página continúa sola.',
    ],
    paid: [
      'Gracias, su pago ha llegado',
      'La tienda tiene su pedido. No queda nada por pagar aquí.',
    ],
    pending: [
      'Su pago está en camino',
      'Algunos métodos tardan un poco. La tienda recibe el pedido en cuanto llegue el dinero.',
    ],
    held: [
      'Su pago ha llegado',
      'La tienda lo está comprobando y se pondrá en contacto con usted.',
    ],
    missing: [
      'Ya no está todo disponible',
      'No se ha cobrado nada. Puede elegir de nuevo en la tienda.',
    ],
    busy: ['Ahora no ha funcionado', 'No se ha cobrado nada. Inténtelo de nuevo en un minuto.'],
    refused: [
      'Aquí no se puede pagar',
      'No se ha cobrado nada. Puede terminar su pedido en la tienda.',
    ],
    total: 'Total',
    included: 'Todo incluido',
    changed: 'El total ya no es {before}. Ha cambiado en la tienda.',
    lapsedCode: 'El código {code} ya no es válido.',
    stripe: 'Pagar ahora',
    paypal: 'Pagar con PayPal',
    gone: 'ya no se vende',
    sold_out: 'agotado',
    too_few: 'no quedan suficientes',
  },
  fr: {
    pay: ['Votre commande', 'La boutique vient de confirmer les prix et le stock.'],
    asking: [
      'Un instant',
      'Nous vérifions que votre paiement est arrivé. La page continue d’elle-même.',
    ],
    paid: [
      'Merci, votre paiement est arrivé',
      'La boutique a votre commande. Il ne reste rien à payer ici.',
    ],
    pending: [
      'Votre paiement est en route',
      'Certains moyens de paiement prennent du temps. La boutique reçoit la commande dès que l’argent arrive.',
    ],
    held: ['Votre paiement est arrivé', 'La boutique le vérifie et vous contactera.'],
    missing: [
      'Tout n’est plus disponible',
      'Rien n’a été débité. Vous pouvez choisir à nouveau dans la boutique.',
    ],
    busy: ['Cela n’a pas fonctionné', 'Rien n’a été débité. Réessayez dans une minute.'],
    refused: [
      'Le paiement n’est pas possible ici',
      'Rien n’a été débité. Vous pouvez terminer votre commande dans la boutique.',
    ],
    total: 'Total',
    included: 'Tout compris',
    changed: 'Le total n’est plus de {before}. Il a changé dans la boutique.',
    lapsedCode: 'Le code {code} n’est plus valable.',
    stripe: 'Payer maintenant',
    paypal: 'Payer avec PayPal',
    gone: 'plus en vente',
    sold_out: 'épuisé',
    too_few: 'il n’en reste pas assez',
  },
  de: {
    pay: ['Ihre Bestellung', 'Der Shop hat Preise und Bestand gerade bestätigt.'],
    asking: [
      'Einen Moment bitte',
      'Wir prüfen, ob Ihre Zahlung angekommen ist. Die Seite geht von selbst weiter.',
    ],
    paid: [
      'Danke, Ihre Zahlung ist da',
      'Der Shop hat Ihre Bestellung. Hier ist nichts mehr zu bezahlen.',
    ],
    pending: [
      'Ihre Zahlung ist unterwegs',
      'Manche Zahlungsarten brauchen etwas Zeit. Der Shop bekommt die Bestellung, sobald das Geld da ist.',
    ],
    held: ['Ihre Zahlung ist da', 'Der Shop prüft sie und meldet sich bei Ihnen.'],
    missing: [
      'Nicht alles ist noch zu haben',
      'Es wurde nichts abgebucht. Im Shop können Sie neu wählen.',
    ],
    busy: [
      'Das hat gerade nicht geklappt',
      'Es wurde nichts abgebucht. Bitte versuchen Sie es in einer Minute noch einmal.',
    ],
    refused: [
      'Hier kann nicht bezahlt werden',
      'Es wurde nichts abgebucht. Sie können die Bestellung im Shop abschließen.',
    ],
    total: 'Summe',
    included: 'Alles inbegriffen',
    changed: 'Die Summe ist nicht mehr {before}. Sie hat sich im Shop geändert.',
    lapsedCode: 'Der Code {code} gilt nicht mehr.',
    stripe: 'Jetzt bezahlen',
    paypal: 'Mit PayPal bezahlen',
    gone: 'nicht mehr im Verkauf',
    sold_out: 'ausverkauft',
    too_few: 'nicht genug da',
  },
  pt: {
    pay: ['O seu pedido', 'A loja acabou de confirmar preços e stock.'],
    asking: [
      'Um momento',
      'Estamos a verificar se o seu pagamento chegou. A página continua sozinha.',
    ],
    paid: [
      'Obrigado, o seu pagamento chegou',
      'A loja tem o seu pedido. Não há mais nada a pagar aqui.',
    ],
    pending: [
      'O seu pagamento está a caminho',
      'Alguns métodos demoram um pouco. A loja recebe o pedido assim que o dinheiro chegar.',
    ],
    held: ['O seu pagamento chegou', 'A loja está a verificá-lo e entrará em contacto.'],
    missing: ['Nem tudo está disponível', 'Nada foi cobrado. Pode escolher de novo na loja.'],
    busy: ['Agora não funcionou', 'Nada foi cobrado. Tente de novo dentro de um minuto.'],
    refused: ['Não é possível pagar aqui', 'Nada foi cobrado. Pode concluir o pedido na loja.'],
    total: 'Total',
    included: 'Tudo incluído',
    changed: 'O total já não é {before}. Mudou na loja.',
    lapsedCode: 'O código {code} já não é válido.',
    stripe: 'Pagar agora',
    paypal: 'Pagar com PayPal',
    gone: 'já não se vende',
    sold_out: 'esgotado',
    too_few: 'não há que chegue',
  },
};
