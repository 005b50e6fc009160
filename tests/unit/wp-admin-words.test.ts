import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { whatsappFaults } from '#adapters/messaging/whatsapp-cloud/faults';
import { collectTexts } from '../../scripts/wordpress/translations.mjs';

const PLUGIN = path.resolve(import.meta.dirname, '../../woocommerce-bridge');
const source = readFileSync(path.join(PLUGIN, 'screens/whatsapp-words.ts'), 'utf8');
const codes = [...source.matchAll(/^ {2}'(\d+)': /gm)].map(([, code = '']) => code);
const texts = collectTexts(PLUGIN).map(({ id }) => id);

describe('what WhatsApp said, in the screens of wp-admin', () => {
  it('has words of its own for the commonest codes', () => {
    expect(codes).toEqual(expect.arrayContaining(['131026', '131049', '131050', '131042', '190']));
  });

  it.each(codes)('says of %s in every language what the app says of it', (code) => {
    const { title, advice } = whatsappFaults.explain(code);
    expect(texts).toContain(title);
    expect(texts).toContain(advice);
  });
});
