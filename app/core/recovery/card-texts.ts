/** The two texts that a product card has besides the shop's own; by ISO 639 language. */
interface CardTexts {
  readonly headline: string;
  readonly total: string;
}

const ENGLISH: CardTexts = { headline: 'You left something behind', total: 'Total' };

const TEXTS: Readonly<Record<string, CardTexts>> = {
  en: ENGLISH,
  it: { headline: 'Hai lasciato qualcosa', total: 'Totale' },
  es: { headline: 'Te dejaste algo', total: 'Total' },
  fr: { headline: 'Vous avez oublié quelque chose', total: 'Total' },
  de: { headline: 'Da liegt noch etwas für dich', total: 'Summe' },
  pt: { headline: 'Você deixou algo para trás', total: 'Total' },
  nl: { headline: 'Je hebt iets achtergelaten', total: 'Totaal' },
  pl: { headline: 'Coś na Ciebie czeka', total: 'Razem' },
  ro: { headline: 'Ai uitat ceva', total: 'Total' },
  sv: { headline: 'Du glömde något', total: 'Totalt' },
  da: { headline: 'Du glemte noget', total: 'I alt' },
  nb: { headline: 'Du glemte noe', total: 'Totalt' },
  fi: { headline: 'Jotain jäi ostoskoriin', total: 'Yhteensä' },
  cs: { headline: 'Něco na vás čeká', total: 'Celkem' },
  hu: { headline: 'Valami itt maradt', total: 'Összesen' },
  el: { headline: 'Κάτι σας περιμένει', total: 'Σύνολο' },
  ru: { headline: 'Вы кое-что оставили', total: 'Итого' },
  uk: { headline: 'Ви дещо залишили', total: 'Разом' },
  tr: { headline: 'Bir şey unuttunuz', total: 'Toplam' },
  ar: { headline: 'تركت شيئًا في سلتك', total: 'المجموع' },
  he: { headline: 'השארת משהו בעגלה', total: 'סה״כ' },
  hi: { headline: 'आपके कार्ट में कुछ बाकी है', total: 'कुल' },
  ja: { headline: 'カートに商品が残っています', total: '合計' },
  zh: { headline: '您的购物车里还有商品', total: '合计' },
  ko: { headline: '장바구니에 상품이 남아 있어요', total: '합계' },
  th: { headline: 'คุณยังมีสินค้าในตะกร้า', total: 'รวม' },
};

const TRADITIONAL: CardTexts = { headline: '您的購物車裡還有商品', total: '合計' };

/**
 * The card's texts in the language of the message.
 * @param language BCP 47, or the vendor's spelling of it ("pt_BR").
 */
export function cardTexts(language: string): CardTexts {
  const parts = language.replaceAll('_', '-');
  if (/^zh-(hant|tw|hk|mo)/i.test(parts)) return TRADITIONAL;
  return TEXTS[(parts.split('-')[0] ?? '').toLowerCase()] ?? ENGLISH;
}
