import { z } from 'zod';

import type { ProductSeen, ProductVariantSeen } from '#core/catalog/index';

import { amount, count, instant, list, resourceId, section, text } from './payload-fields';
import { webAddress } from '#adapters/http/json-fields';
import type { ReadResult } from './read-result';

const image = z.object({ id: text, src: text, variant_ids: list(text) });

const variant = z.object({
  id: text,
  admin_graphql_api_id: text,
  title: text,
  sku: text,
  price: amount,
  compare_at_price: amount,
  image_id: text,
  inventory_quantity: count,
  inventory_policy: text,
  inventory_management: text,
});

const product = z.object({
  id: text,
  admin_graphql_api_id: text,
  title: text,
  handle: text,
  status: text,
  image: section({ id: text, src: text }),
  images: list(image),
  variants: list(variant),
  updated_at: instant,
});

type ProductPayload = z.output<typeof product>;
type VariantPayload = z.output<typeof variant>;

const STATUS: Readonly<Record<string, ProductSeen['status']>> = {
  active: 'active',
  // Reachable by link and sold, only left out of listings.
  unlisted: 'active',
  draft: 'draft',
  archived: 'archived',
};

/** Reads products/create and products/update. */
export function readProduct(payload: unknown, receivedAt: Date): ReadResult<ProductSeen> {
  const read = product.parse(payload);
  const externalId = resourceId(read.admin_graphql_api_id, read.id);
  if (!externalId) return { ok: false, reason: 'a product without id' };
  return {
    ok: true,
    value: {
      externalId,
      title: read.title ?? externalId,
      handle: read.handle,
      status: productStatus(read.status),
      imageUrl: mainImage(read),
      variants: read.variants.flatMap((entry) => readVariant(entry, read) ?? []),
      updatedAt: read.updated_at ?? receivedAt,
    },
  };
}

/** An unknown status is taken for "not on sale". */
export const productStatus = (status: string | null): ProductSeen['status'] =>
  STATUS[status ?? 'active'] ?? 'draft';

const mainImage = ({ image: main, images }: ProductPayload): string | null =>
  webAddress(main.src ?? images[0]?.src ?? null);

/** Reads the id of products/delete. */
export function readDeletedId(payload: unknown): ReadResult<string> {
  const { id, admin_graphql_api_id: gid } = z
    .object({ id: text, admin_graphql_api_id: text })
    .parse(payload);
  const externalId = resourceId(gid, id);
  return externalId
    ? { ok: true, value: externalId }
    : { ok: false, reason: 'a deletion without id' };
}

function readVariant(entry: VariantPayload, owner: ProductPayload): ProductVariantSeen | null {
  const externalId = resourceId(entry.admin_graphql_api_id, entry.id);
  if (!externalId || entry.price === null) return null;
  return {
    externalId,
    title: entry.title ?? externalId,
    sku: entry.sku,
    price: entry.price,
    compareAtPrice: higherPrice(entry.compare_at_price, entry.price),
    imageUrl: variantImage(entry, owner),
    inStock: stockOf(entry),
  };
}

/** The compare-at price when it is really higher, else null. Both in one currency. */
export const higherPrice = (compareAt: string | null, price: string | null): string | null =>
  compareAt !== null && Number(compareAt) > Number(price ?? '0') ? compareAt : null;

function variantImage(entry: VariantPayload, owner: ProductPayload): string | null {
  const own = owner.images.find(
    ({ id, variant_ids: variants }) =>
      (id !== null && id === entry.image_id) || variants.includes(entry.id),
  );
  return webAddress(own?.src ?? null);
}

/** Null when the shop doesn't count its stock. */
function stockOf(entry: VariantPayload): boolean | null {
  if (entry.inventory_policy === 'continue') return true;
  if (entry.inventory_management === null && entry.inventory_quantity === null) return null;
  return entry.inventory_quantity === null ? null : entry.inventory_quantity > 0;
}
