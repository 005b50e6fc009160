/** A sentence of ours to a shopper, in the languages that we speak; `{name}` stands for a field. */
export type InChat = Readonly<Record<'en' | 'it' | 'es' | 'fr' | 'de' | 'pt', string>>;

/**
 * The sentence in a shopper's language, or else in English.
 * @param locale BCP 47, also with an underscore
 * @param fieldsIn what stands for the names, written in the locale that the sentence is in
 */
export function inChat(
  words: InChat,
  locale: string,
  fieldsIn: (spoken: string) => Readonly<Record<string, string>>,
): string {
  const wanted = locale.replaceAll('_', '-');
  const language = wanted.slice(0, 2).toLowerCase();
  const isSpoken = language in words;
  const fields = fieldsIn(isSpoken ? wanted : 'en');
  const sentence = isSpoken ? words[language as keyof InChat] : words.en;
  return sentence.replaceAll(/\{(\w+)\}/g, (_, name: string) => fields[name] ?? '');
}
