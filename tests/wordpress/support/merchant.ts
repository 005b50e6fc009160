import { expect } from 'vitest';
import type { Browser } from './browser';

const PAGE = '/wp-admin/admin.php?page=ripresa';

/** The merchant presses Connect in wp-admin and agrees on the app's page; answers wp-admin's page then. */
export async function connectByClicks(merchant: Browser, appUrl: string): Promise<string> {
  const page = await merchant.page(PAGE);
  const nonce = /name="_wpnonce" value="([^"]+)"/.exec(page)?.[1] ?? '';
  const wish = await merchant.post('/wp-admin/admin-post.php', {
    ...{ action: 'ripresa_connect', _wpnonce: nonce, agree: 'yes', app_url: appUrl },
  });
  const question = new URL(wish.headers.get('location') ?? '');
  expect((await fetch(question)).status).toBe(200);
  const agreed = await fetch(`${appUrl}${question.pathname}`, {
    method: 'POST',
    redirect: 'manual',
    body: question.searchParams,
  });
  return merchant.page(agreed.headers.get('location') ?? '');
}

/** What the plugin's route for wp-admin's screens answers the merchant's browser. */
export async function askOfAdmin(
  merchant: Browser,
  path: string,
  body?: unknown,
): Promise<Record<string, unknown>> {
  const nonce = await (await merchant.get('/wp-admin/admin-ajax.php?action=rest-nonce')).text();
  const headers = { 'x-wp-nonce': nonce, 'content-type': 'application/json' };
  const answer = await merchant.request(`/wp-json/ripresa/v1/admin/${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return (await answer.json()) as Record<string, unknown>;
}
