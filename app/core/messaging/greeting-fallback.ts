/**
 * What stands in for a first name that nobody knows, after a greeting: "Hi there", "Hola de nuevo".
 * Nearly every language can say "hello again"; English says "there".
 */
const FALLBACKS: Readonly<Record<string, string>> = {
  en: 'there',
  it: 'di nuovo',
  es: 'de nuevo',
  fr: 'à vous',
  de: 'noch einmal',
  pt: 'de novo',
  nl: 'daar',
  pl: 'ponownie',
  ro: 'din nou',
  cs: 'znovu',
  sk: 'znova',
  hu: 'újra',
  sv: 'igen',
  da: 'igen',
  nb: 'igjen',
  fi: 'taas',
  el: 'ξανά',
  ru: 'снова',
  uk: 'знову',
  tr: 'tekrar',
  id: 'lagi',
  ms: 'lagi',
  ar: 'من جديد',
  he: 'שוב',
  hi: 'फिर से',
};

/** Null for a language without an authored one: the message is then not sent without a name. */
export const greetingFallback = (language: string): string | null =>
  FALLBACKS[language.split('_')[0] ?? ''] ?? null;
