import type { Template } from './template';

export interface Audience {
  /** The shopper's own BCP 47 locale, as the store platform told it ("it-IT"). */
  readonly locale: string | null;
  /** ISO 3166 alpha-2. */
  readonly country: string | null;
  readonly shopLocale: string;
  readonly now: Date;
}

export type TemplateChoice =
  | { readonly kind: 'chosen'; readonly template: Template }
  | {
      readonly kind: 'none';
      readonly reason: 'template_missing' | 'template_paused';
      /** When a pause ends by itself; null when nobody knows. */
      readonly until: Date | null;
    };

/** Countries where one language reaches nearly everybody; elsewhere the shop's language decides. */
const LANGUAGE_OF_COUNTRY: Readonly<Record<string, string>> = {
  ...spoken('it', 'IT SM VA'),
  ...spoken('de', 'DE AT LI'),
  ...spoken('fr', 'FR MC'),
  ...spoken('es', 'ES MX AR CO CL PE EC GT CR UY DO HN NI SV PA PY VE BO'),
  ...spoken('pt_BR', 'BR'),
  ...spoken('pt_PT', 'PT'),
  ...spoken('en', 'GB IE US AU NZ'),
  ...spoken('nl', 'NL'),
  ...spoken('pl', 'PL'),
  ...spoken('ro', 'RO'),
  ...spoken('tr', 'TR'),
  ...spoken('el', 'GR'),
};

function spoken(language: string, countries: string): Record<string, string> {
  return Object.fromEntries(countries.split(' ').map((country) => [country, language]));
}

/**
 * The template for a person: the person's own language (else the country's), then the shop's, then
 * English. A template that is paused in the person's language is not replaced by one in another:
 * a pause means that shoppers complained, and a text that can't be read makes it worse.
 * @param languages all languages of one template name
 */
export function chooseTemplate(languages: readonly Template[], audience: Audience): TemplateChoice {
  for (const wish of wishesOf(audience)) {
    const tier = variantsOf(wish, languages);
    const usable = tier.find((template) => isUsable(template, audience.now));
    if (usable) return { kind: 'chosen', template: usable };
    const stopped = tier.find((one) => one.state === 'paused' || one.state === 'disabled');
    if (stopped) return { kind: 'none', reason: 'template_paused', until: stopped.pausedUntil };
  }
  return { kind: 'none', reason: 'template_missing', until: null };
}

const wishesOf = ({ locale, country, shopLocale }: Audience): readonly string[] =>
  [locale ?? LANGUAGE_OF_COUNTRY[country ?? ''] ?? '', shopLocale, 'en'].filter(
    (wish) => wish !== '',
  );

/** A pause that has run out counts as over, even when the vendor's notice of it was lost. */
export const isUsable = (template: Pick<Template, 'state' | 'pausedUntil'>, now: Date): boolean =>
  template.state === 'approved' ||
  (template.state === 'paused' && template.pausedUntil !== null && template.pausedUntil <= now);

/** Templates in a language, the closest first: exact, plain, the usual relative, any other. */
function variantsOf(wish: string, languages: readonly Template[]): readonly Template[] {
  const code = wish.replace('-', '_');
  const base = baseOf(code);
  const rank = (template: Template): number => {
    if (sameCode(template.language, code)) return 0;
    if (sameCode(template.language, base)) return 1;
    if (template.language === RELATIVE[code] || template.language === RELATIVE[base]) return 2;
    return 3;
  };
  return languages
    .filter((template) => baseOf(template.language) === base && sameScript(template.language, code))
    .toSorted((left, right) => rank(left) - rank(right));
}

/** Where a plain code or a missing variant is best served. */
const RELATIVE: Readonly<Record<string, string>> = {
  en: 'en_US',
  pt: 'pt_BR',
  pt_PT: 'pt_BR',
  es: 'es_ES',
  zh_HK: 'zh_TW',
  zh: 'zh_CN',
};

const baseOf = (code: string): string => (code.split('_')[0] ?? '').toLowerCase();

const sameCode = (left: string, right: string): boolean =>
  left.toLowerCase() === right.toLowerCase();

/** Traditional and simplified Chinese are two scripts: one is no substitute for the other. */
function sameScript(language: string, code: string): boolean {
  if (baseOf(code) !== 'zh') return true;
  const traditional = /hant|tw|hk|mo/i;
  return traditional.test(language) === traditional.test(code);
}
