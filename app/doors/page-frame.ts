import type { IncomingMessage, ServerResponse } from 'node:http';
import { answer, header } from './http';

/** The languages that shoppers' pages speak. */
const LANGUAGES = ['en', 'it', 'es', 'fr', 'de', 'pt'] as const;
export type Language = (typeof LANGUAGES)[number];

/** The first language of the browser's list that we speak; English otherwise. */
export function preferredLanguage(request: IncomingMessage): Language {
  const accepted = header(request, 'accept-language') ?? '';
  const wanted = accepted.split(',').map((part) => part.trim().slice(0, 2).toLowerCase());
  return wanted.find((code): code is Language => LANGUAGES.some((one) => one === code)) ?? 'en';
}

export interface PageText {
  readonly language: Language;
  readonly title: string;
  /** HTML of ours, with everything that others wrote escaped. */
  readonly inner: string;
}

/** Answers a small page of its own: no script, no outside file. */
export const answerFramed = (response: ServerResponse, status: number, page: PageText): void =>
  answer(response, status, framed(page), {
    'content-type': 'text/html; charset=utf-8',
    'content-language': page.language,
    'cache-control': 'no-store',
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors *",
    'x-robots-tag': 'noindex',
  });

const framed = ({ language, title, inner }: PageText): string => `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>${escapeHtml(title)}</title>
<style>
body{margin:0;min-height:100vh;display:grid;place-items:center;background:#f4f5f3;color:#1d2521;font:16px/1.5 system-ui,sans-serif}
main{max-width:26rem;margin:1.5rem;padding:2rem;background:#fff;border-radius:16px;box-shadow:0 1px 3px #0002}
h1{font-size:1.35rem;line-height:1.25;margin:0 0 .5rem}p{margin:0 0 1rem}h2{font-size:1rem;margin:1rem 0 .25rem}
ul{list-style:none;padding:0;margin:0 0 1.25rem}li{display:flex;justify-content:space-between;gap:1rem;padding:.6rem 0;border-top:1px solid #e6e8e4}
b{font-weight:500;overflow-wrap:anywhere}form{margin:0 0 .75rem}
a,button{display:inline-block;box-sizing:border-box;padding:.7rem 1.2rem;border:0;border-radius:10px;background:#0f6b4f;color:#fff;font:inherit;text-decoration:none;cursor:pointer}
button{width:100%}.quiet{background:none;color:#0f6b4f;padding:.4rem 0;text-align:left}
label{display:block;font-weight:500;margin:.75rem 0 .25rem}input,select{width:100%;box-sizing:border-box;padding:.6rem .7rem;border:1px solid #8b958f;border-radius:10px;background:#fff;color:inherit;font:inherit}[aria-invalid]{border-color:#b3261e}em{display:block;font-style:normal;color:#b3261e;margin-top:.2rem}form>button:not(.quiet){margin-top:.75rem}address{font-style:normal;margin:0 0 .25rem}
.note{padding:.7rem 1rem;border-radius:10px;background:#fdf3d8}
</style></head><body><main><h1>${escapeHtml(title)}</h1>${inner}</main></body></html>`;

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

export const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (char) => ENTITIES[char] ?? '');

const TO_SHOP: Readonly<Record<Language, string>> = {
  en: 'Go to the shop',
  it: 'Vai al negozio',
  es: 'Ir a la tienda',
  fr: 'Aller à la boutique',
  de: 'Zum Shop',
  pt: 'Ir para a loja',
};

/** The way to the store; nothing where it is not known. */
export const shopLink = (language: Language, url: string | null, look = ''): string =>
  url === null
    ? ''
    : `<a class="${look}" href="${escapeHtml(url)}" rel="noopener">${escapeHtml(TO_SHOP[language])}</a>`;

/** A line of a list: an item, and what is said of it. */
export const row = (left: string, right: string): string =>
  `<li><b>${escapeHtml(left)}</b><span>${escapeHtml(right)}</span></li>`;

export const list = (rows: readonly string[]): string =>
  rows.length > 0 ? `<ul>${rows.join('')}</ul>` : '';
