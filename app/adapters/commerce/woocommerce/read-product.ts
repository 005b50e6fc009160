import { z } from 'zod';

import { amount, list, section, text, webAddress } from '#adapters/http/json-fields';
import type { ProductSeen, ProductVariantSeen } from '#core/catalog/index';

import { id, nameText, unread, utcInstant, type ReadResult } from './fields';

const image = section({ src: text });
const stock = { stock_status: text, price: amount, regular_price: amount, sku: text };

const variation = z.object({
  id,
  ...stock,
  status: text,
  image,
  attributes: list(z.object({ option: nameText })),
});

export const variations = list(variation);

type VariationPayload = z.output<typeof variation>;

const product = z.object({
  id,
  name: nameText,
  slug: text,
  type: text,
  status: text,
  ...stock,
  images: list(image),
  date_modified_gmt: utcInstant,
});

type ProductPayload = z.output<typeof product>;

const STATUS: Readonly<Record<string, ProductSeen['status']>> = {
  publish: 'active',
  trash: 'archived',
};

/**
 * Reads a product with its variations. One without variations is its own one variant, as a cart
 * names it.
 */
export function readProduct(
  told: unknown,
  variationsBeside: unknown,
  receivedAt: Date,
): ReadResult<ProductSeen> {
  const read = product.safeParse(told);
  if (!read.success) return unread('not a product');
  const { id: externalId, name, status } = read.data;
  if (externalId === null) return unread('a product without id');
  return {
    ok: true,
    value: {
      externalId,
      title: name ?? externalId,
      handle: read.data.slug,
      status: STATUS[status ?? 'publish'] ?? 'draft',
      imageUrl: mainImage(read.data),
      variants: variantsOf(read.data, externalId, variations.parse(variationsBeside)),
      updatedAt: read.data.date_modified_gmt ?? receivedAt,
    },
  };
}

const mainImage = ({ images }: ProductPayload): string | null => webAddress(images[0]?.src ?? null);

function variantsOf(
  owner: ProductPayload,
  externalId: string,
  beside: readonly VariationPayload[],
): ProductVariantSeen[] {
  if (isVariable(owner.type)) return beside.flatMap((one) => readVariation(one) ?? []);
  if (owner.price === null) return [];
  const title = owner.name ?? externalId;
  return [{ externalId, title, ...priced(owner, owner.price), imageUrl: null }];
}

/** Also of other plugins: "variable-subscription". */
export const isVariable = (type: string | null): boolean => type?.startsWith('variable') ?? false;

function readVariation(payload: VariationPayload): ProductVariantSeen | null {
  if (payload.id === null || payload.price === null || payload.status === 'private') return null;
  const options = payload.attributes.flatMap(({ option }) => option ?? []);
  return {
    externalId: payload.id,
    title: options.join(', ') || payload.id,
    ...priced(payload, payload.price),
    imageUrl: webAddress(payload.image.src),
  };
}

const priced = (
  payload: Pick<ProductPayload, 'sku' | 'regular_price' | 'stock_status'>,
  price: string,
) => ({
  sku: payload.sku,
  price,
  compareAtPrice: higherPrice(payload.regular_price, price),
  inStock: payload.stock_status === null ? null : payload.stock_status !== 'outofstock',
});

/** The regular price when it is really higher, else null. */
export const higherPrice = (regular: string | null, price: string | null): string | null =>
  regular !== null && Number(regular) > Number(price ?? '0') ? regular : null;
