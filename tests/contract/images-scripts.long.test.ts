import { createHash } from 'node:crypto';

import { createCanvas } from '@napi-rs/canvas';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { createTypefaces } from '#adapters/images/typefaces';

import { anItem, aSpec, decodeCard, openStudio, type Color, type Studio } from './images-studio';

/** Language, a title in its script, and letters that must all look different. */
const SCRIPTS: readonly (readonly [string, string, string])[] = [
  ['it', 'Maglione di lana, perché è più caldo', 'aàbcdefghilmnopqrstuvz'],
  ['pl', 'Sweter z wełny — źdźbło, łódź', 'ąćęłńóśźż'],
  ['vi', 'Áo len cổ tròn lông cừu', 'ăâđêôơưáạảãế'],
  ['tr', 'Yün kazak, İstanbul ığdır', 'çğıİöşü'],
  ['el', 'Πουλόβερ μερινό', 'αβγδεζηθικλμνξπρσφχψω'],
  ['uk', 'Светр із мериносової вовни', 'абвгґдеєжзиіїйклмнпруфхцчшщьюя'],
  ['ar', 'كنزة صوف ميرينو برقبة دائرية', 'ابتثجحخدذرزسشصضطظعغفقكلمنهوي'],
  ['fa', 'پلیور پشمی گرم', 'پچژگ'],
  ['ur', 'اونی سویٹر', 'ٹڈڑںے'],
  ['he', 'סוודר צמר מרינו', 'אבגדהוזחטיכלמנסעפצקרשת'],
  ['hi', 'मेरिनो ऊन का स्वेटर क्षत्रिय', 'अआइउएकखगघचजटडतदनपबमयरलवशसह'],
  ['bn', 'মেরিনো উলের সোয়েটার', 'অআইউকখগঘচজটডতদনপবমযরলশসহ'],
  ['ta', 'மெரினோ கம்பளி ஸ்வெட்டர்', 'அஆஇஉஎகஙசஞடணதநபமயரலவழளற'],
  ['te', 'మెరినో ఉన్ని స్వెటర్', 'అఆఇఉకగచజటడతదనపబమయరలవసహ'],
  ['gu', 'મેરિનો ઊનનું સ્વેટર', 'અઆઇકગચજટડતદનપબમયરલવશસહ'],
  ['pa', 'ਮੈਰੀਨੋ ਉੱਨ ਦਾ ਸਵੈਟਰ', 'ਅਆਇਕਗਚਜਟਡਤਦਨਪਬਮਯਰਲਵਸਹ'],
  ['kn', 'ಮೆರಿನೊ ಉಣ್ಣೆ ಸ್ವೆಟರ್', 'ಅಆಇಕಗಚಜಟಡತದನಪಬಮಯರಲವಶಸಹ'],
  ['ml', 'മെറിനോ കമ്പിളി സ്വെറ്റർ', 'അആഇകഗചജടഡതദനപബമയരലവശസഹ'],
  ['si', 'මෙරිනෝ ලොම් ස්වීටරය', 'අආඇකගචජටඩතදනපබමයරලවසහ'],
  ['th', 'เสื้อสเวตเตอร์ขนแกะสีน้ำเงิน', 'กขคงจชซดตถทนบปผพฟมยรลวสหอฮ'],
  ['lo', 'ເສື້ອກັນໜາວ', 'ກຂຄງຈຊຍດຕຖທນບປຜພມຢຣລວສຫອ'],
  ['km', 'អាវយឺតរោមចៀម', 'កខគឃងចឆជញដឋណតថទនបផពមយរលវសហអ'],
  ['hy', 'Մերինոսի բրդյա սվիտեր', 'աբգդեզէըթժիլխծկհձղճմյնշոչպջռսվտր'],
  ['ka', 'მერინოს შალის სვიტერი', 'აბგდევზთიკლმნოპჟრსტუფქღყშჩცძწჭხჯჰ'],
  ['ja', 'メリノウールのセーター 羊毛 限定品', 'あいうえおかきくアイウエオ羊毛限定品円'],
  ['zh-CN', '美丽诺羊毛圆领毛衣 深蓝色 龘', '美丽诺羊毛圆领衣深蓝色'],
  ['zh-TW', '美麗諾羊毛圓領毛衣 深藍色', '美麗諾羊毛圓領衣深藍色'],
  ['ko', '메리노 울 크루넥 스웨터 뷁', '가나다라마바사아자차카타파하'],
  ['en', '★ ✓ → 15.6″ ½ № ♥ ™ ₹ ₪ ₴ ₫', '★✓→″½№™₹₪₴₫'],
  ['en', '🔥 👨‍👩‍👧‍👦 🇪🇸 👍🏽 ❤️ 1️⃣ 🏴󠁧󠁢󠁥󠁮󠁧󠁿', '🔥🧶🎁🇪🇸🇮🇹👍🏽👍🏿'],
];

