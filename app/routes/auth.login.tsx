import { redirect } from '@remix-run/node';
import type { LoaderFunctionArgs } from '@remix-run/node';
import { shopify } from '../shopify.server';

/**
 * Where Shopify's library sends a request that names no store or comes from outside the admin: on
 * to the store's admin when the store is known, else to the page that asks for it.
 */
export async function loader({ request }: LoaderFunctionArgs): Promise<Response> {
  if (new URL(request.url).searchParams.has('shop')) await (await shopify()).login(request);
  return redirect('/');
}
