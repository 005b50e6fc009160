import { BarChart, PolarisVizProvider } from '@shopify/polaris-viz';
import '@shopify/polaris-viz/build/esm/styles.css';
import { exponentOf } from '#core/kernel/money';
import { useFormat } from './format';

export interface ChartDay {
  /** YYYY-MM-DD of the store's calendar. */
  readonly day: string;
  readonly revenueMinor: number;
}

interface RevenueChartProps {
  readonly days: readonly ChartDay[];
  readonly currency: string;
}

/** Revenue by day as bars; loaded in the browser only, for the library measures the page. */
export default function RevenueChart({ days, currency }: RevenueChartProps) {
  const { calendarDay, money } = useFormat();
  const scale = 10 ** exponentOf(currency);
  const series = {
    name: `Recovered revenue (${currency})`,
    color: '#0f6b4f',
    data: days.map(({ day, revenueMinor }) => ({ key: day, value: revenueMinor / scale })),
  };
  return (
    <PolarisVizProvider>
      <BarChart
        data={[series]}
        theme="Light"
        isAnimated={false}
        showLegend={false}
        xAxisOptions={{ labelFormatter: (value) => calendarDay(String(value)) }}
        yAxisOptions={{
          labelFormatter: (value) => money(Math.round(Number(value ?? 0) * scale), currency),
        }}
      />
    </PolarisVizProvider>
  );
}
