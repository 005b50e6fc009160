import { z } from 'zod';
import type { ShopId, TemplateId } from '../kernel/ids';
import type { Quality } from './channel';

/** What a body or button parameter is filled with. The merchant picks from this list only. */
export const MERGE_FIELDS = [
  'first_name',
  'shop_name',
  'first_item',
  'item_count',
  'cart_total',
  'discount_code',
  'discount_value',
  'discount_expires',
] as const;
export const mergeFieldSchema = z.enum(MERGE_FIELDS);
export type MergeField = z.infer<typeof mergeFieldSchema>;

export const templateButtonSchema = z.discriminatedUnion('kind', [
  /** Opens our tracked link; the template's address ends in {{1}}, the link's token. */
  z.strictObject({ kind: z.literal('url'), text: z.string().min(1).max(25) }),
  z.strictObject({ kind: z.literal('quick_reply'), text: z.string().min(1).max(25) }),
]);

/** A template as we author it; the vendor's adapter turns it into its own shape. */
export const templateContentSchema = z.strictObject({
  header: z.enum(['none', 'image']),
  /** Text with {{1}}, {{2}} …; `fields[0]` fills {{1}}. */
  body: z.string().min(1).max(1024),
  fields: z.array(mergeFieldSchema).max(10),
  footer: z.string().max(60).nullable(),
  buttons: z.array(templateButtonSchema).max(3),
});
export type TemplateContent = z.infer<typeof templateContentSchema>;

export type TemplateCategory = 'MARKETING' | 'UTILITY';

export type TemplateState =
  'draft' | 'pending' | 'approved' | 'rejected' | 'paused' | 'disabled' | 'deleted';

export interface Template {
  readonly id: TemplateId;
  readonly shopId: ShopId;
  /** Vendor-side name: lower case, digits, underscores. */
  readonly name: string;
  /** The vendor's language code ("it", "pt_BR"). */
  readonly language: string;
  readonly category: TemplateCategory;
  /** Set when the vendor put it into another category than we asked for. */
  readonly approvedCategory: TemplateCategory | null;
  readonly state: TemplateState;
  readonly stateReason: string | null;
  /** The vendor's rating; low ones are paused. */
  readonly quality: Quality;
  readonly pausedUntil: Date | null;
  readonly vendorId: string | null;
  readonly content: TemplateContent;
}

/** A template as it is written; its rating is the vendor's to change. */
export type TemplateWrite = Omit<Template, 'quality'>;
