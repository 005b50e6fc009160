import { tell } from './channel.js';
import { ModalElement } from './modal.js';
import { NavMenuElement, TitleBarElement } from './navigation.js';
import { saveBar, SaveBarElement } from './save-bar.js';
import { idToken, reloadWithToken } from './session-token.js';

const query = new URLSearchParams(location.search);
let toasts = 0;

/** Shop and host stand in the first address only; later pages of the app need them too. */
function kept(name) {
  const value = query.get(name) ?? sessionStorage.getItem(`app-bridge-${name}`) ?? '';
  if (value !== '') sessionStorage.setItem(`app-bridge-${name}`, value);
  return value;
}

function showToast(message, options = {}) {
  toasts += 1;
  const isError = options.isError === true;
  tell('toast', { message, isError, ms: options.duration ?? 5000 });
  options.onShow?.();
  return String(toasts);
}

function defineElements() {
  const elements = {
    'ui-save-bar': SaveBarElement,
    'ui-nav-menu': NavMenuElement,
    'ui-title-bar': TitleBarElement,
    'ui-modal': ModalElement,
  };
  for (const [name, element] of Object.entries(elements)) {
    if (customElements.get(name) === undefined) customElements.define(name, element);
  }
}

function addStyle() {
  const style = document.createElement('link');
  style.rel = 'stylesheet';
  style.href = '/sandbox/app-bridge.css';
  document.head.append(style);
}

window.shopify = {
  config: {
    apiKey: document.currentScript?.dataset.apiKey ?? '',
    shop: kept('shop'),
    host: kept('host'),
    locale: query.get('locale') ?? 'en',
  },
  environment: { mobile: false, embedded: window.parent !== window, pos: false, intent: false },
  origin: location.origin,
  ready: Promise.resolve(),
  idToken,
  saveBar,
  loading: (isLoading = true) => tell('loading', { isLoading: isLoading !== false }),
  modal: {
    show: async (id) => document.getElementById(id)?.show(),
    hide: async (id) => document.getElementById(id)?.hide(),
    toggle: async (id) => document.getElementById(id)?.toggle(),
  },
  toast: { show: showToast, hide: () => tell('toast-hide') },
  user: async () => ({ accountAccess: 'full' }),
};
addStyle();
defineElements();
if (query.has('shopify-reload')) void reloadWithToken(query.get('shopify-reload'));
