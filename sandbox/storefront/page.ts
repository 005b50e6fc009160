import { html, type Reply } from '../http/exchange';
import { decimal, SHOP } from '../shopify/shop';
import type { Cart } from '../shopify/state';

/** Text made safe for HTML, in content and in quoted attributes. */
export function esc(text: string | number): string {
  const names: Record<string, string> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  };
  return String(text).replace(/[&<>"']/g, (sign) => names[sign] ?? sign);
}

/** 3490 → "€34.90". */
export function price(minor: number): string {
  return `€${decimal(minor)}`;
}

/** One page of the shop, around its main content. */
export function page(title: string, cart: Cart | null, main: string, status = 200): Reply {
  const units = cart?.lines.reduce((sum, line) => sum + line.quantity, 0) ?? 0;
  return html(
    status,
    `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${esc(title)} · ${esc(SHOP.name)}</title>
<link rel="stylesheet" href="/sandbox/storefront.css">
<script type="module" src="/sandbox/storefront.js"></script>
</head>
<body>
<header class="top">
  <a class="brand" href="/sandbox/store/">${esc(SHOP.name)}</a>
  <a class="cart-link" href="/sandbox/store/cart" aria-label="Cart, ${units} ${units === 1 ? 'item' : 'items'}">Cart <span class="count">${units}</span></a>
</header>
<main>${main}</main>
<footer class="foot">A demo shop. Nothing here is sold or shipped.</footer>
</body>
</html>`,
    {
      'content-security-policy':
        "default-src 'self'; img-src 'self'; style-src 'self'; frame-ancestors 'self' http:; base-uri 'none'; form-action 'self'",
    },
  );
}
