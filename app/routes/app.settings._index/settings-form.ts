import { z } from 'zod';
import { shopSettingsSchema } from '#core/commerce/index';
import type { ShopSettings } from '#core/commerce/index';

/** The settings as their form holds them: texts, until they are checked. */
export interface SettingsDraft {
  readonly inactivityMinutes: string;
  readonly holdoutPercent: string;
  readonly quietEnabled: boolean;
  readonly quietStart: string;
  readonly quietEnd: string;
  readonly caps: readonly { readonly maxMessages: string; readonly perDays: string }[];
  readonly attributionWindowDays: string;
  readonly brandColor: string;
  readonly logoUrl: string;
}

/** What a group of fields is given. */
export interface SettingsFieldsProps {
  readonly draft: SettingsDraft;
  readonly errors: Readonly<Record<string, string>>;
  readonly change: (part: Partial<SettingsDraft>) => void;
}

export const settingsDraft = (settings: ShopSettings): SettingsDraft => ({
  inactivityMinutes: String(settings.inactivityMinutes),
  holdoutPercent: String(settings.holdoutPercent),
  quietEnabled: settings.quietHours.enabled,
  quietStart: String(settings.quietHours.startHour),
  quietEnd: String(settings.quietHours.endHour),
  caps: settings.frequencyCaps.map(({ maxMessages, perDays }) => ({
    maxMessages: String(maxMessages),
    perDays: String(perDays),
  })),
  attributionWindowDays: String(settings.attributionWindowDays),
  brandColor: settings.brandColor,
  logoUrl: settings.logoUrl ?? '',
});

/** Sentences by the path of the setting. */
const SENTENCES: Readonly<Record<string, string>> = {
  inactivityMinutes: 'A whole number of minutes from 5 to 10,080 (a week).',
  holdoutPercent: 'A number from 0 to 50.',
  'quietHours.startHour': 'An hour from 0 to 23.',
  'quietHours.endHour': 'An hour from 0 to 23.',
  attributionWindowDays: 'A whole number of days from 1 to 30.',
  brandColor: 'A colour like #0f6b4f.',
  logoUrl: 'The address of a picture, starting with https://.',
};

const sentenceFor = (path: string): string => {
  if (path.endsWith('maxMessages')) return 'A whole number from 1 to 50.';
  if (path.endsWith('perDays')) return 'A whole number of days from 1 to 90.';
  return SENTENCES[path] ?? 'This value is not possible.';
};

const numberOf = (typed: string): number =>
  typed.trim() === '' ? Number.NaN : Number(typed.trim().replace(',', '.'));

export type SettingsReading =
  | { readonly ok: true; readonly settings: ShopSettings }
  | { readonly ok: false; readonly errors: Readonly<Record<string, string>> };

/** A merchant who holds out more than half wants no messages, and pauses the sequences instead. */
const formSchema = shopSettingsSchema.extend({ holdoutPercent: z.number().min(0).max(50) });

/** Checks a form against the settings' own schema; what the form doesn't hold stays as it is. */
export function readSettings(draft: SettingsDraft, before: ShopSettings): SettingsReading {
  const logo = draft.logoUrl.trim();
  const parsed = formSchema.safeParse({
    ...before,
    inactivityMinutes: numberOf(draft.inactivityMinutes),
    holdoutPercent: numberOf(draft.holdoutPercent),
    quietHours: {
      enabled: draft.quietEnabled,
      startHour: numberOf(draft.quietStart),
      endHour: numberOf(draft.quietEnd),
    },
    frequencyCaps: draft.caps.map(({ maxMessages, perDays }) => ({
      maxMessages: numberOf(maxMessages),
      perDays: numberOf(perDays),
    })),
    attributionWindowDays: numberOf(draft.attributionWindowDays),
    brandColor: draft.brandColor.trim(),
    logoUrl: logo === '' ? null : logo,
  });
  const errors = parsed.success
    ? {}
    : Object.fromEntries(
        parsed.error.issues
          .map(({ path }) => path.join('.'))
          .map((path) => [path, sentenceFor(path)]),
      );
  const wrongLogo = logo !== '' && !/^https?:\/\//i.test(logo);
  const all = wrongLogo ? { ...errors, logoUrl: SENTENCES['logoUrl'] ?? '' } : errors;
  return parsed.success && !wrongLogo
    ? { ok: true, settings: parsed.data }
    : { ok: false, errors: all };
}
