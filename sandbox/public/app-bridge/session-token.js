const nativeFetch = window.fetch.bind(window);
const TOKEN_MARGIN_MS = 10_000;
let token = { value: '', until: 0 };

/** A session token that is good for at least ten seconds more. */
export async function idToken() {
  if (Date.now() < token.until) return token.value;
  const response = await nativeFetch('/sandbox/api/id-token');
  const { idToken: value } = await response.json();
  const claims = JSON.parse(window.atob(value.split('.')[1].replace(/-/g, '+').replace(/_/g, '/')));
  token = { value, until: claims.exp * 1000 - TOKEN_MARGIN_MS };
  return value;
}

async function withToken(request) {
  const signed = new Request(request);
  if (!signed.headers.has('authorization')) {
    signed.headers.set('authorization', `Bearer ${await idToken()}`);
  }
  signed.headers.set('x-requested-with', 'XMLHttpRequest');
  return signed;
}

/** Calls to the app's own origin carry a session token; one that was refused is renewed once. */
async function fetchWithToken(input, init) {
  const request = new Request(input, init);
  const url = new URL(request.url);
  if (url.origin !== location.origin || url.pathname.startsWith('/sandbox/')) {
    return nativeFetch(request);
  }
  const spare = request.clone();
  const response = await nativeFetch(await withToken(request));
  if (response.headers.get('x-shopify-retry-invalid-session-request') !== '1') return response;
  token = { value: '', until: 0 };
  return nativeFetch(await withToken(spare));
}

/** The app's bounce page asks to be loaded again with a session token in its address. */
export async function reloadWithToken(address) {
  const target = new URL(address, location.href);
  const again = new URL(target.pathname + target.search, location.origin);
  again.searchParams.set('id_token', await idToken());
  location.replace(again);
}

window.fetch = fetchWithToken;
