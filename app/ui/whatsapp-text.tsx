import type { ReactNode } from 'react';

/**
 * WhatsApp's own marks: *bold*, _italic_, ~struck~ and ```monospaced```. A mark opens after a space or
 * a sign and before a character, and closes the other way round, within one line.
 */
const MARKED =
  /(?<=^|[\s\p{P}])(?:```(?<mono>[^`]+)```|(?<sign>[*_~])(?<text>\S(?:[^\n]*?\S)?)\k<sign>)(?=$|[\s\p{P}])/u;

const TAGS = { '*': 'strong', _: 'em', '~': 's' } as const;

/** A message's text with WhatsApp's marks shown as WhatsApp shows them. */
export function formatted(text: string): readonly ReactNode[] {
  const match = MARKED.exec(text);
  if (!match?.groups) return text === '' ? [] : [text];
  const { mono, sign, text: inner = '' } = match.groups;
  const after = formatted(text.slice(match.index + match[0].length));
  const key = text.length;
  const Tag = TAGS[(sign ?? '*') as keyof typeof TAGS];
  return [
    ...(match.index > 0 ? [text.slice(0, match.index)] : []),
    mono === undefined ? <Tag key={key}>{formatted(inner)}</Tag> : <code key={key}>{mono}</code>,
    ...after,
  ];
}
