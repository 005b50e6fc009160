import type { ProductStore } from '#core/catalog/index';
import type { Cart, CommercePlatform, Shop } from '#core/commerce/index';
import { withoutPictures } from '#core/messaging/index';
import type { ProductImages, ProductImageSpec, Template } from '#core/messaging/index';
import type { RecoveryId } from '../kernel/ids';
import { money, parseMoney } from '../kernel/money';
import type { Money } from '../kernel/money';
import { isVendorFault } from '../kernel/vendor-fault';
import type { VendorFault } from '../kernel/vendor-fault';
import { deterministicCode } from './discount-code';
import { productCard } from './product-card';
import type { GrantedDiscount, VariantLook } from './product-card';
import type { SequenceStep } from './sequence';
import type { StepTry } from './step-try';

export interface PrepareInput {
  readonly shop: Shop;
  readonly cart: Cart;
  readonly step: SequenceStep;
  readonly recoveryId: RecoveryId;
  readonly row: StepTry;
  readonly template: Template;
  readonly now: Date;
  /** SHA-256 of a text, hexadecimal. */
  readonly hash: (text: string) => string;
}

export interface PreparePorts {
  readonly platform: Pick<CommercePlatform, 'createDiscountCode' | 'variantDetails'>;
  readonly products: Pick<ProductStore, 'withVariants'>;
  readonly images: Pick<ProductImages, 'imageFor'>;
}

export type Prepared =
  | {
      readonly kind: 'ready';
      readonly discount: GrantedDiscount | null;
      /** Below the product's public address; null when the template shows no picture. */
      readonly imagePath: string | null;
    }
  /** Something outside is out of order for now. */
  | {
      readonly kind: 'later';
      readonly at: Date;
      readonly why: 'discount_delayed' | 'image_delayed';
    }
  | { readonly kind: 'impossible'; readonly reason: 'discount_failed' };

const MINUTE_MS = 60_000;
const IMAGE_RETRY_MS = 5 * MINUTE_MS;
/** A code that an earlier try made keeps that try's end: what the message says must come first. */
const GRACE_MS = 60 * MINUTE_MS;
const DISCOUNT_RETRY_MS = { least: 15_000, usual: MINUTE_MS, most: 60 * MINUTE_MS } as const;

/**
 * Does the work outside that a message needs: its discount code and its picture. Harmless to repeat:
 * the code is the same each time and the picture's address is its content.
 */
export async function prepareMessage(input: PrepareInput, ports: PreparePorts): Promise<Prepared> {
  const discount = discountOf(input);
  const refused = discount && (await makeCode(discount, input, ports.platform));
  if (refused) return afterFault(refused, input.now);
  if (input.template.content.header === 'none') return { kind: 'ready', discount, imagePath: null };
  const looks = await looksOf(input.shop, input.cart, ports);
  const { language } = input.template;
  const spec = productCard({ shop: input.shop, cart: input.cart, looks, discount, language });
  // A cart without anything to draw is found out by rendering, which says what is missing.
  if (!spec) return { kind: 'ready', discount, imagePath: null };
  const imagePath = await draw(spec, ports.images);
  if (imagePath) return { kind: 'ready', discount, imagePath };
  const at = new Date(input.now.getTime() + IMAGE_RETRY_MS);
  return { kind: 'later', at, why: 'image_delayed' };
}

function discountOf({
  step,
  shop,
  recoveryId,
  row,
  now,
  hash,
}: PrepareInput): GrantedDiscount | null {
  const { discount } = step;
  if (!discount) return null;
  return {
    code: deterministicCode({ shopId: shop.id, recoveryId, ...row }, hash),
    value:
      discount.kind === 'percentage'
        ? { kind: 'percentage', percent: discount.percent }
        : { kind: 'fixed', amount: money(discount.minor, shop.currency) },
    validUntil: new Date(now.getTime() + discount.validHours * 60 * MINUTE_MS),
  };
}

async function makeCode(
  { code, value, validUntil }: GrantedDiscount,
  { shop, now }: PrepareInput,
  platform: PreparePorts['platform'],
): Promise<VendorFault | null> {
  try {
    await platform.createDiscountCode(shop.domain, {
      code,
      title: code,
      value:
        value.kind === 'percentage'
          ? value
          : { kind: 'fixed', minor: value.amount.minor, currency: value.amount.currency },
      validFrom: now,
      validUntil: new Date(validUntil.getTime() + GRACE_MS),
    });
    return null;
  } catch (error) {
    if (isVendorFault(error)) return error;
    throw error;
  }
}

/** An unknown outcome is tried again too: making a code that exists is a success. */
function afterFault({ details }: VendorFault, now: Date): Prepared {
  if (details.retry === 'never') return { kind: 'impossible', reason: 'discount_failed' };
  const { least, usual, most } = DISCOUNT_RETRY_MS;
  const pause = Math.min(most, Math.max(least, details.afterMs ?? usual));
  return { kind: 'later', at: new Date(now.getTime() + pause), why: 'discount_delayed' };
}

/** A picture that can't be had never keeps a message back: the card is drawn without photos. */
async function draw(
  spec: ProductImageSpec,
  images: PreparePorts['images'],
): Promise<string | null> {
  const pictures = [spec.logoUrl, ...spec.items.map(({ photoUrl }) => photoUrl)];
  const missing = new Set(pictures.filter((url) => url !== null));
  for (const attempt of [spec, withoutPictures(spec, missing)]) {
    try {
      return (await images.imageFor(attempt)).path;
    } catch {
      continue;
    }
  }
  return null;
}

/** Checkouts name variants without photos; our copy of the catalogue has them, else the store. */
async function looksOf(
  shop: Shop,
  cart: Cart,
  ports: Pick<PreparePorts, 'products' | 'platform'>,
): Promise<ReadonlyMap<string, VariantLook>> {
  const wanted = cart.lineItems.flatMap(({ variantId, imageUrl }) =>
    variantId !== null && imageUrl === null ? [variantId] : [],
  );
  if (wanted.length === 0) return new Map();
  const looks = await fromCatalogue(shop, wanted, ports.products);
  const unknown = wanted.filter((id) => !looks.get(id)?.imageUrl);
  if (unknown.length === 0) return looks;
  return new Map([...looks, ...(await fromPlatform(shop, unknown, ports.platform))]);
}

async function fromCatalogue(
  shop: Shop,
  wanted: readonly string[],
  products: PreparePorts['products'],
): Promise<ReadonlyMap<string, VariantLook>> {
  const found = await products.withVariants(shop.id, wanted);
  return new Map(
    found.flatMap((product) =>
      product.variants.map(({ externalId, imageUrl, compareAtPrice }) => [
        externalId,
        {
          imageUrl: imageUrl ?? product.imageUrl,
          compareAt: readPrice(compareAtPrice, shop.currency),
        },
      ]),
    ),
  );
}

async function fromPlatform(
  shop: Shop,
  unknown: readonly string[],
  platform: PreparePorts['platform'],
): Promise<readonly (readonly [string, VariantLook])[]> {
  try {
    const details = await platform.variantDetails(shop.domain, unknown);
    return details.map(({ variantId, imageUrl, compareAtPrice }) => [
      variantId,
      { imageUrl, compareAt: readPrice(compareAtPrice, shop.currency) },
    ]);
  } catch (error) {
    if (isVendorFault(error)) return [];
    throw error;
  }
}

/** A struck price is an ornament: one that can't be read is left out. */
function readPrice(text: string | null, currency: string): Money | null {
  if (text === null) return null;
  try {
    return parseMoney(text, currency);
  } catch {
    return null;
  }
}
