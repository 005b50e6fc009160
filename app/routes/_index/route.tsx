import { redirect } from '@remix-run/node';
import type { ActionFunctionArgs, LinksFunction, LoaderFunctionArgs } from '@remix-run/node';
import { Form, useActionData } from '@remix-run/react';
import { shopify } from '../../shopify.server';
import styles from './welcome.css?url';

export const links: LinksFunction = () => [{ rel: 'stylesheet', href: styles }];

export const meta = () => [
  { title: 'Ripresa · wins back abandoned carts over WhatsApp' },
  {
    name: 'description',
    content: 'Reminds shoppers of the cart they left, over WhatsApp, and proves what it earned.',
  },
];

/** Shopify opens the app at its root with the shop in the address. */
export function loader({ request }: LoaderFunctionArgs): Response | null {
  const url = new URL(request.url);
  if (url.searchParams.has('shop')) return redirect(`/app${url.search}`);
  return null;
}

/** Sends the owner to the store's admin, where the app is installed. */
export async function action({ request }: ActionFunctionArgs) {
  const errors = await (await shopify()).login(request);
  const wrong = Object.keys(errors).length > 0;
  return {
    error: wrong ? 'Enter your store’s address, for example my-shop.myshopify.com.' : null,
  };
}

export default function Welcome() {
  const answer = useActionData<typeof action>();
  return (
    <main className="welcome">
      <h1>Ripresa</h1>
      <p className="welcome-lead">
        Wins back abandoned carts over WhatsApp, and proves what it earned.
      </p>
      <ul>
        <li>A reminder with a picture of the very cart, when it helps and never at night.</li>
        <li>Consent, quiet hours and limits are kept for every shopper.</li>
        <li>A comparison group shows what the messages really brought in.</li>
      </ul>
      <Form method="post" className="welcome-form">
        <label htmlFor="shop">Your Shopify store</label>
        <input
          id="shop"
          name="shop"
          type="text"
          inputMode="url"
          autoComplete="url"
          placeholder="my-shop.myshopify.com"
          required
          aria-invalid={Boolean(answer?.error)}
          aria-describedby={answer?.error ? 'shop-error' : undefined}
        />
        {answer?.error ? (
          <p id="shop-error" role="alert" className="welcome-error">
            {answer.error}
          </p>
        ) : null}
        <button type="submit">Install</button>
      </Form>
    </main>
  );
}
