import type { CatalogPlatform, ProductSeen, ProductVariantSeen } from '#core/catalog/index';

import {
  PRODUCT_VARIANTS_AFTER,
  PRODUCTS,
  type CatalogProductNode,
  type CatalogVariantNode,
} from './catalog-operations';
import type { AdminGraphql } from './graphql.server';
import { resourceId } from './payload-fields';
import { webAddress } from '#adapters/http/json-fields';
import { higherPrice, productStatus } from './read-product';
import { nextCursor } from './reconcile.server';

/** One page of a store's products, each with all of its variants. */
export async function productsPage(
  domain: string,
  cursor: string | null,
  graphql: AdminGraphql,
): ReturnType<CatalogPlatform['products']> {
  const { products: page } = await graphql(domain, PRODUCTS, { after: cursor });
  const products: ProductSeen[] = [];
  for (const node of page.nodes) {
    products.push(readProductNode(node, await allVariants(domain, node, graphql)));
  }
  return { products, cursor: nextCursor(page.pageInfo) };
}

async function allVariants(
  domain: string,
  node: CatalogProductNode,
  graphql: AdminGraphql,
): Promise<readonly CatalogVariantNode[]> {
  const variants = [...node.variants.nodes];
  let after = nextCursor(node.variants.pageInfo);
  while (after !== null) {
    const answer = await graphql(domain, PRODUCT_VARIANTS_AFTER, { id: node.id, after });
    variants.push(...(answer.node?.variants.nodes ?? []));
    after = answer.node ? nextCursor(answer.node.variants.pageInfo) : null;
  }
  return variants;
}

const readProductNode = (
  node: CatalogProductNode,
  variants: readonly CatalogVariantNode[],
): ProductSeen => ({
  externalId: resourceId(node.id, null) ?? node.id,
  title: node.title,
  handle: node.handle,
  status: productStatus(node.status.toLowerCase()),
  imageUrl: webAddress(node.featuredMedia?.preview?.image?.url ?? null),
  variants: variants.map(readVariantNode),
  updatedAt: new Date(node.updatedAt),
});

const readVariantNode = (node: CatalogVariantNode): ProductVariantSeen => ({
  externalId: resourceId(node.id, null) ?? node.id,
  title: node.title,
  sku: node.sku || null,
  price: node.price,
  compareAtPrice: higherPrice(node.compareAtPrice ?? null, node.price),
  imageUrl: webAddress(node.image?.url ?? null),
  inStock: node.availableForSale,
});
