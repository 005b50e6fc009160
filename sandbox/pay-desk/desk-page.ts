import { html, type Reply } from '../http/exchange';
import { esc } from '../storefront/page';

/** A plain page of the sandbox's second store and its payment providers: forms alone, no script. */
export const deskPage = (title: string, main: string, status = 200): Reply =>
  html(
    status,
    `<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>${esc(title)}</title>
<link rel="stylesheet" href="/sandbox/storefront.css"></head>
<body><main><h1>${esc(title)}</h1>${main}</main></body></html>`,
    {
      'content-security-policy':
        "default-src 'self'; style-src 'self'; frame-ancestors 'self' http:; base-uri 'none'",
    },
  );

/** One button that does one thing. */
export const deskButton = (action: string, name: string, words: string): string =>
  `<form method="post" action="${esc(action)}"><button class="button" name="do" value="${esc(name)}">${esc(words)}</button></form>`;
