import type { LoaderFunctionArgs } from '@remix-run/node';
import { Form, Link as RouterLink, useLoaderData } from '@remix-run/react';
import { useState } from 'react';
import { BlockStack, Button, Card, Page, Text, TextField } from '@shopify/polaris';
import { placeOf } from '#queries/page';
import { isShopperMark, searchShoppers } from '#queries/shopper-search';
import { useFormat } from '#ui/format';
import { CALM_MS, useFreshness } from '#ui/freshness';
import { PageLinks } from '#ui/page-links';
import { signedIn } from '../app/signed-in.server';

export { PageError as ErrorBoundary } from '#ui/error-screen';

export async function loader({ request }: LoaderFunctionArgs) {
  const { shop, services } = await signedIn(request);
  const query = new URL(request.url).searchParams;
  const text = query.get('q')?.slice(0, 100) ?? '';
  const place = placeOf(query, isShopperMark);
  const { sql } = services.database;
  const { rows, ...pages } = await searchShoppers(shop.id, sql, { text, place });
  return { text, shoppers: rows, pages };
}

type Shopper = ReturnType<typeof useLoaderData<typeof loader>>['shoppers'][number];

export default function Shoppers() {
  const { text, shoppers, pages } = useLoaderData<typeof loader>();
  useFreshness(CALM_MS);
  return (
    <Page title="Shoppers" subtitle="Why a shopper did or did not get a message">
      <BlockStack gap="400">
        <Card>
          <SearchForm key={text} text={text} />
        </Card>
        <Card padding="0">
          {shoppers.length === 0 ? (
            <div className="list-link">
              {text === ''
                ? 'No shoppers yet. Whoever leaves a phone number or an e-mail in the checkout appears here.'
                : 'Nobody was found. Try a part of the name, the e-mail or the phone number.'}
            </div>
          ) : (
            shoppers.map((shopper) => <ShopperLine key={shopper.id} shopper={shopper} />)
          )}
        </Card>
        <PageLinks
          path="/app/shoppers"
          keep={text === '' ? {} : { q: text }}
          {...pages}
          one="shopper"
          many="shoppers"
        />
      </BlockStack>
    </Page>
  );
}

function SearchForm({ text }: { readonly text: string }) {
  const [typed, setTyped] = useState(text);
  return (
    <Form role="search">
      <TextField
        label="Phone, e-mail or name"
        name="q"
        type="search"
        autoComplete="off"
        value={typed}
        onChange={setTyped}
        connectedRight={<Button submit>Search</Button>}
      />
    </Form>
  );
}

function ShopperLine({ shopper }: { readonly shopper: Shopper }) {
  const { plural, dateTime } = useFormat();
  const name = shopper.erased ? 'Erased shopper' : (shopper.name ?? shopper.phone ?? shopper.email);
  const contact = [shopper.phone, shopper.email].filter((part) => part && part !== name);
  return (
    <RouterLink to={`/app/shoppers/${shopper.id}`} className="list-link">
      <Text as="span" fontWeight="semibold">
        {name ?? 'Shopper without a name'}
      </Text>
      <Text as="p" tone="subdued">
        {[
          ...contact,
          plural(shopper.carts, 'cart', 'carts'),
          plural(shopper.messagesSent, 'message sent', 'messages sent'),
          shopper.lastSeenAt ? dateTime(shopper.lastSeenAt) : null,
        ]
          .filter(Boolean)
          .join(' · ')}
      </Text>
    </RouterLink>
  );
}
