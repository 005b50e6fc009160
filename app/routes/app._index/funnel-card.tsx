import { BlockStack, Card, Text } from '@shopify/polaris';
import type { FunnelStage } from '#core/funnels/index';
import { useFormat } from '#ui/format';
import type { HomeData } from './page.server';

const STAGES: readonly (readonly [FunnelStage, string])[] = [
  ['carts', 'Carts left'],
  ['eligible', 'Eligible'],
  ['sent', 'Sent'],
  ['delivered', 'Delivered'],
  ['read', 'Read'],
  ['clicked', 'Clicked'],
  ['paid', 'Paid'],
];

/** From carts that were left to paid orders, with the share of the step before. */
export function FunnelCard({ funnel }: { readonly funnel: HomeData['funnel'] }) {
  const { count, percent } = useFormat();
  return (
    <Card>
      <BlockStack gap="400">
        <Text as="h2" variant="headingMd">
          From cart to sale
        </Text>
        {funnel.carts === 0 ? (
          <Text as="p">No carts were left in this period.</Text>
        ) : (
          <ol className="funnel" data-testid="funnel">
            {STAGES.map(([stage, label], index) => {
              const before = STAGES[index - 1]?.[0];
              const rate = before && funnel[before] > 0 ? funnel[stage] / funnel[before] : null;
              return (
                <li key={stage}>
                  <span>{label}</span>
                  <div className="funnel-track" aria-hidden="true">
                    <div
                      className="funnel-fill"
                      style={{ width: `${(100 * funnel[stage]) / funnel.carts}%` }}
                    />
                  </div>
                  <span className="funnel-number">
                    {count(funnel[stage])}
                    {rate === null ? '' : ` (${percent(rate, 1)})`}
                  </span>
                </li>
              );
            })}
          </ol>
        )}
        <Text as="p" tone="subdued">
          Several carts of one shopper are served by one recovery and count once from “Eligible” on.
          The share is that of the step before.
        </Text>
      </BlockStack>
    </Card>
  );
}
