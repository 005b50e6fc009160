import type { LoaderFunctionArgs } from '@remix-run/node';
import { found, signedIn } from './app/signed-in.server';

/** What was exported for a shopper's request, as text for a file. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const { shop, services } = await signedIn(request);
  const requests = await services.stores.privacy.ofShop(shop.id);
  const asked = requests.find(({ id, result }) => id === params['id'] && result !== null);
  const { result } = found(asked, 'export');
  return { json: JSON.stringify(result, null, 2) };
}
