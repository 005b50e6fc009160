import { describe, expect, it } from 'vitest';
import { shopSettingsSchema } from '#core/commerce/index';
import { readSettings, settingsDraft } from '../../../app/routes/app.settings._index/settings-form';

const settings = shopSettingsSchema.parse({ consentOverrides: { IT: 'explicit_opt_in' } });
const draft = settingsDraft(settings);

describe('the settings’ form', () => {
  it('gives back what it was filled with, and keeps what it does not hold', () => {
    expect(readSettings(draft, settings)).toEqual({ ok: true, settings });
  });

  it('says for each field what is possible', () => {
    const reading = readSettings(
      {
        ...draft,
        inactivityMinutes: '2',
        holdoutPercent: '',
        caps: [{ maxMessages: '0', perDays: '7' }],
        brandColor: 'green',
        logoUrl: 'ftp://example.com/logo.png',
      },
      settings,
    );
    expect(reading.ok ? [] : Object.keys(reading.errors).sort()).toEqual([
      'brandColor',
      'frequencyCaps.0.maxMessages',
      'holdoutPercent',
      'inactivityMinutes',
      'logoUrl',
    ]);
  });

  it('holds out half of the shoppers at most, though the settings take everybody', () => {
    const everybody = shopSettingsSchema.parse({ ...settings, holdoutPercent: 100 });
    const most = readSettings({ ...draft, holdoutPercent: '50' }, everybody);
    expect(most.ok && most.settings.holdoutPercent).toBe(50);
    expect(readSettings({ ...draft, holdoutPercent: '51' }, settings)).toEqual({
      ok: false,
      errors: { holdoutPercent: 'A number from 0 to 50.' },
    });
  });

  it('takes an empty logo for none', () => {
    const before = { ...settings, logoUrl: 'https://example.com/logo.png' };
    const reading = readSettings({ ...draft, logoUrl: ' ' }, before);
    expect(reading.ok && reading.settings.logoUrl).toBe(null);
  });
});
