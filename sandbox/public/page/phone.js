import { element, read, send, when } from './calls.js';
import { messageNode } from './message.js';
import { markUnread } from './tabs.js';

const DEMO_NUMBER = '+39 347 123 4567';
const chat = document.querySelector('#chat');
const number = document.querySelector('#number');
const state = document.querySelector('#chat-state');
let phones = [];
let chosen = null;
let shown = '';

const newest = (phone) => phone.messages.at(-1)?.at ?? '';

/** The phone the visitor chose, or the one where something happened last. */
function current() {
  const picked = phones.find((phone) => phone.number === chosen);
  if (picked !== undefined) return picked;
  return [...phones].sort((a, b) => newest(b).localeCompare(newest(a)))[0] ?? null;
}

export async function refreshPhone() {
  const answer = await read('whatsapp/phones');
  if (answer === null) return;
  const before = phones.flatMap((phone) => phone.messages).length;
  phones = answer;
  if (phones.flatMap((phone) => phone.messages).length > before) markUnread();
  if (phones.length === 0) chosen = null;
  showNumbers();
  showChat();
}

function showNumbers() {
  const phone = current();
  const options = phones.map((item) =>
    element(
      'option',
      { value: item.number, selected: item === phone },
      `${item.name} ${item.shownNumber}`,
    ),
  );
  if (options.length === 0) options.push(element('option', { value: '' }, DEMO_NUMBER));
  number.replaceChildren(...options);
  number.disabled = phones.length < 2;
}

function showChat() {
  const phone = current();
  state.textContent = phone?.typing === true ? 'typing …' : 'Business account';
  const key = JSON.stringify(phone);
  if (key === shown) return;
  shown = key;
  chat.replaceChildren(...(phone === null ? [emptyNote()] : thread(phone)));
  toEnd();
  for (const picture of chat.querySelectorAll('img')) picture.addEventListener('load', toEnd);
}

function toEnd() {
  chat.scrollTop = chat.scrollHeight;
}

function emptyNote() {
  return element(
    'p',
    { class: 'empty' },
    'No messages yet. When a cart is left in the shop with this shopper’s number, the reminder arrives here.',
  );
}

function thread(phone) {
  const nodes = [];
  let day = '';
  for (const message of phone.messages) {
    if (message.tick === 'accepted') continue;
    const itsDay = when(message.at, 'day');
    if (itsDay !== day) nodes.push(element('p', { class: 'day' }, itsDay));
    day = itsDay;
    nodes.push(messageNode(phone, message, tap));
  }
  return nodes.length === 0 ? [emptyNote()] : nodes;
}

async function tap(message, button) {
  await act({ button: button.text, messageId: message.id });
}

async function act(fields) {
  const answer = await send('whatsapp/reply', {
    from: current()?.number ?? DEMO_NUMBER,
    ...fields,
  });
  await refreshPhone();
  return answer;
}

const MENU = {
  image: { image: { caption: 'This one' } },
  stop: { preference: 'stop' },
  resume: { preference: 'resume' },
};

async function say(event) {
  event.preventDefault();
  const input = document.querySelector('#say');
  const text = input.value.trim();
  if (text === '') return;
  input.value = '';
  if ((await act({ text })) === null) input.value = text;
}

export function startPhone(onLink) {
  new window.ResizeObserver(toEnd).observe(chat);
  number.addEventListener('change', () => {
    chosen = number.value;
    showChat();
  });
  document.querySelector('#composer').addEventListener('submit', (event) => void say(event));
  chat.addEventListener('click', (event) => {
    if (event.target.closest('a[target=storefront]')) onLink();
  });
  for (const button of document.querySelectorAll('#menu [data-act]')) {
    button.addEventListener('click', () => {
      document.querySelector('#menu').open = false;
      void act(MENU[button.dataset.act]);
    });
  }
}
