import { z } from 'zod';

import { list, text } from '#adapters/http/json-fields';

import { plainText } from './plain-text';

/** An id; WooCommerce writes 0 where there is none (a guest, a product without variation). */
export const id = text.transform((value) => (value === '0' ? null : value));

/** `date_*_gmt` is written without its zone ("2026-11-24T09:00:00"), ours with it. */
export const utcInstant = text.transform((value) => {
  if (value === null) return null;
  const hasZone = /(Z|[+-]\d{2}:?\d{2})$/.test(value);
  const time = Date.parse(hasZone ? value : `${value}Z`);
  return Number.isNaN(time) ? null : new Date(time);
});

/** A name of a product or of one of its options; null where nothing of it can be read. */
export const nameText = text.transform((value) => {
  const read = value === null ? '' : plainText(value);
  return read === '' ? null : read;
});

const entries = list(z.object({ key: text, value: z.unknown().optional() }));

/** The order's own meta by their keys; of two with one key the later one holds. */
export const meta = entries.transform(
  (all): ReadonlyMap<string, unknown> =>
    new Map(all.flatMap(({ key, value }) => (key === null ? [] : [[key, value] as const]))),
);

export const textOf = (value: unknown): string | null => text.parse(value);

/** WordPress's name of a language ("it_IT", "de_DE_formal") as BCP 47 ("it-IT", "de-DE"). */
export function languageTag(locale: string | null): string | null {
  const [, language, region] =
    /^([a-z]{2,3})(?:[_-]([A-Za-z]{2}))?(?:[_-]|$)/.exec(locale ?? '') ?? [];
  if (!language) return null;
  return region ? `${language}-${region.toUpperCase()}` : language;
}

/** What a reader made of one resource; `reason` is for the receipt, without personal data. */
export type ReadResult<Value> =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly reason: string };

export const unread = (reason: string): { readonly ok: false; readonly reason: string } => ({
  ok: false,
  reason,
});
