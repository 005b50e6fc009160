/**
 * Ways to say "write to me again", as whole messages: they undo an opt-out, so that only clear ones
 * are here. A plain "yes" or "ok" answers whatever was asked last, and is none of them.
 */
export const START_PHRASES: Readonly<Record<string, readonly string[]>> = {
  en: [
    '(start|restart|unstop|subscribe|resubscribe|resume|opt in|opt me in|sign me up|subscribe me|start again)',
    '(start|resume|restart) (sending|) (me|) (your|the|) (messages|texts|reminders)',
    '(you can|) (message|text|write to) me again',
    'i want (to subscribe|to receive messages|messages) (again|)',
  ],
  it: [
    '(start|inizia|avvia|riprendi|riprendete|riattiva|riattivami|iscrivimi|iscrivetemi|reiscrivimi|riattivate)',
    '(riattiva|riprendi|riprendete|riattivate) (i|) messaggi',
    '(voglio|vorrei) (iscrivermi|ricevere i messaggi|ricevere messaggi) (di nuovo|)',
    'potete scrivermi (di nuovo|)',
  ],
  es: [
    '(start|iniciar|inicio|empezar|comenzar|reanudar|reactivar|suscribir|suscribirme|suscríbeme|darme de alta|dame de alta|dar de alta)',
    'quiero (recibir mensajes|suscribirme|volver a recibir mensajes)',
  ],
  pt: [
    '(start|iniciar|começar|retomar|reativar|inscrever|me inscreva|inscreva me|assinar|voltar a receber)',
    'quero (receber mensagens|me inscrever|voltar a receber mensagens)',
  ],
  fr: [
    '(start|démarrer|commencer|reprendre|réactiver|mabonner|abonnez moi|me réabonner|inscrivez moi)',
    'je veux (mabonner|me réabonner|recevoir vos messages|recevoir des messages)',
  ],
  de: [
    '(start|starten|anmelden|wieder anmelden|abonnieren|fortsetzen|melde mich an|melden sie mich an|weiter mit nachrichten)',
    'ich möchte (wieder|) nachrichten (erhalten|bekommen)',
  ],
  nl: [
    '(start|starten|aanmelden|inschrijven|hervatten|meld me aan|weer aanmelden)',
    'ik wil (weer|) berichten ontvangen',
  ],
  sv: ['(start|starta|börja|anmäl|anmäl mig|prenumerera|återuppta)'],
  da: ['(start|tilmeld|tilmeld mig|begynd|genoptag)'],
  nb: ['(start|meld meg på|påmeld|abonner|gjenoppta)'],
  fi: ['(start|aloita|aloita uudelleen|tilaa|jatka viestejä|tilaa viestit)'],
  pl: ['(start|zapisz|zapisz mnie|wznów|subskrybuj|rozpocznij|chcę otrzymywać wiadomości)'],
  cs: ['(start|začít|přihlásit|přihlaste mě|přihlásit se|obnovit|odebírat)'],
  sk: ['(start|štart|začať|prihlásiť|prihláste ma|prihlásiť sa|obnoviť|odoberať)'],
  hu: ['(start|indítás|feliratkozás|feliratkozom|kezdés|újra feliratkozom)'],
  ro: ['(start|pornește|începe|abonare|abonează mă|reia|reluați mesajele|vreau să primesc mesaje)'],
  hr: ['(start|kreni|započni|prijava|prijavi me|pretplati me|nastavi)'],
  sr: ['(старт|почни|пријава|пријави ме|настави|претплати ме)'],
  sl: ['(start|začni|prijava|prijavi me)'],
  ca: ['(comença|reprèn|donam dalta|subscriu me)'],
  tr: ['(başla|başlat|başlatın|abone ol|abone olmak istiyorum|yeniden başlat|tekrar başlat)'],
  el: ['(εναρξη|έναρξη|ξεκίνα|ξεκινήστε|εγγραφή|συνέχεια|εγγράψτε με)'],
  ru: [
    '(старт|начать|подписаться|подпишите меня|подписка|возобновить|хочу получать сообщения|снова подписаться)',
  ],
  uk: ['(старт|почати|підписатися|підписатись|підпишіть мене|відновити)'],
  bg: ['(старт|започни|абонирай ме|абонирайте ме|запиши ме|продължи)'],
  ar: [
    '(ابدأ|ابدا|ابدأوا|بدء|ستارت|اشتراك|اشترك|اشتركني|استئناف|تفعيل|إعادة الاشتراك|اعادة الاشتراك)',
    '(أريد|اريد|ابي|ابغى) (استلام|) (رسائلكم|الرسائل)',
  ],
  he: ['(התחל|התחילו|הרשמה|הירשם|רשמו אותי|הרשמו אותי|סטארט|חידוש|הצטרפות)'],
  fa: ['(شروع|شروع کن|شروع کنید|استارت|اشتراک|عضویت|عضو شوم|از سر بگیرید)'],
  ur: ['(شروع|شروع کرو|شروع کریں|سٹارٹ|اسٹارٹ|سبسکرائب|دوبارہ شروع کریں)'],
  hi: ['(शुरू|शुरू करो|शुरू करें|शुरु करें|स्टार्ट|चालू करें|चालू करो|सब्सक्राइब|फिर से शुरू करें|shuru karo|chalu karo)'],
  bn: ['(শুরু|শুরু করুন|শুরু করো|চালু করুন|স্টার্ট|সাবস্ক্রাইব|আবার শুরু করুন)'],
  id: ['(mulai|mulai lagi|langganan|berlangganan|aktifkan|daftarkan saya)'],
  ms: ['(mula|mulakan|mula semula|langgan|langgani|aktifkan)'],
  tl: ['(simulan|magsimula|ituloy|mag subscribe|isali mo ako)'],
  th: ['(เริ่ม|เริ่มใหม่|เริ่มรับข้อความ|สมัคร|สมัครรับข้อความ|รับข้อความอีกครั้ง|สตาร์ท|เปิดรับข้อความ) (ค่ะ|ครับ|)'],
  vi: ['(bắt đầu|bắt đầu lại|đăng ký|đăng kí|đăng ký lại|tiếp tục nhận tin|nhận tin|dang ky)'],
  ja: [
    '(開始|再開|配信再開|配信開始|登録|購読|スタート|配信希望|受信希望) (してください|お願いします|します|希望|)',
  ],
  ko: [
    '(시작|재개|구독|수신동의|수신 동의|다시 시작|스타트|다시 받기) (해주세요|해 주세요|합니다|할게요|)',
  ],
  zh: [
    '(请|請|) (开始|開始|恢复|恢復|订阅|訂閱|重新订阅|重新訂閱|重新开始|重新開始|恢复订阅|恢復訂閱)',
  ],
};
