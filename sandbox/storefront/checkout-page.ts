import type { Reply } from '../http/exchange';
import { productOf, variantById } from '../shopify/catalog';
import type { CheckoutView } from '../shopify/checkout-view';
import { lineTotal } from '../shopify/pricing';
import type { Cart, Contact, Line, Order } from '../shopify/state';
import { esc, page, price } from './page';

const COUNTRIES = ['IT', 'AT', 'AR', 'AU', 'BE', 'BR', 'CA', 'CH', 'CZ', 'DE', 'DK', 'ES', 'FI', 'FR', 'GB', 'GR', 'IE', 'IL', 'IN', 'JP', 'MX', 'NL', 'NO', 'PL', 'PT', 'RO', 'SA', 'SE', 'TH', 'TR', 'US', 'ZA']; // prettier-ignore

export type Notice = 'declined' | 'no_contact' | 'bad_code' | null;

const NOTICES: Record<Exclude<Notice, null>, string> = {
  declined: 'Your card was declined. Try another way to pay.',
  no_contact: 'Please give an e-mail address or a phone number.',
  bad_code: 'This discount code is not valid.',
};

export function checkoutPage(view: CheckoutView, cart: Cart | null, notice: Notice): Reply {
  const { checkout } = view;
  return page(
    'Checkout',
    cart,
    `<nav class="back"><a href="/sandbox/store/cart">Back to cart</a></nav>
<h1>Checkout</h1>
${notice === null ? '' : `<p class="notice" role="alert">${esc(NOTICES[notice])}</p>`}
${summary(view)}
<form id="checkout" method="post" action="/sandbox/store/checkouts/${checkout.token}/pay" data-token="${checkout.token}">
${contactFields(checkout.contact, checkout.acceptsWhatsApp)}
${deliveryFields(checkout.contact)}
${paymentFields()}
<button class="button wide">Pay ${price(view.price.total)}</button>
</form>`,
  );
}

function field(label: string, name: string, value: string | null, more: string): string {
  return `<label class="field"><span>${label}</span><input name="${name}" value="${esc(value ?? '')}" ${more}></label>`;
}

function contactFields(contact: Contact, accepts: boolean): string {
  return `<fieldset><legend>Contact</legend>
<div class="with-side">${field('Phone', 'phone', contact.phone, 'type="tel" autocomplete="off" placeholder="+39 347 123 4567"')}
<button type="button" class="side" id="demo-number">Use a demo number</button></div>
${field('E-mail', 'email', contact.email, 'type="email" autocomplete="off"')}
<label class="check"><input type="checkbox" name="whatsapp" value="yes" ${accepts ? 'checked' : ''}> Send me offers and reminders on WhatsApp too</label>
</fieldset>`;
}

function deliveryFields(contact: Contact): string {
  const names = new Intl.DisplayNames('en', { type: 'region' });
  const options = COUNTRIES.map(
    (code) =>
      `<option value="${code}" ${code === contact.country ? 'selected' : ''}>${esc(names.of(code) ?? code)}</option>`,
  ).join('');
  return `<fieldset><legend>Delivery</legend>
<label class="field"><span>Country</span><select name="country">${options}</select></label>
<div class="pair">${field('First name', 'firstName', contact.firstName, 'autocomplete="off"')}
${field('Last name', 'lastName', contact.lastName, 'autocomplete="off"')}</div>
${field('Address', 'address', contact.address, 'autocomplete="off"')}
<div class="pair">${field('Postal code', 'zip', contact.zip, 'autocomplete="off"')}
${field('City', 'city', contact.city, 'autocomplete="off"')}</div>
</fieldset>`;
}

function paymentFields(): string {
  const choice = (value: string, label: string, checked = ''): string =>
    `<label class="check"><input type="radio" name="payment" value="${value}" ${checked}> ${label}</label>`;
  return `<fieldset><legend>Payment</legend>
${choice('card', 'Test card that works', 'checked')}
${choice('card_declined', 'Test card that is declined')}
${choice('cash_on_delivery', 'Cash on delivery')}
</fieldset>`;
}

function summary(view: CheckoutView): string {
  const { checkout, discount } = view;
  return `<section class="summary" aria-label="Order summary">
<ul class="lines">${checkout.lines.map(summaryLine).join('')}</ul>
<form class="code" method="post" action="/sandbox/store/checkouts/${checkout.token}/discount">
<label class="field"><span>Discount code</span><input name="code" value="${esc(discount?.code ?? '')}" autocomplete="off"></label>
<button class="button quiet">Apply</button>
</form>
${view.price.discount > 0 ? `<p class="total small"><span>Discount ${esc(discount?.code ?? '')}</span> <span>−${price(view.price.discount)}</span></p>` : ''}
<p class="total"><span>Total</span> <strong>${price(view.price.total)}</strong></p>
</section>`;
}

function summaryLine(line: Line): string {
  const variant = variantById(line.variantId);
  if (variant === undefined) return '';
  const product = productOf(variant);
  return `<li><img src="/sandbox/photos/${product.photo}.jpg" alt="" width="48" height="48">
<span class="what">${esc(product.title)} <span class="times">× ${line.quantity}</span></span>
<span class="amount">${price(lineTotal(line))}</span></li>`;
}

export function thankYouPage(order: Order): Reply {
  const first = order.checkout.contact.firstName;
  const isPaid = order.financialStatus !== 'pending';
  return page(
    'Thank you',
    null,
    `<section class="thanks">
<p class="tick" aria-hidden="true">✓</p>
<h1>Thank you${first === null ? '' : `, ${esc(first)}`}!</h1>
<p>Order <strong>#${order.number}</strong> · ${price(order.total)} · ${isPaid ? 'paid' : 'to be paid on delivery'}</p>
<ul class="lines">${order.lines.map(summaryLine).join('')}</ul>
<p><a class="button quiet" href="/sandbox/store/">Back to the shop</a></p>
</section>`,
  );
}
