import type { LoaderFunctionArgs } from '@remix-run/node';
import { useLoaderData, useSearchParams } from '@remix-run/react';
import { BlockStack, Button, ButtonGroup, Page } from '@shopify/polaris';
import { CALM_MS, useFreshness } from '#ui/freshness';
import { FunnelCard } from './funnel-card';
import { LiftCard } from './lift-card';
import { NonSendsCard } from './non-sends-card';
import { SendingNotice } from '#ui/sending-notice';
import { loadHome } from './page.server';
import { RevenueCard } from './revenue-card';
import { SetupCard } from './setup-card';
import { WatchdogBanner } from './watchdog-banner';

export { PageError as ErrorBoundary } from '#ui/error-screen';

export const loader = (args: LoaderFunctionArgs) => loadHome(args);

export default function Home() {
  const home = useLoaderData<typeof loader>();
  useFreshness(CALM_MS);
  const isSetUp = home.ready.numberConnected && home.ready.templatesApproved > 0;
  return (
    <Page title="Home" subtitle={`The last ${home.days} days`}>
      <BlockStack gap="400">
        <WatchdogBanner stalled={home.stalled} />
        {home.sending ? (
          <SendingNotice
            sending={home.sending}
            action={{ content: 'See what to do', url: '/app/settings/whatsapp' }}
          />
        ) : null}
        {isSetUp && home.ready.cartsSeen > 0 && home.ready.activeSequences > 0 ? null : (
          <SetupCard ready={home.ready} />
        )}
        <PeriodPicker chosen={home.days} periods={home.periods} />
        <LiftCard lift={home.lift} holdoutPercent={home.holdoutPercent} />
        <RevenueCard home={home} />
        <FunnelCard funnel={home.funnel} />
        <NonSendsCard reasons={home.nonSends} failures={home.failures} />
      </BlockStack>
    </Page>
  );
}

function PeriodPicker(props: { readonly chosen: number; readonly periods: readonly number[] }) {
  const [, setParams] = useSearchParams();
  return (
    <div className="page-edge" role="group" aria-label="Period">
      <ButtonGroup variant="segmented">
        {props.periods.map((days) => (
          <Button
            key={days}
            pressed={days === props.chosen}
            onClick={() => {
              setParams((params) => {
                params.set('days', String(days));
                return params;
              });
            }}
          >
            {`${days} days`}
          </Button>
        ))}
      </ButtonGroup>
    </div>
  );
}
