import { element, read } from './calls.js';

const frame = document.querySelector('#app-frame');
const nav = document.querySelector('#app-nav');
const titleBar = document.querySelector('#title-bar');
const saveBar = document.querySelector('#save-bar');
const toast = document.querySelector('#toast');
const progress = document.querySelector('#admin-progress');
const SHOP = 'demo.myshopify.com';
const HOST = window.btoa('admin.shopify.com/store/demo').replace(/=+$/, '');
const START = '/app';
const NAVIGATION_MS = 3_000;

let place = START;
/** Where somebody wants to go and the app has not come to yet. */
let wanted = null;
let links = [];
let hidingToast = 0;

function tell(kind, more = {}) {
  frame.contentWindow.postMessage({ source: 'store-admin', kind, ...more }, location.origin);
}

/** Opens a page of the app as the real admin does: with shop, host and a session token. */
async function open(path) {
  const answer = await read('id-token');
  const query = new URLSearchParams({
    embedded: '1',
    shop: SHOP,
    host: HOST,
    locale: 'en',
    id_token: answer?.idToken ?? '',
  });
  frame.contentWindow.location.replace(`${path}?${query}`);
}

export async function startAdmin() {
  showSaveBar({ shown: false });
  await open(START);
}

/** Like a merchant who comes back to the window: the app reads again what it shows. */
export function lookAgain() {
  frame.contentWindow.dispatchEvent(new Event('focus'));
}

function showNav() {
  const items = links.filter((link) => !link.home);
  const root = { label: 'Ripresa', href: links.find((link) => link.home)?.href ?? START };
  const item = (link, isRoot) => {
    const target = new URL(link.href, location.href).pathname;
    const isHere = isRoot ? place === target : place === target || place.startsWith(`${target}/`);
    const button = element(
      'button',
      { type: 'button', class: isRoot ? 'root' : '', 'aria-current': isHere ? 'page' : null },
      link.label,
    );
    button.addEventListener('click', () => goTo(link.href, target));
    return element('li', {}, button);
  };
  nav.replaceChildren(item(root, true), ...items.map((link) => item(link, false)));
}

/** The app moves by itself; one that isn't ready to yet is opened at the place. */
function goTo(href, target) {
  place = target;
  wanted = target;
  tell('navigate', { href });
  window.setTimeout(() => {
    const isLate = wanted === target;
    wanted = null;
    if (isLate && saveBar.hidden) void open(target);
  }, NAVIGATION_MS);
}

function showTitle({ title, actions }) {
  titleBar.hidden = title === '' && actions.length === 0;
  const buttons = actions.map((action, index) => {
    const kind = action.breadcrumb ? 'crumb' : action.primary ? 'primary' : '';
    const button = element(
      'button',
      { type: 'button', class: kind, disabled: action.disabled },
      action.breadcrumb ? `‹ ${action.label}` : action.label,
    );
    button.addEventListener('click', () => tell('title-bar-click', { index }));
    return button;
  });
  const crumbs = buttons.filter((button) => button.className === 'crumb');
  const others = buttons.filter((button) => button.className !== 'crumb');
  titleBar.replaceChildren(
    ...crumbs,
    element('strong', {}, title),
    element('span', { class: 'actions' }, ...others),
  );
}

function showSaveBar({ shown, saveLabel, discardLabel, saveDisabled, loading }) {
  saveBar.hidden = !shown;
  const save = document.querySelector('#save-save');
  save.textContent = loading ? 'Saving …' : (saveLabel ?? 'Save');
  save.disabled = saveDisabled === true || loading === true;
  document.querySelector('#save-discard').textContent = discardLabel ?? 'Discard';
}

function showToast({ message, isError, ms }) {
  toast.textContent = message;
  toast.classList.toggle('error', isError);
  toast.classList.add('shown');
  window.clearTimeout(hidingToast);
  hidingToast = window.setTimeout(() => toast.classList.remove('shown'), ms);
}

const LISTENERS = {
  nav: (message) => {
    links = message.links;
    showNav();
  },
  location: (message) => {
    if (message.path === wanted) wanted = null;
    if (wanted === null && message.path.startsWith(START)) place = message.path;
    showNav();
  },
  'title-bar': showTitle,
  'save-bar': showSaveBar,
  toast: showToast,
  'toast-hide': () => toast.classList.remove('shown'),
  loading: ({ isLoading }) => {
    progress.hidden = !isLoading;
  },
};

window.addEventListener('message', (event) => {
  if (event.source !== frame.contentWindow || event.data?.source !== 'app-bridge') return;
  LISTENERS[event.data.kind]?.(event.data);
});
for (const which of ['save', 'discard']) {
  const button = document.querySelector(`#save-${which}`);
  button.addEventListener('click', () => tell('save-bar-click', { which }));
}
document.querySelector('#admin-reload').addEventListener('click', () => {
  showSaveBar({ shown: false });
  void open(place);
});
showNav();
