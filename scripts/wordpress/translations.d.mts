export interface PluginText {
  readonly id: string;
  readonly plural: string | null;
  readonly files: readonly string[];
}
type Forms = ReadonlyMap<string, readonly string[]>;
export const LANGUAGES: Readonly<Record<'it_IT' | 'es_ES' | 'fr_FR' | 'de_DE' | 'pt_PT', string>>;
type Language = keyof typeof LANGUAGES;
export function collectTexts(plugin: string): readonly PluginText[];
export function writeCatalogue(
  texts: readonly PluginText[],
  language: Language | null,
  forms?: Forms,
): string;
export function readCatalogue(source: string): Forms;
export function binaryCatalogue(
  texts: readonly PluginText[],
  forms: Forms,
  language: Language,
): Buffer;
export function scriptCatalogue(
  texts: readonly PluginText[],
  forms: Forms,
  language: Language,
): string;
