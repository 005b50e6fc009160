import type { LoaderFunctionArgs } from '@remix-run/node';
import { authenticateAdmin } from '../shopify.server';

/** Shopify's library answers below this address itself; what it leaves over has nothing to show. */
export async function loader({ request }: LoaderFunctionArgs): Promise<null> {
  await authenticateAdmin(request);
  return null;
}
