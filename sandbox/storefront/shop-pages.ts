import type { Reply } from '../http/exchange';
import { CATALOG, productOf, variantById, type Product } from '../shopify/catalog';
import { lineTotal, priceOf } from '../shopify/pricing';
import type { Cart, Line } from '../shopify/state';
import { esc, page, price } from './page';

export function gridPage(cart: Cart | null): Reply {
  const cards = CATALOG.map((product) => card(product)).join('');
  return page(
    'All products',
    cart,
    `<h1>Good things for every day</h1>
<p class="lead">Made in small workshops across Italy.</p>
<ul class="grid">${cards}</ul>`,
  );
}

function card(product: Product): string {
  const href = `/sandbox/store/products/${product.handle}`;
  return `<li class="card">
<a href="${href}" class="photo" tabindex="-1" aria-hidden="true"><img src="/sandbox/photos/${product.photo}.jpg" alt="" width="450" height="450" loading="lazy">${badge(product)}</a>
<a class="title" href="${href}">${esc(product.title)}</a>
<p class="prices">${prices(product)}</p>
${addForm(product, `Add to cart: ${product.title}`)}
</li>`;
}

function badge(product: Product): string {
  const variant = product.variants[0];
  if (variant?.compareAt === undefined || variant.compareAt === null) return '';
  const off = Math.round((1 - variant.price / variant.compareAt) * 100);
  return `<span class="badge">−${off}%</span>`;
}

function prices(product: Product): string {
  const variant = product.variants[0];
  if (variant === undefined) return '';
  if (variant.compareAt === null) return `<span>${price(variant.price)}</span>`;
  return `<span class="sr">Now</span> <span class="sale">${price(variant.price)}</span> <span class="sr">instead of</span> <s>${price(variant.compareAt)}</s>`;
}

function addForm(product: Product, label: string): string {
  return `<form method="post" action="/sandbox/store/cart/add">
<input type="hidden" name="variant" value="${product.variants[0]?.id ?? 0}">
<button class="button quiet" aria-label="${esc(label)}">Add to cart</button>
</form>`;
}

export function productPage(product: Product, cart: Cart | null): Reply {
  return page(
    product.title,
    cart,
    `<nav class="back"><a href="/sandbox/store/">All products</a></nav>
<article class="product">
<div class="photo"><img src="/sandbox/photos/${product.photo}.jpg" alt="${esc(product.title)}" width="900" height="900">${badge(product)}</div>
<div>
<h1>${esc(product.title)}</h1>
<p class="prices big">${prices(product)}</p>
<p>${esc(product.description)}</p>
${addForm(product, `Add to cart: ${product.title}`).replace('button quiet', 'button')}
</div>
</article>`,
  );
}

export function cartPage(cart: Cart | null): Reply {
  if (cart === null || cart.lines.length === 0) {
    return page(
      'Cart',
      cart,
      `<h1>Your cart is empty</h1><p><a class="button" href="/sandbox/store/">See the products</a></p>`,
    );
  }
  const total = priceOf(cart.lines, null).total;
  return page(
    'Cart',
    cart,
    `<h1>Your cart</h1>
<ul class="lines">${cart.lines.map(cartLine).join('')}</ul>
<p class="total"><span>Total</span> <strong>${price(total)}</strong></p>
<p class="small">Taxes included. Shipping is free.</p>
<form method="post" action="/sandbox/store/checkout"><button class="button wide">Check out</button></form>
<nav class="back"><a href="/sandbox/store/">Keep looking</a></nav>`,
  );
}

function cartLine(line: Line): string {
  const variant = variantById(line.variantId);
  if (variant === undefined) return '';
  const product = productOf(variant);
  const step = (quantity: number, sign: string, label: string): string =>
    `<button name="quantity" value="${quantity}" aria-label="${esc(label)}">${sign}</button>`;
  return `<li>
<img src="/sandbox/photos/${product.photo}.jpg" alt="" width="72" height="72">
<div class="what"><a href="/sandbox/store/products/${product.handle}">${esc(product.title)}</a>
<form class="steps" method="post" action="/sandbox/store/cart/quantity">
<input type="hidden" name="line" value="${esc(line.key)}">
${step(line.quantity - 1, '−', `One less ${product.title}`)}
<span>${line.quantity}</span>
${step(line.quantity + 1, '+', `One more ${product.title}`)}
<button class="link" name="quantity" value="0" aria-label="${esc(`Remove ${product.title}`)}">Remove</button>
</form></div>
<span class="amount">${price(lineTotal(line))}</span>
</li>`;
}

export function messagePage(title: string, text: string, status: number): Reply {
  return page(
    title,
    null,
    `<h1>${esc(title)}</h1><p>${esc(text)}</p><p><a class="button" href="/sandbox/store/">To the shop</a></p>`,
    status,
  );
}
