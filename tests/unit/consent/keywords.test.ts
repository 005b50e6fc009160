import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { START_LIST, STOP_LIST } from '#core/consent/keyword-lists';
import { consentKeyword } from '#core/consent/keywords';
import { expand } from '#core/consent/phrase-text';

const phrasesOf = (list: Readonly<Record<string, readonly string[]>>): readonly string[] =>
  Object.values(list).flat().flatMap(expand);

/** One wish per language, as a native speaker may write it. */
const STOP_BY_LANGUAGE: readonly (readonly [string, string])[] = [
  ['en', 'Please stop messaging me'],
  ['it', 'Voglio cancellarmi, grazie'],
  ['es', 'No quiero recibir más mensajes'],
  ['fr', 'Je ne veux plus recevoir de messages'],
  ['de', 'Bitte keine Nachrichten mehr'],
  ['pt', 'Pare de mandar mensagem por favor'],
  ['nl', 'Geen berichten meer a.u.b.'],
  ['pl', 'Proszę nie pisać do mnie więcej'],
  ['ro', 'Nu îmi mai trimiteți mesaje'],
  ['ru', 'Отпишите меня, пожалуйста'],
  ['uk', 'Не пишіть мені більше'],
  ['tr', 'Lütfen mesaj atmayın'],
  ['el', 'Σταματήστε!'],
  ['ar', 'لا تراسلني من فضلك'],
  ['he', 'הסירו אותי בבקשה'],
  ['hi', 'कृपया मैसेज मत भेजो'],
  ['bn', 'মেসেজ পাঠাবেন না'],
  ['ur', 'پیغام مت بھیجیں'],
  ['fa', 'لغو ۱۱'],
  ['id', 'Tolong berhenti kirim pesan'],
  ['ms', 'Jangan hantar mesej lagi'],
  ['th', 'หยุดส่งข้อความค่ะ'],
  ['vi', 'Đừng gửi tin nhắn nữa'],
  ['ja', '配信を停止してください'],
  ['ko', '메시지 그만 보내주세요'],
  ['zh-Hans', '请不要再发了'],
  ['zh-Hant', '退訂，謝謝'],
  ['sv', 'Sluta skicka meddelanden, tack'],
  ['da', 'Stop med at skrive, tak'],
  ['nb', 'Meld meg av'],
  ['fi', 'Älä lähetä viestejä'],
  ['cs', 'Už mi nepište, prosím'],
  ['sk', 'Odhláste ma prosím'],
  ['hu', 'Leiratkozom'],
  ['bg', 'Не ми пишете повече'],
  ['hr', 'Nemojte mi više pisati'],
  ['sr', 'Престаните, молим'],
];

describe('an opt-out', () => {
  test.each(STOP_BY_LANGUAGE)('is understood in %s: %s', (_language, text) => {
    expect(consentKeyword(text)).toBe('stop');
  });

  test.each([
    'STOP',
    'stop',
    'Stop!!!',
    'stop please',
    'please stop',
    'Hi, please unsubscribe me. Thank you',
    'Ok stop. Thanks!',
    'no, stop',
    'stop stop stop',
    'STOP\nSTOP',
    'stooooop',
    'S.T.O.P.',
    's t o p',
    'ＳＴＯＰ',
    '"Stop"',
    'stop 🙏🏽',
    '🛑',
    'opt-out',
    'can you stop?',
    'stop!?',
    'STOP\nok?',
    '配信を停止してください？',
    'Don’t message me',
    'unsubscribe me',
    'no more messages',
    'basta messaggi',
    'pare de mandar',
    'لا تراسلني',
    'İPTAL',
    'ARRET',
    'désabonnez-moi',
    'stop all messages',
    'Please stop sending me all these messages',
    'I want to stop receiving these messages',
    'Stop, I already bought it',
    'Stop. Not interested',
    'Basta, ho già comprato',
    'per favore non mandatemi più messaggi',
    'n’écrivez plus',
    'الغاء',
    'إلغاء',
  ])('%j is one, as a whole message', (text) => {
    expect(consentKeyword(text)).toBe('stop');
  });

  test.each(['stop', 'quit', 'end', 'revoke', 'opt out', 'cancel', 'unsubscribe'])(
    'the word %s of the American rule is honoured',
    (word) => {
      expect(consentKeyword(word)).toBe('stop');
    },
  );

  test.each([
    'non-stop',
    'nonstop',
    'stop by the store',
    'can you stop the order?',
    'don’t stop',
    'do not stop',
    'is there a bus stop nearby',
    'what is STOP?',
    'stop?',
    'STOP ??',
    'does it stop the rain?',
    'I want to stop the order',
    'I already bought it',
    'not interested',
    'I bought it. Where is it?',
    'n’envoyez pas la commande',
    'إلغاء الطلب',
    'how do I unsubscribe?',
    'STOP. Where is my order?',
    'cancel my order',
    'I will stop by tomorrow',
    'ne arrêtez pas',
    'non smettere',
    'nicht aufhören',
    'nu opriți mesajele',
    'annulla ordine',
    'basta così, grazie',
    'no thanks',
    'fine',
    'para',
    'rosso, non blu',
    '不用了',
    'いりません',
    '메시지 보내 주세요',
    'jangan kirim',
    'не отправляйте',
    'đúng',
    'đúng rồi',
    'please',
    'ok',
    'no',
    '',
    '!!!',
    '👍',
  ])('%j is none', (text) => {
    expect(consentKeyword(text)).toBeNull();
  });
});

