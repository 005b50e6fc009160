import { element, when } from './calls.js';
import { richText } from './rich-text.js';

const ICONS = {
  url: 'M14 4h6v6M20 4l-9 9M18 14v5a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1V7a1 1 0 0 1 1-1h5',
  reply: 'M9 7 4 12l5 5M4 12h9a7 7 0 0 1 7 7',
};

/** One message as the phone shows it; what Meta refused to deliver is said in a note. */
export function messageNode(phone, message, onTap) {
  if (message.tick === 'failed') return failedNote(message);
  const isOwn = message.from === 'shopper';
  const bubble = element('div', { class: `bubble ${isOwn ? 'own' : ''}` });
  bubble.append(...headOf(message));
  const quoted = isOwn ? phone.messages.find((other) => other.id === message.replyTo) : undefined;
  if (quoted !== undefined) bubble.prepend(quote(quoted));
  bubble.append(...textOf(message), stamp(message, isOwn));
  const buttons = message.buttons.map((button) => buttonNode(phone, message, button, onTap));
  const who = element('span', { class: 'sr' }, isOwn ? 'You: ' : 'Bottega Demo: ');
  return element('div', { class: `message ${isOwn ? 'own' : ''}` }, who, bubble, ...buttons);
}

function headOf({ image, header, from }) {
  const nodes = [];
  if (image !== null) nodes.push(picture(image, from));
  if (header !== null) nodes.push(element('p', { class: 'head' }, header));
  return nodes;
}

function textOf({ body, footer }) {
  const nodes = [];
  if (body !== '') nodes.push(element('p', { dir: 'auto' }, ...richText(body)));
  if (footer !== null) nodes.push(element('p', { class: 'footer' }, footer));
  return nodes;
}

function failedNote(message) {
  return element('p', { class: 'failed' }, `A message did not reach this phone: ${message.error}`);
}

function picture(src, from) {
  const alt = from === 'shopper' ? 'Photo' : 'Picture of the products in the cart';
  return element('img', { src, alt, class: 'picture' });
}

function quote(message) {
  const text = message.body
    .split('\n')[0]
    .replace(/[*_~`]/g, '')
    .slice(0, 80);
  return element('blockquote', {}, element('strong', {}, 'Bottega Demo'), ` ${text}`);
}

function stamp(message, isOwn) {
  const line = element('span', { class: 'stamp' }, when(message.at, 'time'));
  if (!isOwn) return line;
  const isRead = message.tick === 'read';
  line.append(
    element(
      'span',
      {
        class: `ticks ${isRead ? 'read' : ''}`,
        role: 'img',
        'aria-label': isRead ? 'Read' : 'Delivered',
      },
      '✓✓',
    ),
  );
  return line;
}

function icon(path) {
  const holder = element('span', { class: 'icon', 'aria-hidden': 'true' });
  holder.innerHTML = `<svg viewBox="0 0 24 24" width="16" height="16"><path d="${path}" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"/></svg>`;
  return holder;
}

function buttonNode(phone, message, button, onTap) {
  if (button.kind === 'url') {
    return element(
      'a',
      { class: 'chat-button', href: button.url, target: 'storefront' },
      icon(ICONS.url),
      button.text,
    );
  }
  const isUsed = phone.messages.some(
    (other) => other.replyTo === message.id && other.body === button.text,
  );
  const node = element(
    'button',
    { type: 'button', class: 'chat-button', disabled: isUsed || button.kind === 'other' },
    icon(ICONS.reply),
    button.text,
  );
  node.addEventListener('click', () => {
    node.disabled = true;
    void onTap(message, button);
  });
  return node;
}
