import { useEffect, useRef } from 'react';
import type { LoaderFunctionArgs } from '@remix-run/node';
import { useFetcher, useLoaderData } from '@remix-run/react';
import { Badge, BlockStack, Button, Card, InlineStack, Page, Text } from '@shopify/polaris';
import { useFormat } from '#ui/format';
import { signedIn } from './app/signed-in.server';

export { PageError as ErrorBoundary } from '#ui/error-screen';

export async function loader({ request }: LoaderFunctionArgs) {
  const { shop, services } = await signedIn(request);
  const requests = await services.stores.privacy.ofShop(shop.id);
  return {
    requests: requests.map(({ id, kind, requestedAt, completedAt, result }) => ({
      id,
      kind,
      requestedAt,
      completedAt,
      hasExport: result !== null,
    })),
  };
}

type Asked = ReturnType<typeof useLoaderData<typeof loader>>['requests'][number];

const KINDS: Readonly<Record<Asked['kind'], string>> = {
  export: 'A shopper asked for their data',
  erase_customer: 'A shopper asked to be erased',
  erase_shop: 'The store was erased',
};

export default function PrivacyPage() {
  const { requests } = useLoaderData<typeof loader>();
  return (
    <Page title="Data requests" backAction={{ content: 'Settings', url: '/app/settings' }}>
      <Card>
        <BlockStack gap="400">
          <Text as="p">
            Requests arrive through your store’s platform and are carried out by themselves. What
            was exported is for you to hand over to the shopper.
          </Text>
          {requests.length === 0 ? <Text as="p">No requests yet.</Text> : null}
          {requests.map((asked) => (
            <RequestLine key={asked.id} asked={asked} />
          ))}
        </BlockStack>
      </Card>
    </Page>
  );
}

function RequestLine({ asked }: { readonly asked: Asked }) {
  const { dateTime } = useFormat();
  return (
    <InlineStack align="space-between" blockAlign="center" gap="200">
      <BlockStack gap="050">
        <Text as="p" fontWeight="medium">
          {KINDS[asked.kind]}
        </Text>
        <Text as="p" tone="subdued">
          {`Asked on ${dateTime(asked.requestedAt)}`}
        </Text>
      </BlockStack>
      <InlineStack gap="200" blockAlign="center">
        {asked.completedAt ? (
          <Badge tone="success">{`Done ${dateTime(asked.completedAt)}`}</Badge>
        ) : (
          <Badge tone="attention">In progress</Badge>
        )}
        {asked.hasExport ? <DownloadButton id={asked.id} /> : null}
      </InlineStack>
    </InlineStack>
  );
}

/** A plain link would carry no session token, so the file is fetched first and saved then. */
function DownloadButton({ id }: { readonly id: string }) {
  const { load, data, state } = useFetcher<{ json: string }>();
  const saved = useRef<unknown>(null);
  useEffect(() => {
    if (!data || saved.current === data) return;
    saved.current = data;
    const address = URL.createObjectURL(new Blob([data.json], { type: 'application/json' }));
    const link = document.createElement('a');
    link.href = address;
    link.download = `shopper-data-${id}.json`;
    link.click();
    setTimeout(() => {
      URL.revokeObjectURL(address);
    }, 60_000);
  }, [data, id]);
  return (
    <Button
      loading={state !== 'idle'}
      onClick={() => {
        load(`/app/settings/export/${id}`);
      }}
    >
      Download
    </Button>
  );
}
