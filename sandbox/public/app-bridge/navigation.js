import { onHost, tell } from './channel.js';
import { saveBar } from './save-bar.js';

/** The app's pages, which the host shows in its own navigation. */
export class NavMenuElement extends HTMLElement {
  connectedCallback() {
    this.watcher = new MutationObserver(() => this.announce());
    this.watcher.observe(this, { subtree: true, childList: true, characterData: true });
    this.announce();
  }

  announce() {
    const links = [...this.querySelectorAll('a')].map((link) => ({
      label: link.textContent,
      href: link.getAttribute('href'),
      home: link.getAttribute('rel') === 'home',
    }));
    tell('nav', { links, path: location.pathname });
  }
}

/** The page's title and its actions, which the host shows above the app. */
export class TitleBarElement extends HTMLElement {
  static observedAttributes = ['title'];

  connectedCallback() {
    if (this.closest('ui-modal')) return;
    this.watcher = new MutationObserver(() => this.announce());
    this.watcher.observe(this, { subtree: true, childList: true, attributes: true });
    this.announce();
  }

  disconnectedCallback() {
    if (this.watcher === undefined) return;
    this.watcher.disconnect();
    tell('title-bar', { title: '', actions: [] });
  }

  attributeChangedCallback() {
    if (this.watcher !== undefined) this.announce();
  }

  announce() {
    const actions = [...this.querySelectorAll('button, a')].map((action) => ({
      label: action.textContent,
      primary: action.getAttribute('variant') === 'primary',
      breadcrumb: action.getAttribute('variant') === 'breadcrumb',
      disabled: action.disabled === true,
    }));
    tell('title-bar', { title: this.getAttribute('title') ?? '', actions });
  }
}

onHost('navigate', async ({ href }) => {
  await saveBar.leaveConfirmation();
  const links = [...document.querySelectorAll('ui-nav-menu a')];
  const link = links.find((candidate) => candidate.getAttribute('href') === href);
  if (link) link.click();
  else location.assign(href);
});
onHost('title-bar-click', ({ index }) => {
  const bars = [...document.querySelectorAll('ui-title-bar')];
  const bar = bars.find((candidate) => !candidate.closest('ui-modal'));
  bar?.querySelectorAll('button, a')[index]?.click();
});

function announcePlace() {
  tell('location', { path: location.pathname });
}

for (const method of ['pushState', 'replaceState']) {
  const native = history[method].bind(history);
  history[method] = (...given) => {
    native(...given);
    announcePlace();
  };
}
window.addEventListener('popstate', announcePlace);
announcePlace();
