import { greetingFallback } from './greeting-fallback';
import type { TemplateBody } from './message';
import type { MergeField, TemplateContent } from './template';
import { fill } from './template-text';
import { cleanValue, isolate, plausibleFirstName, shorten } from './value-text';

/** Raw values; null or absent where there is none. Nothing in them is trusted. */
export type MergeValues = Readonly<Partial<Record<MergeField, string | null>>>;

export interface RenderInput {
  readonly name: string;
  /** The vendor's language code of the template. */
  readonly language: string;
  readonly content: TemplateContent;
  readonly values: MergeValues;
  /** Address of the picture for an image header. */
  readonly imageUrl: string | null;
  /** Token of the tracked link; it fills every address button. */
  readonly linkToken: string | null;
  /** Comes back when a quick reply is tapped, together with the button's place ("<it>:1"). */
  readonly replyPayload: string;
}

/** What kept a message from being rendered; `space`: the text is too long with its values. */
type Missing = MergeField | 'header_image' | 'checkout_link' | 'space';

export type Rendered =
  | { readonly ok: true; readonly body: TemplateBody }
  | { readonly ok: false; readonly missing: Missing };

/** Longest value of each field, in UTF-16 units; a title longer than a line helps nobody. */
const LONGEST: Readonly<Record<MergeField, number>> = {
  first_name: 40,
  shop_name: 60,
  first_item: 80,
  item_count: 10,
  cart_total: 40,
  discount_code: 40,
  discount_value: 40,
  discount_expires: 60,
};

/** The vendor's limit for the text with its values. */
const LONGEST_BODY = 1024;
/** A title shorter than this says nothing any more. */
const SHORTEST_TITLE = 12;

/**
 * Fills a template. A value that is missing or empty stops the message, so that no shopper ever
 * reads a raw tag or a hole; only the first name has an authored fallback.
 */
export function renderTemplate(input: RenderInput): Rendered {
  if (input.content.header === 'image' && input.imageUrl === null) return miss('header_image');
  const needsLink = input.content.buttons.some((button) => button.kind === 'url');
  if (needsLink && !input.linkToken) return miss('checkout_link');
  const read = input.content.fields.map((field) => ({ field, value: valueOf(field, input) }));
  const hole = read.find((one) => one.value === null);
  if (hole) return miss(hole.field);
  const parameters = fit(
    input,
    read.map((one) => one.value ?? ''),
  );
  return parameters === null ? miss('space') : { ok: true, body: bodyOf(input, parameters) };
}

const miss = (missing: Missing): Rendered => ({ ok: false, missing });

function valueOf(field: MergeField, { values, language }: RenderInput): string | null {
  const raw = values[field] ?? '';
  const value =
    field === 'first_name'
      ? (plausibleFirstName(raw) ?? greetingFallback(language))
      : cleanValue(raw);
  return value === null || value === '' ? null : shorten(value, LONGEST[field]);
}

/** Shortens the item's title when the whole text would be too long; null when that is not enough. */
function fit(input: RenderInput, values: readonly string[]): readonly string[] | null {
  const { body, fields } = input.content;
  const finish = (texts: readonly string[]): readonly string[] =>
    texts.map((text) => isolate(text, input.language));
  const excess = fill(body, finish(values)).length - LONGEST_BODY;
  if (excess <= 0) return finish(values);
  const place = fields.indexOf('first_item');
  const title = values[place];
  if (title === undefined || title.length - excess < SHORTEST_TITLE) return null;
  const shorter = values.map((value, index) =>
    index === place ? shorten(value, title.length - excess) : value,
  );
  return fill(body, finish(shorter)).length <= LONGEST_BODY ? finish(shorter) : null;
}

const bodyOf = (input: RenderInput, parameters: readonly string[]): TemplateBody => ({
  kind: 'template',
  name: input.name,
  language: input.language,
  headerImageUrl: input.content.header === 'image' ? input.imageUrl : null,
  bodyParameters: parameters,
  buttons: input.content.buttons.map((button, index) =>
    button.kind === 'url'
      ? { kind: 'url', suffix: input.linkToken ?? '' }
      : { kind: 'quick_reply', payload: `${input.replyPayload}:${index}` },
  ),
  preview: fill(input.content.body, parameters),
});
