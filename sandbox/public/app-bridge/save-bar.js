import { onHost, tell } from './channel.js';

let shownBar = null;

function barButtons(bar) {
  const buttons = [...bar.querySelectorAll('button')];
  const save = buttons.find((button) => button.getAttribute('variant') === 'primary');
  return { save, discard: buttons.find((button) => button !== save) };
}

function isLoading(button) {
  return button?.hasAttribute('loading') === true && button.getAttribute('loading') !== 'false';
}

function tellBar() {
  const { save, discard } = shownBar === null ? {} : barButtons(shownBar);
  tell('save-bar', {
    shown: shownBar !== null,
    saveLabel: save?.textContent || 'Save',
    discardLabel: discard?.textContent || 'Discard',
    saveDisabled: save?.disabled === true,
    loading: isLoading(save),
  });
}

/** The contextual save bar; the host shows it and its buttons click the app's own. */
export class SaveBarElement extends HTMLElement {
  connectedCallback() {
    this.watcher = new MutationObserver(() => shownBar === this && tellBar());
    const what = { subtree: true, childList: true, attributes: true, characterData: true };
    this.watcher.observe(this, what);
  }

  disconnectedCallback() {
    this.watcher?.disconnect();
    void this.hide();
  }

  get showing() {
    return shownBar === this;
  }

  async show() {
    if (shownBar === this) return;
    shownBar = this;
    tellBar();
    this.dispatchEvent(new Event('show'));
  }

  async hide() {
    if (shownBar !== this) return;
    shownBar = null;
    tellBar();
    this.dispatchEvent(new Event('hide'));
  }

  async toggle() {
    return this.showing ? this.hide() : this.show();
  }
}

export const saveBar = {
  show: async (id) => document.getElementById(id)?.show(),
  hide: async (id) => document.getElementById(id)?.hide(),
  toggle: async (id) => document.getElementById(id)?.toggle(),
  leaveConfirmation: () =>
    new Promise((resolve) => {
      if (shownBar === null || window.confirm('Leave without saving your changes?')) resolve();
    }),
};

/** Forms with `data-save-bar` show the bar as soon as something was typed. */
function formBar(form) {
  if (form.saveBarElement !== undefined) return form.saveBarElement;
  const bar = document.createElement('ui-save-bar');
  bar.innerHTML = '<button variant="primary">Save</button><button>Discard</button>';
  const [save, discard] = bar.querySelectorAll('button');
  save.addEventListener('click', () => form.requestSubmit());
  discard.addEventListener('click', () => form.reset());
  document.body.append(bar);
  form.saveBarElement = bar;
  return bar;
}

onHost('save-bar-click', ({ which }) => {
  if (shownBar !== null) barButtons(shownBar)[which]?.click();
});
document.addEventListener('input', (event) => {
  const form = event.target.closest?.('form[data-save-bar]');
  if (form) void formBar(form).show();
});
for (const kind of ['submit', 'reset']) {
  document.addEventListener(kind, (event) => void event.target.saveBarElement?.hide());
}
