/** One font package: its slices are named in its unicode.json, as a browser would load them. */
export interface Typeface {
  readonly package: string;
  /** `<slice>` stands for the slice's name in unicode.json, without brackets. */
  readonly file: string;
}

const variable = (id: string): Typeface => ({
  package: `@fontsource-variable/${id}`,
  file: `${id}-<slice>-wght-normal.woff2`,
});

/** Latin, Greek, Cyrillic, Vietnamese and Devanagari; it draws the digits of every card. */
export const MAIN: Typeface = variable('noto-sans');

export const SCRIPTS: readonly Typeface[] = [
  'noto-sans-arabic',
  'noto-sans-hebrew',
  'noto-sans-thai',
  'noto-sans-bengali',
  'noto-sans-tamil',
  'noto-sans-telugu',
  'noto-sans-gujarati',
  'noto-sans-gurmukhi',
  'noto-sans-kannada',
  'noto-sans-malayalam',
  'noto-sans-sinhala',
  'noto-sans-khmer',
  'noto-sans-lao',
  'noto-sans-armenian',
  'noto-sans-georgian',
].map(variable);

const JAPANESE = variable('noto-sans-jp');
const SIMPLIFIED = variable('noto-sans-sc');
const TRADITIONAL = variable('noto-sans-tc');
const KOREAN = variable('noto-sans-kr');

/**
 * The same Han code point is written differently in Japan, Korea, Taiwan and mainland China, so
 * the reader's locale says which face comes first; the others fill what it lacks.
 */
export function hanTypefaces(locale: string): readonly Typeface[] {
  const { language, script, region } = new Intl.Locale(locale).maximize();
  if (language === 'ja') return [JAPANESE, SIMPLIFIED, TRADITIONAL, KOREAN];
  if (language === 'ko') return [KOREAN, JAPANESE, SIMPLIFIED, TRADITIONAL];
  if (script === 'Hant' || region === 'TW' || region === 'HK') {
    return [TRADITIONAL, SIMPLIFIED, JAPANESE, KOREAN];
  }
  return [SIMPLIFIED, TRADITIONAL, JAPANESE, KOREAN];
}

export const SYMBOLS: readonly Typeface[] = [
  variable('noto-sans-symbols'),
  {
    package: '@fontsource/noto-sans-symbols-2',
    file: 'noto-sans-symbols-2-<slice>-400-normal.woff2',
  },
];

/**
 * One whole file, because its slices would tear sequences apart (a family joined by U+200D).
 * WOFF, not WOFF2: Node can unpack it.
 */
export const EMOJI = {
  package: '@fontsource/noto-color-emoji',
  file: 'noto-color-emoji-emoji-400-normal.woff',
} as const;
