import type { useLoaderData } from '@remix-run/react';
import { BlockStack, Card, Text } from '@shopify/polaris';
import { useFormat } from '#ui/format';
import type { loader } from './route';

type Held = ReturnType<typeof useLoaderData<typeof loader>>['held'][number];

const REASONS: Readonly<Record<NonNullable<Held['reason']>, string>> = {
  amount_differs: 'More came than the cart costs.',
  paid_in_part: 'Less came than the cart costs.',
  currency_differs: 'It came in another currency.',
  amount_unknown: 'The provider does not say how much came.',
  store_left:
    'The store disconnected before its order was made: send the goods, or the money back.',
  paid_twice: 'The cart had been paid or bought already.',
  order_differs: 'The store reckons another total. Its order is on hold.',
  order_refused: 'The store does not take an order like this.',
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
          Give the money back at the provider, or make the order in your store by hand.
        </Text>
        {held.map((payment) => (
          <HeldLine key={payment.id} payment={payment} />
        ))}
      </BlockStack>
    </Card>
  );
}

function HeldLine({ payment }: { readonly payment: Held }) {
  const { money, dateTime } = useFormat();
  const asked = money(payment.askedMinor, payment.currency);
  const came =
    payment.paidMinor === null || payment.paidCurrency === null
      ? '?'
      : money(payment.paidMinor, payment.paidCurrency);
  const order = payment.orderExternalId ? ` Order ${payment.orderExternalId}.` : '';
  return (
    <BlockStack gap="050">
      <Text as="p" fontWeight="semibold" breakWord>
        {came} of {asked}, {payment.reference ?? payment.provider}
        {payment.paidAt ? `, ${dateTime(payment.paidAt)}` : ''}
      </Text>
      <Text as="p">
        {payment.disputed ? 'The shopper contests this payment. ' : ''}
        {payment.reason ? REASONS[payment.reason] : ''}
        {order}
      </Text>
    </BlockStack>
  );
}
