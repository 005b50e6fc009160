import type { LoaderFunctionArgs } from '@remix-run/node';
import { z } from 'zod';
import { shopSettingsSchema } from '#core/commerce/index';
import { money } from '#core/kernel/money';
import type { GrantedDiscount } from '#core/recovery/index';
import { signedIn } from '../app/signed-in.server';
import { cardPath, sampleCart } from './sample-cart.server';

const DAY_MS = 24 * 60 * 60_000;

const querySchema = z.object({
  language: z
    .string()
    .regex(/^[a-z]{2,3}(_[A-Za-z]{2,4})?$/)
    .catch('en'),
  percent: z.coerce.number().min(1).max(90).optional().catch(undefined),
  fixed: z.coerce.number().int().min(1).max(1_000_000_000).optional().catch(undefined),
  color: shopSettingsSchema.shape.brandColor.unwrap().optional().catch(undefined),
  /** Empty: without a logo. */
  logo: z
    .union([z.url(), z.literal('')])
    .optional()
    .catch(undefined),
});

/**
 * The address of the picture that a message of this store has, with a colour, logo or discount that
 * is not saved yet.
 */
export async function loader({ request }: LoaderFunctionArgs) {
  const { shop, services, now } = await signedIn(request);
  const query = querySchema.parse(Object.fromEntries(new URL(request.url).searchParams));
  const settings = {
    ...shop.settings,
    brandColor: query.color ?? shop.settings.brandColor,
    logoUrl: query.logo === undefined ? shop.settings.logoUrl : query.logo || null,
  };
  const cart = await sampleCart(shop, services, now);
  const discount = discountOf(query, shop.currency, now);
  const path = await cardPath(
    { shop: { ...shop, settings }, cart, discount, language: query.language },
    services,
  );
  return { path };
}

function discountOf(
  { percent, fixed }: z.infer<typeof querySchema>,
  currency: string,
  now: Date,
): GrantedDiscount | null {
  const shared = { code: 'SAMPLE', validUntil: new Date(now.getTime() + DAY_MS) };
  if (percent) return { ...shared, value: { kind: 'percentage', percent } };
  return fixed ? { ...shared, value: { kind: 'fixed', amount: money(fixed, currency) } } : null;
}
