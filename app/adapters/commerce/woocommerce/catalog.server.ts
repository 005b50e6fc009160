import { z } from 'zod';

import { amount, list, section, text, webAddress } from '#adapters/http/json-fields';
import type { CatalogPlatform, ProductSeen } from '#core/catalog/index';
import type { VariantDetails } from '#core/commerce/index';
import { isVendorFault } from '#core/kernel/vendor-fault';

import { id } from './fields';
import { higherPrice, isVariable, readProduct } from './read-product';
import type { SiteAnswer, SiteRest } from './rest.server';
import { oddAnswer } from './site-fault';

const PRODUCTS_AT_ONCE = 50;
const VARIATIONS_AT_ONCE = 100;
/** A guard against a list that never ends. */
const MOST_PAGES = 100;

const items = z.array(z.record(z.string(), z.unknown()));
type Item = z.output<typeof items>[number];

/** One page of a store's products, each with all of its variations. */
export async function productsPage(
  domain: string,
  cursor: string | null,
  rest: SiteRest,
): ReturnType<CatalogPlatform['products']> {
  const page = Number(cursor ?? '1');
  const answer = await rest.store(domain, {
    route: 'products',
    query: {
      per_page: String(PRODUCTS_AT_ONCE),
      page: String(page),
      orderby: 'id',
      order: 'asc',
    },
  });
  const now = new Date(0);
  const products: ProductSeen[] = [];
  for (const product of itemsOf(answer, 'products')) {
    const read = readProduct(product, await variationsOf(domain, product, rest), now);
    if (read.ok) products.push(read.value);
  }
  return { products, cursor: hasMore(answer, page) ? String(page + 1) : null };
}

async function variationsOf(domain: string, product: Item, rest: SiteRest): Promise<Item[]> {
  if (!isVariable(text.parse(product.type))) return [];
  const found: Item[] = [];
  for (let page = 1; page <= MOST_PAGES; page += 1) {
    const answer = await rest.store(domain, {
      route: `products/${Number(product.id)}/variations`,
      query: { per_page: String(VARIATIONS_AT_ONCE), page: String(page) },
    });
    found.push(...itemsOf(answer, 'variations'));
    if (!hasMore(answer, page)) break;
  }
  return found;
}

function itemsOf({ data }: SiteAnswer, name: string): Item[] {
  const read = items.safeParse(data);
  if (!read.success) throw oddAnswer(name);
  return read.data;
}

const hasMore = ({ headers }: SiteAnswer, page: number): boolean =>
  page < Number(headers['x-wp-totalpages'] ?? 0);

const detail = z.object({
  id,
  parent_id: id,
  price: amount,
  regular_price: amount,
  images: list(section({ src: text })),
  image: section({ src: text }),
});

/**
 * Photos and regular prices. A cart names a variation, or a product that has none; only products can
 * be asked for together, so what is not among them is asked for one by one.
 */
export async function variantDetails(
  domain: string,
  variantIds: readonly string[],
  rest: SiteRest,
): Promise<readonly VariantDetails[]> {
  const wanted = [...new Set(variantIds)].filter((one) => /^\d+$/.test(one)).slice(0, 100);
  if (wanted.length === 0) return [];
  const together = await rest.store(domain, {
    route: 'products',
    query: { include: wanted.join(','), per_page: '100' },
  });
  const found = itemsOf(together, 'products').flatMap((item) => toDetails(item) ?? []);
  const missing = wanted.filter((one) => found.every(({ variantId }) => variantId !== one));
  for (const one of missing) found.push(...(await oneVariation(domain, one, rest)));
  return found;
}

async function oneVariation(
  domain: string,
  variantId: string,
  rest: SiteRest,
): Promise<VariantDetails[]> {
  try {
    const { data } = await rest.store(domain, { route: `products/${variantId}` });
    return [toDetails(data) ?? []].flat();
  } catch (error) {
    if (isVendorFault(error) && error.details.httpStatus === 404) return [];
    throw error;
  }
}

function toDetails(told: unknown): VariantDetails | null {
  const read = detail.safeParse(told).data;
  if (!read?.id) return null;
  return {
    variantId: read.id,
    productId: read.parent_id ?? read.id,
    imageUrl: webAddress(read.image.src ?? read.images[0]?.src ?? null),
    compareAtPrice: higherPrice(read.regular_price, read.price),
  };
}
