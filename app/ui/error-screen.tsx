import { isRouteErrorResponse, useRouteError } from '@remix-run/react';
import { BlockStack, Button, Card, Page, Text } from '@shopify/polaris';
import { PolarisFrame } from './admin-frame';

interface Words {
  readonly title: string;
  readonly text: string;
}

const NOT_FOUND = {
  title: 'Not found',
  text: 'It may have been removed, or it belongs to another store.',
};

const UNEXPECTED = {
  title: 'This page could not be shown',
  text: 'Something went wrong on our side and was noted. Messages and orders are not affected. Try again in a moment.',
};

/** What happened, without anything technical. */
function wordsFor(error: unknown): Words {
  if (!isRouteErrorResponse(error)) return UNEXPECTED;
  if (error.status === 404) {
    return typeof error.data === 'string' && error.data !== ''
      ? { title: 'Not found', text: `${error.data} ${NOT_FOUND.text}` }
      : NOT_FOUND;
  }
  if (error.status === 401 || error.status === 403) {
    return {
      title: 'Please open the app again',
      text: 'Your sign-in has ended. Open Ripresa again from your store’s admin.',
    };
  }
  return UNEXPECTED;
}

/** @param props.bare outside the admin's frame */
export function ErrorScreen(props: { readonly error: unknown; readonly bare?: boolean }) {
  const { title, text } = wordsFor(props.error);
  const page = (
    <Page title={title}>
      <Card>
        <BlockStack gap="400" inlineAlign="start">
          <Text as="p">{text}</Text>
          <Button
            onClick={() => {
              window.location.reload();
            }}
          >
            Try again
          </Button>
        </BlockStack>
      </Card>
    </Page>
  );
  return props.bare ? <PolarisFrame>{page}</PolarisFrame> : page;
}

/** The error boundary of a page: its neighbours in the frame stay. */
export function PageError() {
  return <ErrorScreen error={useRouteError()} />;
}
