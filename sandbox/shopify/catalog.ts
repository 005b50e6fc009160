export interface Variant {
  id: number;
  productId: number;
  title: string;
  sku: string;
  price: number;
  compareAt: number | null;
  stock: number;
  requiresShipping: boolean;
  status: 'ACTIVE' | 'ARCHIVED' | 'DRAFT';
}

export interface Product {
  id: number;
  title: string;
  handle: string;
  description: string;
  type: string;
  photo: string;
  variants: Variant[];
}

const FIRST_PRODUCT = 8_100_000_000_001;
const FIRST_VARIANT = 45_100_000_000_001;

type Line = [
  title: string,
  type: string,
  photo: string,
  price: number,
  was: number | null,
  text: string,
];

const LINES: Line[] = [
  ['Moka pot “Aurora”, 3 cups', 'Kitchen', 'moka-pot', 3490, null, 'Brushed aluminium, beech handle. Coffee for two, or for one honest morning.'],
  ['Espresso cups, set of two', 'Kitchen', 'espresso-cups', 2400, 2900, 'Stoneware glazed by hand in Faenza. 80 ml each.'],
  ['Linen tote “Riva”', 'Bags', 'linen-tote', 4900, null, 'Heavy washed linen with leather straps. Holds a weekend.'],
  ['Olive oil, 500 ml', 'Pantry', 'olive-oil', 1850, null, 'Cold pressed in Umbria, harvest of this autumn.'],
  ['Ceramic vase “Terra”', 'Home', 'ceramic-vase', 5900, 7400, 'Thrown on the wheel, matt glaze. Every piece differs a little.'],
  ['Beeswax candle', 'Home', 'beeswax-candle', 1600, null, 'Pure beeswax, burns for forty hours.'],
  ['Wool throw “Alpe”', 'Home', 'wool-throw', 8900, 11900, 'Merino from Biella, 130 × 180 cm.'],
  ['Leather notebook, A5', 'Desk', 'leather-notebook', 3200, null, 'Vegetable-tanned cover, 160 pages that can be refilled.'],
]; // prettier-ignore

/** The demo shop's products, always the same ids. */
export const CATALOG: readonly Product[] = LINES.map(
  ([title, type, photo, price, compareAt, description], index) => ({
    id: FIRST_PRODUCT + index,
    title,
    handle: photo,
    description,
    type,
    photo,
    variants: [
      {
        id: FIRST_VARIANT + index,
        productId: FIRST_PRODUCT + index,
        title: 'Default Title',
        sku: `BD-${String(index + 1).padStart(3, '0')}`,
        price,
        compareAt,
        stock: 40 - index,
        requiresShipping: true,
        status: 'ACTIVE',
      },
    ],
  }),
);

export function productById(id: number): Product | undefined {
  return CATALOG.find((product) => product.id === id);
}

export function variantById(id: number): Variant | undefined {
  return CATALOG.flatMap((product) => product.variants).find((variant) => variant.id === id);
}

export function productOf(variant: Variant): Product {
  const product = productById(variant.productId);
  if (product === undefined) throw new Error(`Variant ${variant.id} has no product.`);
  return product;
}

export function photoUrl(publicUrl: string, product: Product): string {
  return `${publicUrl}/sandbox/photos/${product.photo}.jpg`;
}
