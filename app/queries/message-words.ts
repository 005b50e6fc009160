import type { InboundBody, MessageBody } from '#core/messaging/index';

type Body = InboundBody | MessageBody;
type BodyOf<Kind extends Body['kind']> = Extract<Body, { kind: Kind }>;

const TEXTS: { readonly [Kind in Body['kind']]: (body: BodyOf<Kind>) => string } = {
  template: ({ preview }) => preview,
  text: ({ text }) => text,
  button: ({ text }) => text,
  interactive: (body) => ('title' in body ? body.title : body.text),
  image: ({ caption }) => (caption ? `Picture: ${caption}` : 'Picture'),
  order: ({ items }) => {
    const pieces = items.reduce((sum, { quantity }) => sum + quantity, 0);
    return `Sent a basket with ${pieces} ${pieces === 1 ? 'item' : 'items'}`;
  },
  reaction: ({ emoji }) => (emoji ? `Reacted with ${emoji}` : 'Took a reaction back'),
  unsupported: ({ what }) =>
    `Sent something that can’t be shown here (${what.replaceAll('_', ' ')}). Open WhatsApp to see it.`,
};

/** What a message says, in one line of text. Erased bodies, which have no kind, say so. */
export function messageText<Kind extends Body['kind']>(body: BodyOf<Kind>): string {
  if (!Object.hasOwn(TEXTS, body.kind)) return 'This message was erased.';
  return TEXTS[body.kind](body);
}