const GRAPHEMES = new Intl.Segmenter('en', { granularity: 'grapheme' });
const PANEL: Color = [244, 248, 247];

describe('a text on a card', () => {
  let studio: Studio;
  beforeAll(async () => {
    studio = await openStudio();
  });
  afterAll(() => studio.close());

  it.each(SCRIPTS)('in %s has a glyph of its own for each letter: %s', (locale, title, letters) => {
    const typefaces = createTypefaces();
    expect(typefaces.drawable(title, locale)).toBe(title);
    const clusters = Array.from(GRAPHEMES.segment(letters), ({ segment }) => segment);
    const drawn = new Map<string, string>();
    for (const cluster of clusters) {
      const context = createCanvas(120, 120).getContext('2d');
      context.lang = locale;
      context.font = `400 60px ${typefaces.familiesFor(cluster, locale)}`;
      context.fillText(cluster, 30, 80);
      const { data } = context.getImageData(0, 0, 120, 120);
      expect(data.some((value) => value > 0)).toBe(true);
      drawn.set(createHash('sha1').update(data).digest('hex'), cluster);
    }
    expect(drawn.size).toBe(clusters.length);
  });

  it.each(SCRIPTS)('in %s stays inside its column: %s', async (locale, title) => {
    const long = Array.from({ length: 6 }, () => title).join(' ');
    const rtl = ['ar', 'fa', 'ur', 'he'].includes(locale);
    const spec = aSpec({
      items: [anItem({ title: long })],
      shopName: long,
      headline: long,
      locale,
    });
    const card = await decodeCard((await studio.images.imageFor(spec)).bytes);
    const [outer, inner] = rtl ? [0, 530] : [1160, 630];
    expect(card.inkIn(outer, 0, 40, 610, PANEL)).toBe(0);
    expect(card.inkIn(inner, 0, 40, 610, PANEL)).toBe(0);
    expect(card.inkIn(rtl ? 48 : 676, 40, 476, 560, PANEL)).toBeGreaterThan(4_000);
  });

  it('keeps a family of four one picture instead of four', () => {
    const typefaces = createTypefaces();
    const context = createCanvas(10, 10).getContext('2d');
    const width = (text: string): number => {
      context.font = `400 40px ${typefaces.familiesFor(text, 'en')}`;
      return context.measureText(text).width;
    };
    for (const sequence of ['👨‍👩‍👧‍👦', '🇪🇸', '👍🏽', '🏴󠁧󠁢󠁥󠁮󠁧󠁿', '❤️', '1️⃣']) {
      expect(width(sequence)).toBeCloseTo(width('🔥'), 0);
    }
  });

  it('draws Han characters as the reader’s country writes them', () => {
    const typefaces = createTypefaces();
    const families = ['ja', 'zh-CN', 'zh-TW', 'ko'].map((locale) =>
      typefaces.familiesFor('骨', locale),
    );
    expect(new Set(families).size).toBe(4);
  });

  it('leaves out what no typeface has instead of drawing boxes', () => {
    const typefaces = createTypefaces();
    expect(typefaces.drawable('Vase \u{13000}\u{1F9FF} 𒀀!', 'en')).toBe('Vase \u{1F9FF} !');
  });

  it('cuts a title of two hundred characters with an ellipsis and keeps the price clear', async () => {
    const title = 'Hand-knitted Icelandic pullover '.repeat(7).slice(0, 200);
    const compareAt = { minor: 999_999_999, currency: 'EUR' };
    const spec = aSpec({ items: [anItem({ title, compareAt, price: compareAt })] });
    const card = await decodeCard(
      (await studio.images.imageFor({ ...spec, total: compareAt })).bytes,
    );
    expect(card.inkIn(1160, 0, 40, 610, PANEL)).toBe(0);
    const rows = Array.from({ length: 560 }, (_value, y) => card.inkIn(676, 40 + y, 476, 1, PANEL));
    const gaps = rows.join(' ').split(/(?:\b0 ){8,}/);
    expect(gaps.length).toBeGreaterThanOrEqual(4);
  });
});
