import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  LANGUAGES,
  binaryCatalogue,
  collectTexts,
  readCatalogue,
  scriptCatalogue,
  writeCatalogue,
} from '../../scripts/wordpress/translations.mjs';

const PLUGIN = path.resolve(import.meta.dirname, '../../woocommerce-bridge');
const texts = collectTexts(PLUGIN);
const catalogue = (name: string): string =>
  readFileSync(path.join(PLUGIN, 'languages', name), 'utf8');
/** What a sentence is filled with, whatever its order. */
const holes = (text: string): string[] => (text.match(/%(\d\$)?s|%%/g) ?? []).sort();

describe('the plugin’s texts', () => {
  it('are all in the template for translators', () => {
    expect(catalogue('ripresa.pot')).toBe(writeCatalogue(texts, null));
  });

  it('hold the words of the settings, of the screens and of the plugin’s own line', () => {
    const ids = texts.map(({ id }) => id);
    expect(ids).toContain('Connect your store');
    expect(ids).toContain('Recovered revenue');
    expect(ids).toContain('Wins back abandoned carts over WhatsApp and shows what it earned.');
    expect(texts.find(({ id }) => id === '%s order')?.plural).toBe('%s orders');
  });
});

describe.each(Object.keys(LANGUAGES) as (keyof typeof LANGUAGES)[])('in %s', (language) => {
  const source = catalogue(`ripresa-${language}.po`);
  const forms = readCatalogue(source);

  it('every text is translated, and nothing else', () => {
    expect(source).toBe(writeCatalogue(texts, language, forms));
    const missing = texts.filter(({ id, plural }) => {
      const said = forms.get(id) ?? [];
      return said.length !== (plural === null ? 1 : 2) || said.includes('');
    });
    expect(missing).toEqual([]);
  });

  it('every sentence is filled with the same values', () => {
    for (const { id } of texts) {
      for (const form of forms.get(id) ?? []) expect(holes(form), form).toEqual(holes(id));
    }
  });

  it('the screens’ script and PHP get their catalogues', () => {
    const script = JSON.parse(scriptCatalogue(texts, forms, language)) as {
      locale_data: { messages: Record<string, unknown> };
    };
    expect(script.locale_data.messages['Recovered revenue']).toEqual(
      forms.get('Recovered revenue'),
    );
    expect(script.locale_data.messages['Connect your store']).toBeUndefined();
    const binary = binaryCatalogue(texts, forms, language);
    expect(binary.readUInt32LE(0)).toBe(0x950412de);
    expect(binary.readUInt32LE(8)).toBe(texts.length + 1);
  });
});
