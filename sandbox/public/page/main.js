import { lookAgain, startAdmin } from './admin.js';
import { send } from './calls.js';
import { refreshPhone, startPhone } from './phone.js';
import { showTab, startTabs } from './tabs.js';
import { refreshTime, startTime } from './time.js';

const storefront = document.querySelector('#storefront');

let refreshing = null;
let isStale = false;

/** Reads everything that the page shows; a change that comes while reading is read after it. */
function refresh() {
  isStale = true;
  refreshing ??= (async () => {
    while (isStale) {
      isStale = false;
      await refreshPhone();
      await refreshTime();
    }
    refreshing = null;
  })();
  return refreshing;
}

function startFresh() {
  storefront.src = '/sandbox/store/';
  document.querySelector('#reset').disabled = true;
  void send('reset').then(() => {
    document.querySelector('#reset').disabled = false;
    storefront.src = '/sandbox/store/';
    void startAdmin();
    void refresh();
  });
}

document.querySelector('#reset').addEventListener('click', startFresh);
document.querySelector('#store-home').addEventListener('click', () => {
  storefront.src = '/sandbox/store/';
});
startTabs();
startPhone(() => showTab('store'));
startTime();
void startAdmin();
void refresh();
const events = new EventSource('/sandbox/api/events');
events.addEventListener('change', () => void refresh());
events.addEventListener('settled', lookAgain);
events.addEventListener('open', () => void refresh());
window.setInterval(() => {
  void refresh();
  lookAgain();
}, 10_000);
