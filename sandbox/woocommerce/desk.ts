import { randomBytes } from 'node:crypto';
import { fieldsOf, redirect, textField, type Exchange, type Reply } from '../http/exchange';
import { deskButton, deskPage } from '../pay-desk/desk-page';
import { esc } from '../storefront/page';
import type { Sandbox } from '../world';
import { leaveCart } from './shopper-desk';
import type { Item } from './state';
import type { WooCommerceStandIn } from './woocommerce-standin';

export const WOO_DESK = '/sandbox/woocommerce';

/** The second store of the sandbox, on WooCommerce: its owner's steps, a shopper's, and its orders. */
export async function wooDesk(sandbox: Sandbox, exchange: Exchange): Promise<Reply> {
  const site = sandbox.woocommerce;
  if (!site) return deskPage('The store is not up yet', '', 503);
  if (exchange.method !== 'POST')
    return deskPage('A WooCommerce store', view(site, said(exchange)));
  const fields = fieldsOf(exchange);
  if (fields['do'] === 'admin') return admin(site);
  const problem = await act(sandbox, site, fields);
  sandbox.changed();
  if (problem === null) return redirect(`${WOO_DESK}?did=${textField(fields, 'do')}`);
  return deskPage('A WooCommerce store', view(site, `<p role="alert">${esc(problem)}</p>`), 409);
}

async function admin(site: WooCommerceStandIn): Promise<Reply> {
  const url = site.state.keys ? await site.signIn() : null;
  return url === null ? deskPage('The app let nobody in', '', 409) : redirect(url);
}

const DONE: Readonly<Record<string, string>> = {
  equip: 'The WhatsApp number and test keys of Stripe and PayPal are this store’s now.',
  leave: 'The cart was left at the checkout. Fast-forward to its reminder.',
};

/** What the button that was pressed has brought about. */
function said({ url }: Exchange): string {
  const words = DONE[url.searchParams.get('did') ?? ''];
  return words === undefined ? '' : `<p role="status">${esc(words)}</p>`;
}

/** In a tab of its own, as from a store's wp-admin: conversations, payment requests, settings. */
const ADMIN = `<form method="post" action="${WOO_DESK}" target="_blank">
<button class="button" name="do" value="admin">Open its admin</button></form>`;

function view({ state, home }: WooCommerceStandIn, news: string): string {
  const isConnected = state.keys !== null;
  const owner = isConnected
    ? `<p>Connected.</p>${deskButton(WOO_DESK, 'equip', 'Give it the WhatsApp number and test keys')}${ADMIN}`
    : deskButton(WOO_DESK, 'connect', 'Connect it');
  const shopper = `<form method="post" action="${WOO_DESK}">
<p><label>Phone <input name="phone" value="+39 348 1112223" autocomplete="off"></label></p>
<button class="button" name="do" value="leave">Fill a cart and go away</button></form>`;
  const orders = state.orders.map(orderRow).join('');
  return `${news}<p>Bottega Woo, ${esc(home)}. A stand-in; nothing is sold or shipped.</p>
<h2>Its owner</h2>${owner}
<h2>A shopper</h2>${isConnected ? shopper : '<p>Connect the store first.</p>'}
<p>Then fast-forward in the <a href="/" target="_top">sandbox</a>, and tap the message’s button.</p>
<h2>Its orders</h2>${orders === '' ? '<p>None yet.</p>' : `<ul>${orders}</ul>`}`;
}

function orderRow(order: Item): string {
  const told = (name: string): string => esc(textField(order, name));
  const about = ['status', 'transaction_id'].map(told).filter(Boolean).join(', ');
  return `<li>#${told('number')}: ${told('total')} ${told('currency')}, ${about}</li>`;
}

/** What went wrong, in words; null when nothing did. */
async function act(
  sandbox: Sandbox,
  site: WooCommerceStandIn,
  fields: Record<string, unknown>,
): Promise<string | null> {
  switch (fields['do']) {
    case 'connect':
      return connect(sandbox, site);
    case 'equip': {
      const { status, body } = await sandbox.control.post('/woocommerce', {
        shop: new URL(site.home).host,
      });
      return status === 200 ? null : `The app answered ${status}: ${String(body['error'])}`;
    }
    case 'leave': {
      const phone = textField(fields, 'phone').replace(/[^+\d]/g, '');
      const shopper = { phone, consents: true };
      const cart = leaveCart(site.state, site.home, shopper, await sandbox.clock.now());
      const answer = await site.tell('cart', { cart });
      return answer.ok ? null : `The app answered ${answer.status}.`;
    }
    default:
      return 'There is no such button.';
  }
}

/** As the plugin and the merchant's browser do it. */
async function connect(
  { settings }: Sandbox,
  { home, rest, exchange }: WooCommerceStandIn,
): Promise<string | null> {
  const state = randomBytes(16).toString('hex');
  const agreed = await fetch(`${settings.appUrl}/woocommerce/connect`, {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams({ site: home, rest, state, return: `${home}/wp-admin/` }),
  });
  const back = agreed.headers.get('location') ?? '';
  const code = URL.canParse(back) ? new URL(back).searchParams.get('ripresa_code') : null;
  if (code === null) return `The app did not take the store (${agreed.status}).`;
  const answer = await exchange(code, state);
  return answer.ok ? null : `The exchange of keys was answered ${answer.status}.`;
}
