import { z } from 'zod';
import type { ShopId } from '../kernel/ids';

export type Platform = 'shopify' | 'woocommerce';

/** A merchant's own settings; every one has a default that is safe for shoppers. */
export const shopSettingsSchema = z.strictObject({
  /** Minutes without activity after which a cart counts as abandoned. */
  inactivityMinutes: z.number().int().min(5).max(10_080).default(60),
  /** Share of people who get no message, so that the effect can be measured. */
  holdoutPercent: z.number().min(0).max(100).default(10),
  /** Local hours of the shopper between which nothing is sent (start inclusive, end exclusive). */
  quietHours: z
    .strictObject({
      enabled: z.boolean().default(true),
      startHour: z.number().int().min(0).max(23).default(21),
      endHour: z.number().int().min(0).max(23).default(9),
    })
    .default({ enabled: true, startHour: 21, endHour: 9 }),
  /** At most this many marketing messages a person in these windows. */
  frequencyCaps: z
    .array(
      z.strictObject({
        maxMessages: z.number().int().min(1).max(50),
        perDays: z.number().int().min(1).max(90),
      }),
    )
    .max(5)
    .default([
      { maxMessages: 1, perDays: 1 },
      { maxMessages: 4, perDays: 14 },
    ]),
  /** Days after a click within which a paid order is credited to it. */
  attributionWindowDays: z.number().int().min(1).max(30).default(5),
  /**
   * The merchant declares that the wording of the checkout's marketing checkbox names WhatsApp.
   * Shopify's own wording covers e-mail and SMS only, so this is off until the merchant says so.
   */
  checkoutMarketingCoversWhatsApp: z.boolean().default(false),
  /** The merchant's own reading of the law for a country (ISO 3166 alpha-2), over our table. */
  consentOverrides: z.record(z.string().regex(/^[A-Z]{2}$/), z.string()).default({}),
  /** Card look: #rrggbb, and an optional logo address. */
  brandColor: z
    .string()
    .regex(/^#[0-9a-fA-F]{6}$/)
    .default('#0f6b4f'),
  logoUrl: z.url().nullable().default(null),
});

export type ShopSettings = z.infer<typeof shopSettingsSchema>;

export type ShopState = 'installed' | 'uninstalled';

export interface Shop {
  readonly id: ShopId;
  readonly platform: Platform;
  /** "demo.myshopify.com" */
  readonly domain: string;
  readonly name: string;
  readonly currency: string;
  /** IANA zone of the store; days of the dashboard are days of this zone. */
  readonly timeZone: string;
  readonly countryCode: string;
  readonly locale: string;
  readonly state: ShopState;
  readonly settings: ShopSettings;
}