describe('an opt-in after an opt-out', () => {
  test.each([
    'start',
    'START please',
    'unstop',
    'subscribe',
    'riprendi',
    'iniciar',
    'começar',
    'démarrer',
    'fortsetzen',
    'hervatten',
    'начать',
    'başlat',
    'έναρξη',
    'ابدأ',
    'התחל',
    'शुरू करें',
    'শুরু করুন',
    'شروع',
    'mulai',
    'mula',
    'เริ่ม',
    'bắt đầu',
    '再開',
    '시작',
    '开始',
    '開始',
    'začít',
    'wznów',
    'aloita',
    'kreni',
  ])('%j is one', (text) => {
    expect(consentKeyword(text)).toBe('start');
  });

  test.each([
    'when does it start?',
    'start?',
    'yes',
    'ok',
    'sí',
    'let’s start with the blue one',
    'חדש',
    'onay',
    'voltar',
    'reg',
  ])('%j is none, for it would undo the person’s own refusal', (text) => {
    expect(consentKeyword(text)).toBeNull();
  });

  test('loses against an opt-out in the same message', () => {
    expect(consentKeyword('start. stop.')).toBe('stop');
    expect(consentKeyword('Start!\nWhere is my order?')).toBeNull();
  });
});

describe('the lists', () => {
  test('cover the same languages, at least 37 of them', () => {
    expect(Object.keys(START_LIST).sort()).toEqual(Object.keys(STOP_LIST).sort());
    expect(Object.keys(STOP_LIST).length).toBeGreaterThanOrEqual(37);
  });

  test('every phrase is understood as what it is listed for, so no phrase is in both', () => {
    const missed = [
      ...phrasesOf(STOP_LIST).filter((phrase) => consentKeyword(phrase) !== 'stop'),
      ...phrasesOf(START_LIST).filter((phrase) => consentKeyword(phrase) !== 'start'),
    ];
    expect(missed).toEqual([]);
  });

  test('case and punctuation around a phrase change nothing', () => {
    const phrases = fc.constantFrom(...phrasesOf(STOP_LIST));
    const around = fc.constantFrom('', ' ', '!', '...', ' 🙏', '\n', ' please');
    fc.assert(
      fc.property(phrases, around, fc.boolean(), (phrase, tail, loud) => {
        // Upper case drops the accents of Greek and changes the Turkish i: both are covered above.
        const said = loud && /^[a-z ]+$/.test(phrase) ? phrase.toUpperCase() : phrase;
        expect(consentKeyword(`${said}${tail}`)).toBe('stop');
      }),
    );
  });

  test('no text breaks the reading, and a long one is a conversation', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (text) => {
        expect([null, 'stop', 'start']).toContain(consentKeyword(text));
      }),
    );
    expect(consentKeyword('stop '.repeat(100))).toBeNull();
  });
});
