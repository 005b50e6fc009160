import type { MergeField, TemplateContent } from '#core/messaging/index';
import { listOf, recordOf, textOf, type JsonRecord } from './json-reading';
import type { GraphBody } from './template-payload';

/** What Meta's reviewers see in place of each value; without examples a template is refused. */
const EXAMPLES: Readonly<Record<MergeField, string>> = {
  first_name: 'Maria',
  shop_name: 'Casa Verde',
  first_item: 'Linen shirt',
  item_count: '2',
  cart_total: '€49.90',
  discount_code: 'WELCOME10',
  discount_value: '10%',
  discount_expires: '31 May, 18:00',
};

/** A tracked link's token has 22 characters of base64url; the example shows a reviewer its look. */
const EXAMPLE_TOKEN = 'k3JvY2FsLXRva2VuLWV4YQ';

export interface ComponentsInput {
  readonly content: TemplateContent;
  /** Base of tracked links; the button's address becomes `${linkBase}{{1}}`. */
  readonly linkBase: string;
  /** Handle of the uploaded example picture; needed for an image header. */
  readonly headerHandle: string | null;
}

/** Our content as the `components` of `POST /{waba}/message_templates`. */
export function toComponents(input: ComponentsInput): readonly GraphBody[] {
  const { content } = input;
  return [
    ...headerComponent(input),
    bodyComponent(content),
    ...(content.footer === null ? [] : [{ type: 'FOOTER', text: content.footer }]),
    ...(content.buttons.length === 0 ? [] : [buttonsComponent(input)]),
  ];
}

const headerComponent = ({ content, headerHandle }: ComponentsInput): readonly GraphBody[] =>
  content.header === 'none'
    ? []
    : [
        {
          type: 'HEADER',
          format: 'IMAGE',
          ...(headerHandle === null ? {} : { example: { header_handle: [headerHandle] } }),
        },
      ];

const bodyComponent = (content: TemplateContent): GraphBody => ({
  type: 'BODY',
  text: content.body,
  ...(content.fields.length === 0
    ? {}
    : { example: { body_text: [content.fields.map((field) => EXAMPLES[field])] } }),
});

const buttonsComponent = ({ content, linkBase }: ComponentsInput): GraphBody => ({
  type: 'BUTTONS',
  buttons: content.buttons.map((button) =>
    button.kind === 'url'
      ? {
          type: 'URL',
          text: button.text,
          url: `${linkBase}{{1}}`,
          example: [`${linkBase}${EXAMPLE_TOKEN}`],
        }
      : { type: 'QUICK_REPLY', text: button.text },
  ),
});

/** Reads Meta's `components` back; null when the template has a shape that we don't author. */
export function fromComponents(components: unknown): Omit<TemplateContent, 'fields'> | null {
  const parts = listOf(components).map(recordOf);
  const known = ['HEADER', 'BODY', 'FOOTER', 'BUTTONS'];
  if (parts.some((part) => !known.includes(typeOf(part)))) return null;
  const find = (type: string): JsonRecord | undefined =>
    parts.find((part) => typeOf(part) === type);
  const header = headerKind(find('HEADER'));
  const body = textOf(find('BODY')?.text);
  const buttons = readButtons(find('BUTTONS'));
  if (header === null || body === null || buttons === null) return null;
  return { header, body, footer: textOf(find('FOOTER')?.text), buttons };
}

const typeOf = (part: JsonRecord): string => (textOf(part.type) ?? '').toUpperCase();

function headerKind(part: JsonRecord | undefined): TemplateContent['header'] | null {
  if (!part) return 'none';
  return (textOf(part.format) ?? '').toUpperCase() === 'IMAGE' ? 'image' : null;
}

function readButtons(part: JsonRecord | undefined): TemplateContent['buttons'] | null {
  const read = listOf(part?.buttons).map((button) => readButton(recordOf(button)));
  const known = read.filter((button) => button !== null);
  return known.length === read.length && known.length <= 3 ? known : null;
}

/** A URL button without a variable can't carry our tracked link, so it is a shape of others. */
function readButton(button: JsonRecord): TemplateContent['buttons'][number] | null {
  const text = textOf(button.text);
  if (text === null) return null;
  if (typeOf(button) === 'QUICK_REPLY') return { kind: 'quick_reply', text };
  const dynamic = (textOf(button.url) ?? '').endsWith('{{1}}');
  return typeOf(button) === 'URL' && dynamic ? { kind: 'url', text } : null;
}

/** Number of different placeholders in the body, positional or named. */
export function countBodyParameters(components: unknown): number {
  const body = listOf(components)
    .map(recordOf)
    .find((part) => typeOf(part) === 'BODY');
  const found = (textOf(body?.text) ?? '').matchAll(/\{\{\s*([\w]+)\s*\}\}/g);
  return new Set([...found].map((match) => match[1])).size;
}
