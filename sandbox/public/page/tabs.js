/** On narrow screens one column is shown at a time, chosen by tabs. */
const columns = document.querySelector('.columns');
const tabs = [...document.querySelectorAll('[role=tab]')];
const unread = document.querySelector('#unread');

export function showTab(name) {
  columns.dataset.shown = name;
  if (name === 'phone') unread.hidden = true;
  for (const tab of tabs) {
    const isShown = tab.id === `tab-${name}`;
    tab.setAttribute('aria-selected', String(isShown));
    tab.tabIndex = isShown ? 0 : -1;
  }
}

export function markUnread() {
  if (columns.dataset.shown !== 'phone') unread.hidden = false;
}

function move(event) {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (step === undefined) return;
  const next = tabs[(tabs.indexOf(event.currentTarget) + step + tabs.length) % tabs.length];
  next.focus();
  showTab(next.id.replace('tab-', ''));
}

export function startTabs() {
  for (const tab of tabs) {
    tab.addEventListener('click', () => showTab(tab.id.replace('tab-', '')));
    tab.addEventListener('keydown', move);
  }
  showTab('store');
}
