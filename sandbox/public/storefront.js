/** Saves contact details of the checkout while they are typed, as a shop's checkout does. */
const form = document.querySelector('#checkout');
const TYPING_PAUSE_MS = 1200;

if (form instanceof window.HTMLFormElement) watch(form);

/** @param {HTMLFormElement} form */
function watch(form) {
  let saved = contents(form);
  let timer = 0;
  const address = `/sandbox/store/checkouts/${form.dataset.token}/contact`;
  const save = (leaving) => {
    window.clearTimeout(timer);
    const now = contents(form);
    if (now === saved) return;
    saved = now;
    const body = new window.Blob([now], { type: 'application/json' });
    if (leaving) window.navigator.sendBeacon(address, body);
    else void fetch(address, { method: 'POST', body });
  };
  form.addEventListener('change', () => save(false));
  form.addEventListener('input', () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(() => save(false), TYPING_PAUSE_MS);
  });
  window.addEventListener('pagehide', () => save(true));
  form.addEventListener('submit', () => {
    saved = contents(form);
  });
  document.querySelector('#demo-number')?.addEventListener('click', () => {
    const phone = form.elements.namedItem('phone');
    if (!(phone instanceof window.HTMLInputElement)) return;
    phone.value = '+39 347 123 4567';
    phone.focus();
    save(false);
  });
}

/** @param {HTMLFormElement} form */
function contents(form) {
  const fields = Object.fromEntries(new FormData(form));
  delete fields.payment;
  return JSON.stringify(fields);
}
