import type { AddressPart } from '#core/commerce/index';
import type { Language } from './page-frame';

type Texts = Readonly<Record<AddressPart, string>> & {
  readonly title: string;
  readonly sentence: string;
  readonly next: string;
  /** Beside a field that nobody filled in. */
  readonly missing: string;
  /** Beside a field that the store does not take. */
  readonly refused: string;
  readonly undeliverable: string;
  readonly choose: string;
  readonly sentTo: string;
  readonly change: string;
  readonly otherWays: string;
  readonly free: string;
};

/** What a shopper reads who says where a paid cart is to be sent. */
export const ADDRESS_TEXTS: Readonly<Record<Language, Texts>> = {
  en: {
    title: 'Where should it be sent?',
    sentence: 'The next page shows what sending costs and the total. Nothing is charged yet.',
    firstName: 'First name',
    lastName: 'Last name',
    address1: 'Street and number',
    address2: 'Flat, floor, company (optional)',
    postcode: 'Postcode',
    city: 'City',
    province: 'Province or state',
    country: 'Country',
    next: 'Continue',
    missing: 'Please fill this in.',
    refused: 'The shop does not know this one. Please check it.',
    undeliverable: 'The shop sends nothing to this address. Another one may do.',
    choose: 'Please choose',
    sentTo: 'It is sent to',
    change: 'Change the address',
    otherWays: 'Other ways to send it',
    free: 'free',
  },
  it: {
    title: 'Dove va spedito?',
    sentence:
      'Nella pagina seguente trova le spese di spedizione e il totale. Non viene ancora addebitato nulla.',
    firstName: 'Nome',
    lastName: 'Cognome',
    address1: 'Via e numero civico',
    address2: 'Interno, piano, azienda (facoltativo)',
    postcode: 'CAP',
    city: 'Città',
    province: 'Provincia o stato',
    country: 'Paese',
    next: 'Continua',
    missing: 'Campo da compilare.',
    refused: 'Il negozio non lo riconosce. Può controllarlo?',
    undeliverable: 'Il negozio non spedisce a questo indirizzo. Forse a un altro sì.',
    choose: 'Scelga dall’elenco',
    sentTo: 'Viene spedito a',
    change: 'Cambia indirizzo',
    otherWays: 'Altri modi di spedizione',
    free: 'gratis',
  },
  es: {
    title: '¿Adónde se envía?',
    sentence:
      'En la página siguiente verá los gastos de envío y el total. Todavía no se cobra nada.',
    firstName: 'Nombre',
    lastName: 'Apellidos',
    address1: 'Calle y número',
    address2: 'Piso, puerta, empresa (opcional)',
    postcode: 'Código postal',
    city: 'Ciudad',
    province: 'Provincia o estado',
    country: 'País',
    next: 'Continuar',
    missing: 'Rellene este campo.',
    refused: 'La tienda no lo reconoce. ¿Puede revisarlo?',
    undeliverable: 'La tienda no envía a esta dirección. Quizá a otra sí.',
    choose: 'Elija de la lista',
    sentTo: 'Se envía a',
    change: 'Cambiar la dirección',
    otherWays: 'Otras formas de envío',
    free: 'gratis',
  },
  fr: {
    title: 'Où faut-il l’envoyer ?',
    sentence:
      'La page suivante indique les frais de livraison et le total. Rien n’est débité pour l’instant.',
    firstName: 'Prénom',
    lastName: 'Nom',
    address1: 'Numéro et rue',
    address2: 'Étage, appartement, société (facultatif)',
    postcode: 'Code postal',
    city: 'Ville',
    province: 'Province ou État',
    country: 'Pays',
    next: 'Continuer',
    missing: 'Veuillez remplir ce champ.',
    refused: 'La boutique ne le reconnaît pas. Veuillez vérifier.',
    undeliverable: 'La boutique n’envoie rien à cette adresse. Une autre conviendra peut-être.',
    choose: 'Veuillez choisir',
    sentTo: 'Envoi à',
    change: 'Changer l’adresse',
    otherWays: 'Autres modes d’envoi',
    free: 'gratuit',
  },
  de: {
    title: 'Wohin soll es geschickt werden?',
    sentence:
      'Auf der nächsten Seite stehen die Versandkosten und die Summe. Noch wird nichts abgebucht.',
    firstName: 'Vorname',
    lastName: 'Nachname',
    address1: 'Straße und Hausnummer',
    address2: 'Wohnung, Stock, Firma (freiwillig)',
    postcode: 'Postleitzahl',
    city: 'Ort',
    province: 'Provinz oder Bundesstaat',
    country: 'Land',
    next: 'Weiter',
    missing: 'Bitte ausfüllen.',
    refused: 'Das kennt der Shop nicht. Bitte prüfen Sie es.',
    undeliverable: 'An diese Adresse verschickt der Shop nichts. Vielleicht geht eine andere.',
    choose: 'Bitte wählen',
    sentTo: 'Geschickt wird an',
    change: 'Adresse ändern',
    otherWays: 'Andere Versandarten',
    free: 'kostenlos',
  },
  pt: {
    title: 'Para onde deve ser enviado?',
    sentence: 'A página seguinte mostra os portes de envio e o total. Ainda não é cobrado nada.',
    firstName: 'Nome próprio',
    lastName: 'Apelido',
    address1: 'Rua e número',
    address2: 'Andar, porta, empresa (opcional)',
    postcode: 'Código postal',
    city: 'Localidade',
    province: 'Província ou estado',
    country: 'País',
    next: 'Continuar',
    missing: 'Preencha este campo.',
    refused: 'A loja não o reconhece. Verifique, por favor.',
    undeliverable: 'A loja não envia para este endereço. Talvez para outro.',
    choose: 'Escolha da lista',
    sentTo: 'É enviado para',
    change: 'Mudar o endereço',
    otherWays: 'Outras formas de envio',
    free: 'grátis',
  },
};
