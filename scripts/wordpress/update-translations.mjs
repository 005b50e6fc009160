// `node scripts/wordpress/update-translations.mjs`: brings the catalogues up to the plugin's texts.
// What is translated stays; what is new is left empty, for a translator to fill.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from '../setup/places.mjs';
import { LANGUAGES, collectTexts, readCatalogue, writeCatalogue } from './translations.mjs';

const PLUGIN = path.join(ROOT, 'woocommerce-bridge');
const place = (name) => path.join(PLUGIN, 'languages', name);

const texts = collectTexts(PLUGIN);
writeFileSync(place('ripresa.pot'), writeCatalogue(texts, null));
for (const language of Object.keys(LANGUAGES)) {
  const file = place(`ripresa-${language}.po`);
  const known = existsSync(file) ? readCatalogue(readFileSync(file, 'utf8')) : new Map();
  writeFileSync(file, writeCatalogue(texts, language, known));
  const missing = texts.filter(({ id }) => (known.get(id) ?? ['']).includes(''));
  console.log(`${language}: ${missing.length} of ${texts.length} texts to translate`);
}
