import { Banner, Text } from '@shopify/polaris';
import { useFormat } from '#ui/format';
import type { HomeData } from './page.server';

/** Says when reminders do not go out, and why; nothing when all is well. */
export function WatchdogBanner({ stalled }: { readonly stalled: HomeData['stalled'] }) {
  if (stalled.holdReason !== null) return <OnHold reason={stalled.holdReason} />;
  return stalled.since === null ? null : <Late stalled={stalled} since={stalled.since} />;
}

function OnHold({ reason }: { readonly reason: string }) {
  return (
    <Banner
      tone="critical"
      title="Your WhatsApp number is on hold, so no reminder goes out"
      action={{ content: 'See why and resume', url: '/app/settings/whatsapp' }}
    >
      {reason === '' ? null : <Text as="p">{reason}</Text>}
    </Banner>
  );
}

function Late({
  stalled,
  since,
}: {
  readonly stalled: HomeData['stalled'];
  readonly since: string;
}) {
  const { plural, dateTime } = useFormat();
  const count = stalled.steps + stalled.messages;
  const late = `${plural(count, 'message has', 'messages have')} been due since ${dateTime(since)}.`;
  return stalled.isWorked ? (
    <Banner tone="warning" title="Messages are late">
      <Text as="p">
        {`${late} They are being worked off, oldest first; what comes too late to be useful is skipped and says so.`}
      </Text>
    </Banner>
  ) : (
    <Banner tone="critical" title="Messages are not going out">
      <Text as="p">
        {`${late} Nothing is working on them at the moment. Nothing is lost: they go out as soon as the service runs again, except those that come too late to be useful, which are skipped and say so.`}
      </Text>
    </Banner>
  );
}
