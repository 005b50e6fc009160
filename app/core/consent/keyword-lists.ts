import { START_PHRASES } from './start-phrases';
import { EASTERN_STOP_PHRASES } from './stop-phrases-east';
import { WESTERN_STOP_PHRASES } from './stop-phrases-west';

/** ISO 639-1 code (and `tl`) → patterns of whole messages; see `expand` for their notation. */
export type PhraseList = Readonly<Record<string, readonly string[]>>;

export const STOP_LIST: PhraseList = { ...WESTERN_STOP_PHRASES, ...EASTERN_STOP_PHRASES };
export const START_LIST: PhraseList = START_PHRASES;

/** Languages whose words fall together with others once their accents are gone. */
export const ACCENTS_MATTER: ReadonlySet<string> = new Set(['vi']);

/** Courtesy and address around the wish that leave it as it is, longest first where they overlap. */
export const POLITE_WORDS: readonly string[] = [
  // en
  'please|pls|plz|thanks|thank you|thx|kindly|now|hi|hello|hey|ok|okay|just|immediately|right now|asap',
  'can you|could you|would you|can you please|could you please|sorry|sir|madam|team|guys|already|right away|i said',
  // it es pt fr
  'per favore|perfavore|per piacere|grazie|ciao|salve|buongiorno|buonasera|subito|prego|cortesemente|scusate',
  'por favor|porfavor|porfa|gracias|hola|buenos días|ahora|disculpe|muchas gracias',
  'obrigado|obrigada|olá|oi|bom dia|boa tarde|agora|já|pfv|por gentileza|gentileza',
  'sil vous plaît|sil te plaît|svp|stp|merci|bonjour|salut|maintenant|bonsoir|merci davance',
  // de nl and the north
  'bitte|danke|hallo|sofort|guten tag|jetzt|vielen dank|endlich|alstublieft|aub|graag|bedankt|dank u',
  'tack|hej|snälla|venligst|vær så snill|vennligst|takk|hei|kiitos|moi|ole hyvä|olkaa hyvä',
  // centre and east of Europe
  'proszę|dziękuję|dzień dobry|prosím|děkuji|dobrý den|ďakujem|dobrý deň|kérem|köszönöm|légyszi|szia',
  'vă rog|te rog|mulțumesc|bună ziua|bună|molim|molim vas|hvala|prosim|lütfen|teşekkürler|merhaba|hemen',
  'παρακαλώ|ευχαριστώ|γεια|καλημέρα|пожалуйста|спасибо|здравствуйте|привет|добрый день|прошу',
  'будь ласка|дякую|добрий день|моля|благодаря|молим|хвала|si us plau|gràcies',
  // further east
  'من فضلك|لو سمحت|لو سمحتم|رجاء|الرجاء|شكرا|السلام عليكم|مرحبا|فضلا|בבקשה|תודה|שלום|אנא|נא',
  'لطفا|ممنون|مرسی|سلام|براہ کرم|مہربانی|شکریہ|कृपया|धन्यवाद|नमस्ते|प्लीज|please ji|দয়া করে|ধন্যবাদ|প্লিজ',
  'tolong|mohon|terima kasih|makasih|halo|sila|salam|salamat|po|pakiusap|กรุณา|โปรด|ขอบคุณ|ขอบคุณค่ะ|ขอบคุณครับ|ค่ะ|ครับ',
  'vui lòng|làm ơn|xin|cảm ơn|ạ|shop ơi|すみません|お願いします|ありがとう|제발|감사합니다|부탁드립니다|请|請|谢谢|謝謝|你好|您好',
].flatMap((line) => line.split('|'));

/** Polite at the end alone: in front, "nu" (Romanian) and "tak" (Malay) say "not". */
export const POLITE_LAST_WORDS: readonly string[] = ['nu', 'tak', 'ya', 'na', 'ji', 'da'];

/** Sentences of their own that neither add to the wish nor take from it: a refusal, its reason. */
export const FILLER_SENTENCES: readonly string[] = [
  'no',
  'nope',
  'nein',
  'non',
  'não',
  'nie',
  'нет',
  'لا',
  'ne',
  '(i|ive|i have|) (already|) (bought|ordered|purchased) (it|this|them|one|)',
  '(im|i am|) not interested (anymore|any more|)',
  '(lho|ho) già (comprato|acquistato|ordinato) (tutto|)',
  'non (mi interessa|sono interessato|sono interessata) (più|)',
  'ya (lo|la|) (compré|pedí|he comprado)',
  'no me interesa (más|)',
  '(já|) (comprei|pedi)',
  '(je lai|jai) déjà (acheté|commandé)',
  '(ça|) ne mintéresse (pas|plus)',
  '(ich|) (habe|habs|hab) (es|) (schon|bereits) (gekauft|bestellt)',
  'kein interesse (mehr|)',
];
