import { describe, expect, it } from 'vitest';
import { whatsappFaults } from '#adapters/messaging/whatsapp-cloud/index';

const { explainTemplate } = whatsappFaults;

describe('why WhatsApp rejected or paused a template', () => {
  it.each([
    'ABUSIVE_CONTENT',
    'INCORRECT_CATEGORY',
    'INVALID_FORMAT',
    'PROMOTIONAL',
    'SCAM',
    'TAG_CONTENT_MISMATCH',
    'FIRST_PAUSE',
    'SECOND_PAUSE',
  ])('is said in plain words for %s, with what to do', (code) => {
    const { title, advice, quote } = explainTemplate(code);
    expect(`${title} ${advice ?? ''}`).not.toMatch(/[A-Z]{3}_|_[A-Z]{3}/);
    expect(advice).not.toBe(null);
    expect(quote).toBe(null);
  });

  it('carries WhatsApp’s own sentences, where it gave some', () => {
    const reason = 'PROMOTIONAL: Avoid exaggerated claims.: Try again.';
    expect(explainTemplate(reason).quote).toBe('Avoid exaggerated claims.: Try again.');
  });

  it('is quoted where it is of a kind that nobody knows yet', () => {
    expect(explainTemplate('SOME_NEW_REASON').quote).toBe('some new reason');
    expect(explainTemplate('The text is a poem.').quote).toBe('The text is a poem.');
  });
});
