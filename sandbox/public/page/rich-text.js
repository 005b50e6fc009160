import { element } from './calls.js';

/** WhatsApp's own marks: *bold*, _italic_, ~struck~ and ```code```, and addresses as links. */
const MARKS = [
  { tag: 'code', pattern: /```([^`]+)```/ },
  { tag: 'strong', pattern: /(?<![\w*])\*(\S(?:[^*\n]*\S)?)\*(?![\w*])/ },
  { tag: 'em', pattern: /(?<![\w_])_(\S(?:[^_\n]*\S)?)_(?![\w_])/ },
  { tag: 's', pattern: /(?<![\w~])~(\S(?:[^~\n]*\S)?)~(?![\w~])/ },
];
const LINK = /https?:\/\/[^\s<>"']+[^\s<>"'.,;:!?)]/;

/** The text as nodes; whatever a shop or a shopper wrote stays text. */
export function richText(text) {
  for (const { tag, pattern } of MARKS) {
    const match = pattern.exec(text);
    if (match !== null) {
      return around(text, match, element(tag, {}, ...richText(match[1])));
    }
  }
  const link = LINK.exec(text);
  if (link === null) return text === '' ? [] : [text];
  const anchor = element('a', { href: link[0], target: 'storefront' }, link[0]);
  return around(text, link, anchor);
}

function around(text, match, node) {
  return [
    ...richText(text.slice(0, match.index)),
    node,
    ...richText(text.slice(match.index + match[0].length)),
  ];
}
