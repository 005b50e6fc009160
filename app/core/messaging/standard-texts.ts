export type StandardName = 'cart_reminder' | 'cart_reminder_last';

export interface StandardText {
  /** The vendor's language code. */
  readonly language: string;
  readonly bodies: Readonly<Record<StandardName, string>>;
  readonly footer: string;
  readonly checkout: string;
  readonly question: string;
}

/**
 * Written in each language, not translated. The first is one genuine reminder: no pressure, no
 * discount, no deadline, and an offer to help. The last one says that it is the last.
 * STOP stays STOP: the opt-out words understand it everywhere.
 */
export const STANDARD_TEXTS: readonly StandardText[] = [
  {
    language: 'en',
    bodies: {
      cart_reminder:
        'Hi {{1}}, you left something in your cart: {{2}}. Everything is still there at {{3}}, just as you chose it, so you can pick up where you stopped whenever it suits you. If something was unclear, ask us right here.',
      cart_reminder_last:
        'Hi {{1}}, a last note about your cart at {{2}}: {{3}}, {{4}} in total, is still saved for you. We won’t write about it again. If you would still like it, one tap takes you back to where you stopped.',
    },
    footer: 'Reply STOP to opt out',
    checkout: 'Checkout now',
    question: 'Ask a question',
  },
  {
    language: 'it',
    bodies: {
      cart_reminder:
        'Ciao {{1}}, hai lasciato qualcosa nel carrello: {{2}}. È ancora tutto lì su {{3}}, come l’avevi scelto, e puoi riprendere da dove avevi lasciato quando ti fa comodo. Se qualcosa non era chiaro, chiedi pure qui.',
      cart_reminder_last:
        'Ciao {{1}}, un ultimo messaggio sul tuo carrello da {{2}}: {{3}}, in totale {{4}}, è ancora salvato per te. Non ti scriveremo più a riguardo. Se lo desideri ancora, con un tocco torni al punto in cui eri.',
    },
    footer: 'Rispondi STOP per non ricevere altro',
    checkout: 'Completa l’ordine',
    question: 'Fai una domanda',
  },
  {
    language: 'es',
    bodies: {
      cart_reminder:
        'Hola {{1}}, dejaste algo en tu carrito: {{2}}. Todo sigue en {{3}} tal como lo elegiste, así que puedes continuar donde lo dejaste cuando te venga bien. Si algo no quedó claro, pregúntanos aquí mismo.',
      cart_reminder_last:
        'Hola {{1}}, un último mensaje sobre tu carrito en {{2}}: {{3}}, en total {{4}}, sigue guardado para ti. No volveremos a escribirte por esto. Si todavía lo quieres, con un toque vuelves a donde lo dejaste.',
    },
    footer: 'Responde STOP para no recibir más',
    checkout: 'Completar la compra',
    question: 'Hacer una pregunta',
  },
  {
    language: 'fr',
    bodies: {
      cart_reminder:
        'Bonjour {{1}}, vous avez laissé quelque chose dans votre panier : {{2}}. Tout est encore chez {{3}}, tel que vous l’aviez choisi, et vous pouvez reprendre quand cela vous convient. Si un point n’était pas clair, posez-nous la question ici.',
      cart_reminder_last:
        'Bonjour {{1}}, un dernier mot au sujet de votre panier chez {{2}} : {{3}}, pour un total de {{4}}, est toujours gardé pour vous. Nous ne vous écrirons plus à ce sujet. S’il vous plaît toujours, un geste suffit pour reprendre.',
    },
    footer: 'Répondez STOP pour ne plus rien recevoir',
    checkout: 'Finaliser la commande',
    question: 'Poser une question',
  },
  {
    language: 'de',
    bodies: {
      cart_reminder:
        'Hallo {{1}}, in deinem Warenkorb liegt noch etwas: {{2}}. Bei {{3}} ist alles noch so, wie du es ausgesucht hast, und du kannst weitermachen, wann es dir passt. Falls etwas unklar war, frag uns einfach hier.',
      cart_reminder_last:
        'Hallo {{1}}, eine letzte Nachricht zu deinem Warenkorb bei {{2}}: {{3}}, zusammen {{4}}, ist noch für dich gespeichert. Wir schreiben dir dazu nicht noch einmal. Wenn du möchtest, bringt dich ein Tippen dorthin zurück, wo du warst.',
    },
    footer: 'Antworte STOP, um nichts mehr zu erhalten',
    checkout: 'Zur Kasse',
    question: 'Frage stellen',
  },
  {
    language: 'pt_BR',
    bodies: {
      cart_reminder:
        'Olá {{1}}, você deixou algo no carrinho: {{2}}. Está tudo na {{3}} do jeito que você escolheu, e dá para continuar de onde parou quando for melhor para você. Se ficou alguma dúvida, é só perguntar aqui.',
      cart_reminder_last:
        'Olá {{1}}, uma última mensagem sobre o seu carrinho na {{2}}: {{3}}, no total de {{4}}, continua guardado para você. Não vamos escrever de novo sobre isso. Se ainda quiser, um toque leva você de volta ao ponto em que parou.',
    },
    footer: 'Responda STOP para não receber mais',
    checkout: 'Finalizar a compra',
    question: 'Fazer uma pergunta',
  },
];
