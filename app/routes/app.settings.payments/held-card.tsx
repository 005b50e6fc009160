import { useState } from 'react';
import { useFetcher } from '@remix-run/react';
import type { useLoaderData } from '@remix-run/react';
import { BlockStack, Button, Card, InlineStack, Modal, Text } from '@shopify/polaris';
import { useFormat } from '#ui/format';
import { errorsOf, useSaveNotice } from '#ui/save-bar';
import type { SaveAnswer } from '#ui/save-bar';
import type { loader } from './route';

type Held = ReturnType<typeof useLoaderData<typeof loader>>['held'][number];

const REASONS: Readonly<Record<NonNullable<Held['reason']>, string>> = {
  amount_differs: 'More came than was asked for.',
  paid_in_part: 'Less came than was asked for.',
  currency_differs: 'It came in another currency.',
  amount_unknown: 'The provider does not say how much came.',
  store_left:
    'The store disconnected before its order was made: send the goods, or the money back.',
  paid_twice: 'It had been paid or bought already.',
  order_differs: 'The store reckons another total. Its order is on hold.',
  order_refused: 'The store does not take an order like this.',
  withdrawn: 'The request for it had been taken back.',
};

/** Money that came and became no order by itself: nothing is guessed, the merchant decides. */
export function HeldCard({ held }: { readonly held: readonly Held[] }) {
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          Waiting for you
        </Text>
        <Text as="p">
          Accept what came, and your store gets the order; or give the money back at the provider.
        </Text>
        {held.map((payment) => (
          <HeldLine key={payment.id} payment={payment} />
        ))}
      </BlockStack>
    </Card>
  );
}

function HeldLine({ payment }: { readonly payment: Held }) {
  const { dateTime } = useFormat();
  const came = useCame(payment);
  const order = payment.orderExternalId ? ` Order ${payment.orderExternalId}.` : '';
  return (
    <BlockStack gap="100">
      <Text as="p" fontWeight="semibold" breakWord>
        {came}, {payment.reference ?? payment.provider}
        {payment.paidAt ? `, ${dateTime(payment.paidAt)}` : ''}
      </Text>
      <Text as="p">
        {payment.disputed ? 'The shopper contests this payment. ' : ''}
        {payment.reason ? REASONS[payment.reason] : ''}
        {order}
      </Text>
      {payment.refusal === null ? <Accepting payment={payment} /> : null}
    </BlockStack>
  );
}

/** "€99.79 of €99.80" */
function useCame({ askedMinor, currency, paidMinor, paidCurrency }: Held): string {
  const { money } = useFormat();
  const isKnown = paidMinor !== null && paidCurrency !== null;
  return `${isKnown ? money(paidMinor, paidCurrency) : '?'} of ${money(askedMinor, currency)}`;
}

/** Asks before it does: an order that was made by hand would be there twice. */
function Accepting({ payment }: { readonly payment: Held }) {
  const fetcher = useFetcher<SaveAnswer>();
  useSaveNotice(fetcher.state, fetcher.data);
  const [isAsking, setAsking] = useState(false);
  const problem = errorsOf(fetcher.data)[`payment ${payment.id}`];
  const close = (): void => {
    setAsking(false);
  };
  const accept = (): void => {
    fetcher.submit({ intent: 'accept', payment: payment.id }, { method: 'post' });
    close();
  };
  return (
    <InlineStack gap="200" blockAlign="center">
      <Button
        loading={fetcher.state !== 'idle'}
        onClick={() => {
          setAsking(true);
        }}
      >
        Accept anyway
      </Button>
      {problem ? (
        <Text as="span" tone="critical">
          {problem}
        </Text>
      ) : null}
      <Modal
        open={isAsking}
        title="Accept this payment?"
        onClose={close}
        primaryAction={{ content: 'Accept', onAction: accept }}
        secondaryActions={[{ content: 'Cancel', onAction: close }]}
      >
        <Modal.Section>
          <Consequence payment={payment} />
        </Modal.Section>
      </Modal>
    </InlineStack>
  );
}

function Consequence({ payment }: { readonly payment: Held }) {
  const came = useCame(payment);
  return (
    <BlockStack gap="200">
      <Text as="p">
        {payment.orderExternalId
          ? `Order ${payment.orderExternalId} is marked as paid in your store.`
          : 'Your store gets the order, marked as paid.'}{' '}
        You received {came}; a difference is noted in the order.
      </Text>
      {payment.orderExternalId ? null : (
        <Text as="p">
          If you have made an order for it by hand already, this makes a second one.
        </Text>
      )}
    </BlockStack>
  );
}
