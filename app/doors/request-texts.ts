import type { Language } from './page-frame';

export type RequestPage = 'asked' | 'withdrawn' | 'untaken' | 'lapsed';

type Texts = Readonly<Record<RequestPage, readonly [title: string, sentence: string]>> & {
  /** `{until}` is a moment by the store's clock. */
  readonly until: string;
};

/** What a shopper reads of a payment that an agent asked for in the chat. */
export const REQUEST_TEXTS: Readonly<Record<Language, Texts>> = {
  en: {
    asked: ['Payment requested', 'The shop asks you for this payment.'],
    withdrawn: [
      'This request was taken back',
      'Nothing has been charged. Ask the shop in the chat if you expected to pay.',
    ],
    untaken: [
      'This can’t be paid here now',
      'Nothing has been charged. Please ask the shop in the chat.',
    ],
    lapsed: [
      'This request has ended',
      'Nothing has been charged. Ask the shop in the chat for a new one.',
    ],
    until: 'You can pay here until {until}.',
  },
  it: {
    asked: ['Richiesta di pagamento', 'Il negozio le chiede questo pagamento.'],
    withdrawn: [
      'Questa richiesta è stata annullata',
      'Non è stato addebitato nulla. Se si aspettava di pagare, chieda al negozio nella chat.',
    ],
    untaken: [
      'Adesso qui non è possibile pagare',
      'Non è stato addebitato nulla. Chieda al negozio nella chat.',
    ],
    lapsed: [
      'Questa richiesta è scaduta',
      'Non è stato addebitato nulla. Ne chieda una nuova al negozio nella chat.',
    ],
    until: 'Può pagare qui; la scadenza è {until}.',
  },
  es: {
    asked: ['Solicitud de pago', 'La tienda le pide este pago.'],
    withdrawn: [
      'Esta solicitud se ha retirado',
      'No se ha cobrado nada. Si esperaba pagar, pregunte a la tienda en el chat.',
    ],
    untaken: [
      'Ahora no se puede pagar aquí',
      'No se ha cobrado nada. Pregunte a la tienda en el chat.',
    ],
    lapsed: [
      'Esta solicitud ha caducado',
      'No se ha cobrado nada. Pida una nueva a la tienda en el chat.',
    ],
    until: 'Puede pagar aquí hasta el {until}.',
  },
  fr: {
    asked: ['Demande de paiement', 'La boutique vous demande ce paiement.'],
    withdrawn: [
      'Cette demande a été retirée',
      'Rien n’a été débité. Si vous pensiez payer, demandez à la boutique dans le chat.',
    ],
    untaken: [
      'Le paiement n’est pas possible ici pour le moment',
      'Rien n’a été débité. Demandez à la boutique dans le chat.',
    ],
    lapsed: [
      'Cette demande a expiré',
      'Rien n’a été débité. Demandez-en une nouvelle à la boutique dans le chat.',
    ],
    until: 'Vous pouvez payer ici jusqu’au {until}.',
  },
  de: {
    asked: ['Bitte um Zahlung', 'Der Shop bittet Sie um diese Zahlung.'],
    withdrawn: [
      'Diese Bitte wurde zurückgenommen',
      'Es wurde nichts abgebucht. Wenn Sie zahlen wollten, fragen Sie den Shop im Chat.',
    ],
    untaken: [
      'Hier kann gerade nicht bezahlt werden',
      'Es wurde nichts abgebucht. Bitte fragen Sie den Shop im Chat.',
    ],
    lapsed: [
      'Diese Bitte ist abgelaufen',
      'Es wurde nichts abgebucht. Bitten Sie den Shop im Chat um eine neue.',
    ],
    until: 'Sie können hier bis {until} bezahlen.',
  },
  pt: {
    asked: ['Pedido de pagamento', 'A loja pede-lhe este pagamento.'],
    withdrawn: [
      'Este pedido foi retirado',
      'Nada foi cobrado. Se contava pagar, pergunte à loja no chat.',
    ],
    untaken: ['Agora não é possível pagar aqui', 'Nada foi cobrado. Pergunte à loja no chat.'],
    lapsed: ['Este pedido expirou', 'Nada foi cobrado. Peça um novo à loja no chat.'],
    until: 'Pode pagar aqui até {until}.',
  },
};
