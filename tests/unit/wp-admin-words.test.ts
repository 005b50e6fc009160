import { buildSync } from 'esbuild';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { KNOWN_CODES, whatsappFaults } from '#adapters/messaging/whatsapp-cloud/faults';
import type { Words } from '../../woocommerce-bridge/screens/whatsapp-words';

const SCREENS = path.resolve(import.meta.dirname, '../../woocommerce-bridge/screens');
const NEWER: Words = { title: 'A newer refusal.', advice: 'Newer advice.' };

let wordsOf: (code: string, own: Words) => Words;
beforeAll(async () => {
  const { outputFiles } = buildSync({
    entryPoints: [path.join(SCREENS, 'whatsapp-words.ts')],
    bundle: true,
    write: false,
    format: 'esm',
    alias: { '@wordpress/i18n': path.join(import.meta.dirname, '../support/english-texts.ts') },
  });
  const bundled = Buffer.from(outputFiles[0]?.text ?? '').toString('base64');
  const built = (await import(`data:text/javascript;base64,${bundled}`)) as {
    whatsappWords: typeof wordsOf;
  };
  wordsOf = built.whatsappWords;
});

describe('what WhatsApp said, in the screens of wp-admin', () => {
  it.each([...KNOWN_CODES, '200', '299', 'http_408', 'http_503'])(
    'has words of its own for %s, which say what the app says of it',
    (code) => {
      expect(wordsOf(code, NEWER)).toEqual(whatsappFaults.explain(code));
    },
  );

  it('leaves the word to the app where the code is newer than the plugin', () => {
    expect(wordsOf('999999', NEWER)).toEqual(NEWER);
  });
});
