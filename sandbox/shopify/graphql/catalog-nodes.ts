import { CATALOG, photoUrl, productOf, type Product, type Variant } from '../catalog';
import { decimal, gid, SHOP } from '../shop';
import { connection, type PageArguments, type Row } from './connection';

/** An object as graphql-js resolves it: its type stands in `__typename`. */
export type Node = Record<string, unknown>;

const MADE_AT = '2026-01-15T09:00:00Z';

export function moneyV2(minor: number): Node {
  return { amount: decimal(minor), currencyCode: SHOP.currency };
}

export function moneyBag(minor: number): Node {
  return { shopMoney: moneyV2(minor), presentmentMoney: moneyV2(minor) };
}

export function imageNode(publicUrl: string, product: Product): Node {
  const url = photoUrl(publicUrl, product);
  return {
    __typename: 'Image',
    id: gid('ProductImage', product.id),
    url,
    originalSrc: url,
    src: url,
    transformedSrc: url,
    altText: product.title,
    width: 900,
    height: 900,
  };
}

function mediaNode(publicUrl: string, product: Product): Node {
  const image = imageNode(publicUrl, product);
  return {
    __typename: 'MediaImage',
    id: gid('MediaImage', product.id),
    alt: product.title,
    mediaContentType: 'IMAGE',
    status: 'READY',
    image,
    preview: { image, status: 'READY' },
  };
}

export function productNode(publicUrl: string, product: Product): Node {
  const prices = product.variants.map((variant) => variant.price);
  const range = {
    minVariantPrice: moneyV2(Math.min(...prices)),
    maxVariantPrice: moneyV2(Math.max(...prices)),
  };
  const one = (node: Node) => (page: PageArguments) =>
    connection([{ node, id: product.id, search: {} }], page);
  return {
    ...PRODUCT_CONSTANTS,
    id: gid('Product', product.id),
    legacyResourceId: String(product.id),
    title: product.title,
    handle: product.handle,
    description: product.description,
    descriptionHtml: `<p>${product.description}</p>`,
    bodyHtml: `<p>${product.description}</p>`,
    productType: product.type,
    totalInventory: product.variants.reduce((sum, variant) => sum + variant.stock, 0),
    tracksInventory: true,
    onlineStoreUrl: `${publicUrl}/sandbox/store/products/${product.handle}`,
    featuredImage: imageNode(publicUrl, product),
    featuredMedia: mediaNode(publicUrl, product),
    images: one(imageNode(publicUrl, product)),
    media: one(mediaNode(publicUrl, product)),
    variants: (page: PageArguments) =>
      connection(
        product.variants.map((variant) => variantRow(publicUrl, variant)),
        page,
      ),
    variantsCount: { count: product.variants.length, precision: 'EXACT' },
    totalVariants: product.variants.length,
    priceRange: range,
    priceRangeV2: range,
  };
}

const PRODUCT_CONSTANTS: Node = {
  __typename: 'Product',
  vendor: SHOP.name,
  status: 'ACTIVE',
  tags: [],
  createdAt: MADE_AT,
  updatedAt: MADE_AT,
  publishedAt: MADE_AT,
  isGiftCard: false,
  requiresSellingPlan: false,
  hasOnlyDefaultVariant: true,
  hasOutOfStockVariants: false,
};

export function variantNode(publicUrl: string, variant: Variant): Node {
  const product = productOf(variant);
  return {
    __typename: 'ProductVariant',
    id: gid('ProductVariant', variant.id),
    legacyResourceId: String(variant.id),
    title: variant.title,
    displayName: product.title,
    sku: variant.sku,
    barcode: null,
    price: decimal(variant.price),
    compareAtPrice: variant.compareAt === null ? null : decimal(variant.compareAt),
    inventoryQuantity: variant.stock,
    sellableOnlineQuantity: variant.stock,
    inventoryPolicy: 'DENY',
    requiresComponents: false,
    inventoryItem: { id: gid('InventoryItem', variant.id), tracked: true },
    availableForSale: variant.stock > 0,
    position: 1,
    taxable: true,
    selectedOptions: [{ name: 'Title', value: variant.title }],
    createdAt: MADE_AT,
    updatedAt: MADE_AT,
    product: () => ({ ...productNode(publicUrl, product), status: variant.status }),
    image: imageNode(publicUrl, product),
  };
}

export function variantRow(publicUrl: string, variant: Variant): Row<Node> {
  return {
    node: variantNode(publicUrl, variant),
    id: variant.id,
    search: {
      id: variant.id,
      sku: variant.sku,
      product_id: variant.productId,
      title: variant.title,
      updated_at: new Date(MADE_AT),
    },
  };
}

export function productRows(publicUrl: string): Row<Node>[] {
  return CATALOG.map((product) => ({
    node: productNode(publicUrl, product),
    id: product.id,
    search: {
      id: product.id,
      title: product.title,
      handle: product.handle,
      status: 'active',
      created_at: new Date(MADE_AT),
      updated_at: new Date(MADE_AT),
    },
  }));
}
