/** Messages between the embedded app and the page that plays the store admin. */
const heard = new Map();

/** Tells the host something; without a host (a page opened by itself) nobody listens. */
export function tell(kind, more = {}) {
  if (window.parent === window) return;
  window.parent.postMessage({ source: 'app-bridge', kind, ...more }, location.origin);
}

export function onHost(kind, listener) {
  heard.set(kind, listener);
}

window.addEventListener('message', (event) => {
  if (event.source !== window.parent || event.data?.source !== 'store-admin') return;
  heard.get(event.data.kind)?.(event.data);
});
