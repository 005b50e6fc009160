import { __, _n, sprintf } from '@wordpress/i18n';
import type { CurrencyRevenue, Overview } from './ask';
import { calendarDay, count, money } from './format';
import { Box } from './frame';

const orders = (many: number): string =>
  /* translators: %s: number of orders */
  sprintf(_n('%s order', '%s orders', many, 'ripresa'), count(many));

/** Last-click revenue: total, by campaign, by day, in the store's currency and days. */
export function Revenue({ overview }: { readonly overview: Overview }) {
  const { revenue, windowDays, byDay, currency, timeZone } = overview;
  const shown = revenue.filter(({ campaigns }, index) => index === 0 || campaigns.length > 0);
  return (
    <Box title={__('Recovered revenue', 'ripresa')}>
      {shown.map(({ currency: code, total, orders: many }) => (
        <p key={code} className="ripresa-figure" data-testid={`total-${code}`}>
          {money(total, code)}
          <small>{orders(many)}</small>
        </p>
      ))}
      <p className="ripresa-quiet">
        {sprintf(
          /* translators: %s: number of days */
          _n(
            'Paid orders within %s day after a click on a message (last click), net of refunds and cancellations.',
            'Paid orders within %s days after a click on a message (last click), net of refunds and cancellations.',
            windowDays,
            'ripresa',
          ),
          count(windowDays),
        )}
      </p>
      <Campaigns revenue={shown.filter(({ campaigns }) => campaigns.length > 0)} />
      <h3>
        {
          /* translators: 1: currency, 2: time zone */
          sprintf(__('By day, in %1$s (days in %2$s)', 'ripresa'), currency, timeZone)
        }
      </h3>
      <Chart days={byDay} currency={currency} />
    </Box>
  );
}

function Campaigns({ revenue }: { readonly revenue: readonly CurrencyRevenue[] }) {
  if (revenue.length === 0) {
    return (
      <p>
        {__(
          'Nothing was recovered in this period yet. A sale appears here as soon as it is paid.',
          'ripresa',
        )}
      </p>
    );
  }
  return (
    <div className="ripresa-scroll">
      {revenue.map((own) => (
        <CampaignTable key={own.currency} {...own} />
      ))}
    </div>
  );
}

const CampaignTable = ({ currency, total, orders: sold, campaigns }: CurrencyRevenue) => (
  <table className="ripresa-table" data-testid={`campaigns-${currency}`}>
    <thead>
      <tr>
        <th scope="col">{__('Campaign', 'ripresa')}</th>
        <th scope="col" className="ripresa-number">
          {
            /* translators: %s: currency */
            sprintf(__('Revenue (%s)', 'ripresa'), currency)
          }
        </th>
        <th scope="col" className="ripresa-number">
          {__('Orders', 'ripresa')}
        </th>
      </tr>
    </thead>
    <tbody>
      {campaigns.map(({ id, name, revenue, orders: own }) => (
        <tr key={id}>
          <th scope="row">{name}</th>
          <td className="ripresa-number">{money(revenue, currency)}</td>
          <td className="ripresa-number">{count(own)}</td>
        </tr>
      ))}
    </tbody>
    <tfoot>
      <tr>
        <th scope="row">{__('Total', 'ripresa')}</th>
        <td className="ripresa-number">{money(total, currency)}</td>
        <td className="ripresa-number">{count(sold)}</td>
      </tr>
    </tfoot>
  </table>
);

const HEIGHT = 140;
const STEP = 10;

interface ChartProps {
  readonly days: Overview['byDay'];
  readonly currency: string;
}

/** One bar a day; a day on which more was given back than earned hangs below the line. */
function Chart({ days, currency }: ChartProps) {
  const values = days.map(({ revenue }) => Number(revenue));
  const [most, least] = [Math.max(0, ...values), Math.min(0, ...values)];
  const scale = (HEIGHT - 2) / (most - least || 1);
  const zero = 1 + most * scale;
  return (
    <>
      <svg
        className="ripresa-chart"
        viewBox={`0 0 ${Math.max(1, days.length) * STEP} ${HEIGHT}`}
        preserveAspectRatio="none"
        aria-hidden="true"
      >
        {values.map((value, index) => (
          <rect
            key={days[index]?.day}
            x={index * STEP + 1}
            width={STEP - 2}
            y={value > 0 ? zero - value * scale : zero}
            height={Math.abs(value) * scale}
          />
        ))}
        <line
          x1="0"
          x2={days.length * STEP}
          y1={zero}
          y2={zero}
          vectorEffect="non-scaling-stroke"
        />
      </svg>
      <div className="ripresa-ends" aria-hidden="true">
        <span>{calendarDay(days[0]?.day ?? '1970-01-01')}</span>
        <span>
          {
            /* translators: %s: amount of money */
            sprintf(__('Highest day: %s', 'ripresa'), money(highest(days), currency))
          }
        </span>
        <span>{calendarDay(days[days.length - 1]?.day ?? '1970-01-01')}</span>
      </div>
      <details>
        <summary>{__('Show the days as a table', 'ripresa')}</summary>
        <DayTable days={days} currency={currency} />
      </details>
    </>
  );
}

/** The amount as the app wrote it, with the currency's decimals. */
const highest = (days: Overview['byDay']): string =>
  days.reduce(
    (best, { revenue }) => (Number(revenue) > Number(best) ? revenue : best),
    days[0]?.revenue ?? '0',
  );

const DayTable = ({ days, currency }: ChartProps) => (
  <table className="ripresa-table">
    <tbody>
      {days.map(({ day, revenue }) => (
        <tr key={day}>
          <th scope="row">{calendarDay(day)}</th>
          <td className="ripresa-number">{money(revenue, currency)}</td>
        </tr>
      ))}
    </tbody>
  </table>
);
