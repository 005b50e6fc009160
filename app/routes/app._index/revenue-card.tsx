import { Suspense, lazy } from 'react';
import { Badge, BlockStack, Card, InlineStack, Text } from '@shopify/polaris';
import { ClientOnly } from '#ui/client-only';
import { useFormat } from '#ui/format';
import type { HomeData } from './page.server';

const RevenueChart = lazy(() => import('../../ui/revenue-chart'));

/** Last-click revenue: total, by campaign, by day. */
export function RevenueCard({ home }: { readonly home: HomeData }) {
  const { money, timeZone, plural, calendarDay } = useFormat();
  const dayOf = (entry: HomeData['byDay'][number] | undefined): string =>
    entry ? calendarDay(entry.day) : '';
  const earned = home.revenue.filter(({ campaigns }, index) => index === 0 || campaigns.length > 0);
  const [own] = earned;
  return (
    <Card>
      <BlockStack gap="400">
        <InlineStack gap="200" blockAlign="center">
          <Text as="h2" variant="headingMd">
            Recovered revenue
          </Text>
          <Badge>{`Last click, ${plural(home.windowDays, 'day', 'days')}`}</Badge>
        </InlineStack>
        <BlockStack gap="100">
          {earned.map(({ currency, totalMinor, orders }) => (
            <InlineStack key={currency} gap="200" blockAlign="baseline">
              <span data-testid={`total-${currency}`}>
                <Text as="span" variant="heading2xl">
                  {money(totalMinor, currency)}
                </Text>
              </span>
              <Text as="span" tone="subdued">
                {plural(orders, 'order', 'orders')}
              </Text>
            </InlineStack>
          ))}
          <Text as="p" tone="subdued">
            Paid orders after a click on a message, net of refunds and cancellations.
          </Text>
        </BlockStack>
        <CampaignTable revenue={earned} />
        {own ? (
          <BlockStack gap="200">
            <Text as="h3" variant="headingSm">
              {`By day, in ${own.currency} (days in ${timeZone})`}
            </Text>
            {/* The library's list has no items in axe's eyes; the table below says the same. */}
            <div className="chart-box" aria-hidden="true" {...{ inert: '' }}>
              <ClientOnly fallback={null}>
                {() => (
                  <Suspense fallback={null}>
                    <RevenueChart days={home.byDay} currency={own.currency} />
                  </Suspense>
                )}
              </ClientOnly>
            </div>
            <div className="chart-ends" aria-hidden="true">
              <span>{dayOf(home.byDay[0])}</span>
              <span>{dayOf(home.byDay.at(-1))}</span>
            </div>
            <DayTable days={home.byDay} currency={own.currency} />
            {earned.length > 1 ? (
              <Text as="p" tone="subdued">{`The chart shows ${own.currency} only.`}</Text>
            ) : null}
          </BlockStack>
        ) : null}
      </BlockStack>
    </Card>
  );
}

function CampaignTable({ revenue }: { readonly revenue: HomeData['revenue'] }) {
  const { money, count, percent } = useFormat();
  const filled = revenue.filter(({ campaigns }) => campaigns.length > 0);
  if (filled.length === 0) {
    return (
      <Text as="p">
        Nothing was recovered in this period yet. A sale appears here as soon as it is paid.
      </Text>
    );
  }
  return (
    <div className="table-scroll" tabIndex={0} role="region" aria-label="Revenue by campaign">
      {filled.map(({ currency, campaigns, totalMinor, orders }) => (
        <table key={currency} className="plain-table" data-testid={`campaigns-${currency}`}>
          <caption className="only-for-readers">{`Revenue by campaign in ${currency}`}</caption>
          <thead>
            <tr>
              <th scope="col">Campaign</th>
              <th scope="col" className="number">{`Revenue (${currency})`}</th>
              <th scope="col" className="number">
                Orders
              </th>
              <th scope="col" className="number">
                Share
              </th>
            </tr>
          </thead>
          <tbody>
            {campaigns.map((campaign) => (
              <tr key={campaign.sequenceId}>
                <th scope="row">{campaign.name}</th>
                <td className="number">{money(campaign.revenueMinor, currency)}</td>
                <td className="number">{count(campaign.orders)}</td>
                <td className="number">
                  {totalMinor > 0 ? percent(campaign.revenueMinor / totalMinor, 1) : '–'}
                </td>
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row">Total</th>
              <td className="number">{money(totalMinor, currency)}</td>
              <td className="number">{count(orders)}</td>
              <td className="number">{totalMinor > 0 ? percent(1) : '–'}</td>
            </tr>
          </tfoot>
        </table>
      ))}
    </div>
  );
}

function DayTable(props: { readonly days: HomeData['byDay']; readonly currency: string }) {
  const { money, calendarDay } = useFormat();
  const { days, currency } = props;
  return (
    <details>
      <summary>Days as a table</summary>
      <table className="plain-table">
        <thead>
          <tr>
            <th scope="col">Day</th>
            <th scope="col" className="number">{`Revenue (${currency})`}</th>
          </tr>
        </thead>
        <tbody>
          {days.toReversed().map(({ day, revenueMinor }) => (
            <tr key={day}>
              <th scope="row">{calendarDay(day)}</th>
              <td className="number">{money(revenueMinor, currency)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}
