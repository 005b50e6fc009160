import type { ConnectProblem } from '#core/commerce/index';
import { escapeHtml } from './page-frame';

/** What a site's plugin asks the merchant to agree to. */
export interface ConnectWish {
  readonly home: string;
  readonly rest: string;
  readonly state: string;
  /** The page of the site's admin that the browser came from. */
  readonly returnTo: URL;
}

const PROBLEMS: Readonly<Record<ConnectProblem, string>> = {
  code_expired: 'This took too long. Please start again in your WordPress admin.',
  code_used: 'This was used already. Please start again in your WordPress admin.',
  site_unreachable: 'Your site could not be reached from the internet.',
  site_mismatch:
    'The addresses don’t belong to one site. Please start again in your WordPress admin.',
  loopback: 'Your site runs on a private machine that we can’t reach from the internet.',
  clock: 'The clock of your site’s server is wrong. Please have it set, and start again.',
  not_https: 'Your site must answer over https before it can be connected.',
};

export const problemPage = (problem: ConnectProblem): string =>
  page('Your store could not be connected', `<p>${escapeHtml(PROBLEMS[problem])}</p>`);

export const usedTicketPage = (): string =>
  page(
    'This link has done its work',
    `<p>It opens the admin once, within a minute of the click. Please go back to your WordPress admin
and press “Open Ripresa” again.</p>`,
  );

export const signedOutPage = (): string =>
  page(
    'You are signed out',
    '<p>You can come back from your WordPress admin at any time: WooCommerce → Ripresa.</p>',
  );

export function consentPage({ home, rest, state, returnTo }: ConnectWish): string {
  const field = (name: string, value: string): string =>
    `<input type="hidden" name="${name}" value="${escapeHtml(value)}">`;
  const { host, pathname } = new URL(home);
  const name = escapeHtml(`${host}${pathname === '/' ? '' : pathname}`);
  return page(
    'Connect your store',
    `<p><b>${name}</b> will tell Ripresa about carts, orders, products and what shoppers agreed to,
so that reminders can be sent over WhatsApp. You can disconnect at any time.</p>
<form method="post" action="/woocommerce/connect">
${field('site', home)}${field('rest', rest)}${field('state', state)}${field('return', returnTo.href)}
<button>Connect ${name}</button></form>
<p><a href="${escapeHtml(returnTo.href)}">Not now</a></p>`,
  );
}

const page = (title: string, content: string): string => `<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>${title}</title>
<style>
body{margin:0;min-height:100vh;display:grid;place-items:center;background:#f4f5f3;color:#1d2521;font:16px/1.5 system-ui,sans-serif}
main{max-width:28rem;margin:1.5rem;padding:2rem;background:#fff;border-radius:16px;box-shadow:0 1px 3px #0002}
h1{font-size:1.35rem;line-height:1.25;margin:0 0 .5rem}p{margin:0 0 1rem}b{overflow-wrap:anywhere}
button{padding:.7rem 1.2rem;border:0;border-radius:10px;background:#0f6b4f;color:#fff;font:inherit;margin-bottom:1rem}
button:focus-visible,a:focus-visible{outline:3px solid #1d2521;outline-offset:2px}
</style></head><body><main><h1>${title}</h1>${content}</main></body></html>`;
