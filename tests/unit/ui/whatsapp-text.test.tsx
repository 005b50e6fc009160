import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { formatted } from '#ui/whatsapp-text';

const shown = (text: string): string => renderToStaticMarkup(<p>{formatted(text)}</p>).slice(3, -4);

describe('the text of a message', () => {
  it('is bold, italic, struck and monospaced where WhatsApp shows it so', () => {
    expect(shown('*Ciao* _Giulia_, ~€10~ ```code```.')).toBe(
      '<strong>Ciao</strong> <em>Giulia</em>, <s>€10</s> <code>code</code>.',
    );
    expect(shown('_*both*_')).toBe('<em><strong>both</strong></em>');
  });

  it('keeps signs that mark nothing', () => {
    const plain = '5 * 3 * 2, snake_case_name, * no *, *over\nlines*';
    expect(shown(plain)).toBe(plain);
  });

  it('is never read as HTML', () => {
    expect(shown('*<b>*')).toBe('<strong>&lt;b&gt;</strong>');
  });
});
