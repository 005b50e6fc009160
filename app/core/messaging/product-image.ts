import { z } from 'zod';

import type { Money } from '../kernel/money';

/** Items drawn on a card; what a cart holds beyond them is counted on the last tile ("+3"). */
export const SHOWN_ITEMS = 4;

const moneySchema = z.object({
  minor: z.number().int(),
  currency: z.string().regex(/^[A-Z]{3}$/),
});

const itemSchema = z.object({
  title: z.string(),
  photoUrl: z.string().nullable(),
  /** What one piece costs now. */
  price: moneySchema,
  /** What one piece cost before, when the shop says so; drawn struck through when it is higher. */
  compareAt: moneySchema.nullable(),
  quantity: z.number().int().positive(),
});

/**
 * All that a product card shows. Texts come from merchants and are never trusted: the renderer
 * cleans and shortens them, so length is no reason to refuse a card.
 */
export const productImageSpecSchema = z
  .object({
    items: z.array(itemSchema).min(1).max(1_000),
    /** What the shopper would pay, discount included. */
    total: moneySchema,
    /** In the shopper's language ("Total"); left out above a single item. */
    totalLabel: z.string().nullable().default(null),
    /** Already written in the shopper's language ("−10 %"). */
    discountBadge: z.string().nullable(),
    shopName: z.string(),
    /** #rgb or #rrggbb. */
    brandColor: z.string().regex(/^#(?:[\da-f]{3}|[\da-f]{6})$/i),
    logoUrl: z.string().nullable(),
    /** BCP 47 ("it", "pt-BR"); the reading direction follows from it. */
    locale: z.string().refine(isLocale, 'not a BCP 47 locale'),
    /** One calm line above the items ("You left something behind"). */
    headline: z.string(),
  })
  .refine(
    ({ items, total }) =>
      items.every(
        ({ price, compareAt }) =>
          price.currency === total.currency &&
          (compareAt === null || compareAt.currency === total.currency),
      ),
    'a card speaks one currency',
  );

export type ProductImageSpec = z.infer<typeof productImageSpecSchema>;
export type ProductImageItem = ProductImageSpec['items'][number];

export interface ProductImage {
  /** SHA-256 of the card's canonical text, 64 lower-case hexadecimal digits. */
  readonly hash: string;
  /** Where the product serves it, below its public URL: `/media/<hash>.jpg`. */
  readonly path: string;
  /** JPEG, 1200 × 628 pixels. */
  readonly bytes: Uint8Array;
}

/**
 * Port: cards by content hash. An entry never changes: the first `put` of a hash wins, a later one
 * with other bytes is ignored without an error.
 */
export interface ImageStore {
  readonly get: (hash: string) => Promise<Uint8Array | null>;
  readonly put: (hash: string, bytes: Uint8Array) => Promise<void>;
}

/** Port: what the rest of the product asks of the renderer. */
export interface ProductImages {
  /** Draws the card once, however often and however simultaneously it is asked for. */
  readonly imageFor: (spec: ProductImageSpec) => Promise<ProductImage>;
  /** The stored JPEG, null when the hash is unknown or isn't one. */
  readonly read: (hash: string) => Promise<Uint8Array | null>;
}

export type Hash = (text: string) => string;

const HASH_PATTERN = /^[\da-f]{64}$/;

export const isImageHash = (text: string): boolean => HASH_PATTERN.test(text);

export const imagePath = (hash: string): string => `/media/${hash}.jpg`;

/**
 * The address of a card: the same look has the same address, whatever the order of the spec's keys
 * or the case of its colour, and a new renderer never serves an old renderer's picture.
 * @param rendererVersion changes whenever the same spec would be drawn differently
 * @param hash SHA-256 of a text, in lower-case hexadecimal
 */
export const imageAddress = (spec: ProductImageSpec, rendererVersion: string, hash: Hash): string =>
  hash(canonicalText(spec, rendererVersion));

/** Lists, not objects: their order is the canonical one. Items that aren't drawn only count. */
function canonicalText(spec: ProductImageSpec, rendererVersion: string): string {
  return JSON.stringify([
    rendererVersion,
    spec.items
      .slice(0, SHOWN_ITEMS)
      .map((item) => [
        item.title.normalize('NFC'),
        item.photoUrl,
        amount(item.price),
        amount(item.compareAt),
        item.quantity,
      ]),
    spec.items.length,
    amount(fullPrice(spec)),
    amount(spec.total),
    spec.totalLabel,
    spec.discountBadge,
    spec.shopName,
    spec.brandColor.toLowerCase(),
    spec.logoUrl,
    spec.locale,
    spec.headline,
  ]);
}

const amount = (value: Money | null): string | null => value && `${value.minor} ${value.currency}`;

/** What all pieces would cost at their full prices, null when that isn't more than the total. */
export function fullPrice({ items, total }: ProductImageSpec): Money | null {
  const minor = items.reduce(
    (sum, { price, compareAt, quantity }) =>
      sum + Math.max(price.minor, compareAt?.minor ?? 0) * quantity,
    0,
  );
  return minor > total.minor && Number.isSafeInteger(minor)
    ? { minor, currency: total.currency }
    : null;
}

/** The same card without the pictures that could not be had. */
export const withoutPictures = (
  spec: ProductImageSpec,
  missing: ReadonlySet<string>,
): ProductImageSpec => ({
  ...spec,
  logoUrl: spec.logoUrl !== null && missing.has(spec.logoUrl) ? null : spec.logoUrl,
  items: spec.items.map((item) =>
    item.photoUrl !== null && missing.has(item.photoUrl) ? { ...item, photoUrl: null } : item,
  ),
});

/** Scripts written from right to left that people shop in today (ISO 15924). */
const RIGHT_TO_LEFT = new Set(['Adlm', 'Arab', 'Hebr', 'Nkoo', 'Rohg', 'Syrc', 'Thaa']);

/** The reading direction of a locale; its script is inferred when it isn't named ("ur" → Arab). */
export function directionOf(locale: string): 'ltr' | 'rtl' {
  const script = isLocale(locale) ? new Intl.Locale(locale).maximize().script : undefined;
  return script !== undefined && RIGHT_TO_LEFT.has(script) ? 'rtl' : 'ltr';
}

function isLocale(text: string): boolean {
  try {
    return new Intl.Locale(text).language !== '';
  } catch {
    return false;
  }
}
