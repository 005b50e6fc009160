import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { BlockStack, Card, Page, Text } from '@shopify/polaris';
import type { SaveAnswer } from '#ui/save-bar';
import { readForm, signedIn } from '../app/signed-in.server';
import { HeldCard } from './held-card';
import { loadPayments, savePayments } from './page.server';
import { ProviderCard } from './provider-card';

export { PageError as ErrorBoundary } from '#ui/error-screen';

export const loader = async ({ request }: LoaderFunctionArgs) =>
  loadPayments(await signedIn(request));

export async function action({ request }: ActionFunctionArgs): Promise<SaveAnswer> {
  const signed = await signedIn(request);
  return savePayments(await readForm(request), signed);
}

/** Why there is nothing to turn on in a store that installed the app from Shopify's App Store. */
const StoreCheckout = () => (
  <Card>
    <BlockStack gap="200">
      <Text as="h2" variant="headingMd">
        Your shoppers pay in Shopify’s checkout
      </Text>
      <Text as="p">
        Stripe and PayPal can’t be turned on here. This app comes from the Shopify App Store, and
        its rule 1.1.2 lets no app take payments past Shopify’s checkout. Only an app that a store
        runs as its own (custom distribution) may.
      </Text>
      <Text as="p">
        A reminder’s button leads to the checkout that the shopper left, or, where Shopify withholds
        its address, to a new one with the same items. For any other amount, send the invoice of a
        draft order from your Shopify admin: it is paid in the checkout, too.
      </Text>
    </BlockStack>
  </Card>
);

export default function PaymentsPage() {
  const { isPossible, providers, held } = useLoaderData<typeof loader>();
  return (
    <Page title="Payment links" backAction={{ content: 'Settings', url: '/app/settings' }}>
      <BlockStack gap="400">
        {isPossible ? (
          <>
            <Text as="p">
              A reminder’s button then leads to a page where the cart is paid. Price, stock, coupons
              and shipping are asked of your store at that moment, and the paid order is made in it.
            </Text>
            {held.length > 0 ? <HeldCard held={held} /> : null}
            {providers.map((provider) => (
              <ProviderCard key={provider.id} provider={provider} />
            ))}
          </>
        ) : (
          <StoreCheckout />
        )}
      </BlockStack>
    </Page>
  );
}
