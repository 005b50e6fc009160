import { Badge, BlockStack, Card, InlineStack, Text } from '@shopify/polaris';
import { useFormat } from '#ui/format';
import type { HomeData } from './page.server';

interface LiftCardProps {
  readonly lift: HomeData['lift'];
  readonly holdoutPercent: number;
}

/** What the messages added, against people who got none: the first number to look at. */
export function LiftCard({ lift, holdoutPercent }: LiftCardProps) {
  return (
    <Card>
      <div data-testid="lift">
        <BlockStack gap="300">
          <InlineStack gap="200" blockAlign="center">
            <Text as="h2" variant="headingMd">
              Incremental revenue
            </Text>
            <Badge>Against the holdout, all time</Badge>
          </InlineStack>
          {lift.kind === 'measured' ? (
            <Measured lift={lift} />
          ) : (
            <NotEnough lift={lift} holdoutPercent={holdoutPercent} />
          )}
        </BlockStack>
      </div>
    </Card>
  );
}

function NotEnough(props: {
  readonly lift: Extract<LiftCardProps['lift'], { kind: 'not_enough' }>;
  readonly holdoutPercent: number;
}) {
  const { plural, percent } = useFormat();
  const { missingPeople, missingBuyers } = props.lift;
  if (props.holdoutPercent === 0) {
    return (
      <Text as="p">
        The holdout is switched off, so nobody can say what would have been bought without messages.
        Set it in the settings; 10 % is a good start.
      </Text>
    );
  }
  const missing = [
    missingPeople > 0
      ? `${plural(missingPeople, 'more person', 'more people')} needed in the smaller group`
      : null,
    missingBuyers > 0
      ? `${plural(missingBuyers, 'more buyer', 'more buyers')} needed in all`
      : null,
  ].filter((text) => text !== null);
  return (
    <BlockStack gap="100">
      <Text as="p" fontWeight="semibold">{`Not enough data yet: ${missing.join(', ')}.`}</Text>
      <Text as="p" tone="subdued">
        {`${percent(props.holdoutPercent / 100, 1)} of shoppers get no messages. The difference to the others is what the messages really earn.`}
      </Text>
    </BlockStack>
  );
}

function Measured(props: { readonly lift: Extract<LiftCardProps['lift'], { kind: 'measured' }> }) {
  const { money, percent } = useFormat();
  const { conversion, revenue, certain } = props.lift;
  const isMore = conversion.value >= 0;
  const share = percent(Math.abs(conversion.value), 1);
  const interval = `between ${percent(conversion.low, 1)} and ${percent(conversion.high, 1)}`;
  return (
    <BlockStack gap="200">
      {revenue.map(({ currency, value, low, high }) => (
        <BlockStack key={currency} gap="050">
          <Text as="p" variant="headingXl">
            {money(value, currency)}
          </Text>
          <Text as="p" tone="subdued">
            {`Between ${money(low, currency)} and ${money(high, currency)}, with 95 % certainty`}
          </Text>
        </BlockStack>
      ))}
      <Text as="p">
        {`${share} ${isMore ? 'more' : 'fewer'} of the shoppers bought (${interval}).`}
      </Text>
      {certain ? null : (
        <Text as="p" tone="subdued">
          This may still be chance: not every interval here leaves zero out.
        </Text>
      )}
    </BlockStack>
  );
}
