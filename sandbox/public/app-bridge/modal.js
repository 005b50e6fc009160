function mirror(button) {
  const copy = document.createElement('button');
  copy.type = 'button';
  copy.textContent = button.textContent;
  copy.className = button.getAttribute('variant') === 'primary' ? 'primary' : '';
  copy.addEventListener('click', () => button.click());
  return copy;
}

/** A dialogue over the app; its title bar gives the heading and the buttons. */
export class ModalElement extends HTMLElement {
  connectedCallback() {
    if (this.dialog !== undefined) return;
    this.dialog = document.createElement('dialog');
    this.dialog.className = 'app-bridge-modal';
    this.heading = document.createElement('h2');
    this.content = document.createElement('div');
    this.actions = document.createElement('footer');
    this.dialog.append(this.heading, this.content, this.actions);
    this.dialog.addEventListener('close', () => this.dispatchEvent(new Event('hide')));
  }

  disconnectedCallback() {
    this.dialog?.remove();
  }

  async show() {
    if (this.dialog.open) return;
    document.body.append(this.dialog);
    const bar = this.querySelector('ui-title-bar');
    this.heading.textContent = bar?.getAttribute('title') ?? '';
    this.dialog.setAttribute('aria-label', this.heading.textContent);
    this.actions.replaceChildren(...[...(bar?.querySelectorAll('button') ?? [])].map(mirror));
    this.dialog.showModal();
    this.dispatchEvent(new Event('show'));
  }

  async hide() {
    if (this.dialog?.open) this.dialog.close();
  }

  async toggle() {
    return this.dialog?.open ? this.hide() : this.show();
  }
}
