import { describe, expect, it } from 'vitest';
import type { ShopId, TemplateId } from '#core/kernel/ids';
import { chooseTemplate, type Audience } from '#core/messaging/choose-template';
import type { Template } from '#core/messaging/template';

const now = new Date('2026-11-24T10:00:00Z');
const later = new Date('2026-11-24T13:00:00Z');
const template = (language: string, change: Partial<Template> = {}): Template => ({
  id: language as TemplateId,
  shopId: 'shop' as ShopId,
  name: 'cart_reminder',
  language,
  category: 'MARKETING',
  approvedCategory: null,
  state: 'approved',
  stateReason: null,
  quality: 'UNKNOWN',
  pausedUntil: null,
  vendorId: null,
  content: { header: 'none', body: 'Hello', fields: [], footer: null, buttons: [] },
  ...change,
});
const choose = (languages: readonly (string | Template)[], who: Partial<Audience> = {}): string => {
  const all = languages.map((one) => (typeof one === 'string' ? template(one) : one));
  const choice = chooseTemplate(all, {
    locale: null,
    country: null,
    shopLocale: 'en',
    now,
    ...who,
  });
  return choice.kind === 'chosen'
    ? choice.template.language
    : `${choice.reason} ${choice.until?.toISOString() ?? '-'}`;
};

describe('the language of a message', () => {
  it.each([
    ['it-IT', ['en', 'it'], 'it'],
    ['pt-PT', ['pt_BR', 'pt_PT'], 'pt_PT'],
    ['pt-PT', ['en', 'pt_BR'], 'pt_BR'],
    ['pt', ['pt_PT', 'pt_BR'], 'pt_BR'],
    ['en-GB', ['en_US', 'en'], 'en'],
    ['en', ['en_GB', 'en_US'], 'en_US'],
    ['es-MX', ['es_ES', 'es_MX'], 'es_MX'],
    ['es-MX', ['en', 'es_AR'], 'es_AR'],
    ['zh-HK', ['zh_CN', 'zh_TW'], 'zh_TW'],
    ['zh-CN', ['en', 'zh_TW'], 'en'],
    ['ja-JP', ['en', 'it'], 'en'],
  ])('for %s out of %s is %s', (locale, languages, chosen) => {
    expect(choose(languages, { locale })).toBe(chosen);
  });

  it('follows the country when nobody knows the person’s language', () => {
    expect(choose(['en', 'it', 'de'], { country: 'AT' })).toBe('de');
    expect(choose(['en', 'it', 'de'], { country: 'CH', shopLocale: 'it-CH' })).toBe('it');
  });

  it('falls back to the shop’s language, then to English', () => {
    expect(choose(['en', 'it'], { locale: 'ja', shopLocale: 'it' })).toBe('it');
    expect(choose(['en', 'it'], { locale: 'ja', shopLocale: 'fr' })).toBe('en');
    expect(choose(['de'], { locale: 'ja', shopLocale: 'fr' })).toBe('template_missing -');
  });

  it('does not replace a paused template by one in another language', () => {
    const paused = template('it', { state: 'paused', pausedUntil: later });
    expect(choose(['en', paused], { locale: 'it' })).toBe(`template_paused ${later.toISOString()}`);
    expect(choose(['it_IT', paused], { locale: 'it' })).toBe('it_IT');
    expect(choose(['en', template('it', { state: 'disabled' })], { locale: 'it' })).toBe(
      'template_paused -',
    );
  });

  it('takes a pause that has run out for over', () => {
    const paused = template('it', { state: 'paused', pausedUntil: now });
    expect(choose(['en', paused], { locale: 'it' })).toBe('it');
  });

  it('passes over templates that are not approved yet, or rejected', () => {
    for (const state of ['draft', 'pending', 'rejected', 'deleted'] as const) {
      expect(choose(['en', template('it', { state })], { locale: 'it' })).toBe('en');
    }
  });
});
