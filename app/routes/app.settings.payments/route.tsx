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

export default function PaymentsPage() {
  const { isPossible, providers, held } = useLoaderData<typeof loader>();
  return (
    <Page title="Payment links" backAction={{ content: 'Settings', url: '/app/settings' }}>
      <BlockStack gap="400">
        {isPossible ? (
          <>
            <Text as="p">
              A reminder’s button then leads to a page where the cart is paid. Price, stock and
              coupons are asked of your store at that moment, and the paid order is made in it.
            </Text>
            {held.length > 0 ? <HeldCard held={held} /> : null}
            {providers.map((provider) => (
              <ProviderCard key={provider.id} provider={provider} />
            ))}
          </>
        ) : (
          <Card>
            <Text as="p">
              Your shoppers pay in Shopify’s checkout: the App Store’s rules allow apps no other way
              to take payments. A reminder’s button leads there.
            </Text>
          </Card>
        )}
      </BlockStack>
    </Page>
  );
}
