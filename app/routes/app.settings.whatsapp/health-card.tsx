import { Badge, BlockStack, Button, Card, InlineStack, ProgressBar, Text } from '@shopify/polaris';
import type { Channel } from '#core/messaging/index';
import { useFormat } from '#ui/format';
import { QualityBadge } from '#ui/quality-badge';
import { SendingNotice } from '#ui/sending-notice';
import type { Sending } from '#ui/sending-notice';

interface HealthCardProps {
  readonly channel: Pick<Channel, 'state' | 'displayPhone' | 'quality' | 'stateReason'>;
  readonly sending: Sending | null;
  readonly busy: boolean;
  readonly onResume: () => void;
}

/** How the number stands with WhatsApp: its rating, its limits, and what keeps messages back. */
export function HealthCard({ channel, sending, busy, onResume }: HealthCardProps) {
  return (
    <Card>
      <BlockStack gap="300">
        <NumberLine channel={channel} />
        {channel.stateReason ? <Text as="p">{channel.stateReason}</Text> : null}
        {sending ? <SendingNotice sending={sending} /> : null}
        {mayResume(channel, sending) ? (
          <InlineStack>
            <Button loading={busy} onClick={onResume}>
              Check with WhatsApp and resume
            </Button>
          </InlineStack>
        ) : null}
        {sending ? <Limits sending={sending} /> : null}
      </BlockStack>
    </Card>
  );
}

const mayResume = (
  { state, quality }: HealthCardProps['channel'],
  sending: HealthCardProps['sending'],
): boolean => state !== 'connected' || quality === 'RED' || Boolean(sending?.holdCause);

function NumberLine({ channel }: Pick<HealthCardProps, 'channel'>) {
  const isFine = channel.state === 'connected';
  return (
    <InlineStack gap="200" blockAlign="center">
      <Text as="h2" variant="headingMd">
        {channel.displayPhone}
      </Text>
      <Badge tone={isFine ? 'success' : 'warning'}>{isFine ? 'Connected' : 'Paused'}</Badge>
      <QualityBadge quality={channel.quality} />
    </InlineStack>
  );
}

function Limits({ sending }: { readonly sending: Sending }) {
  const { count } = useFormat();
  const pace = `Up to ${count(sending.messagesPerSecond)} messages a second.`;
  const half = 'Reminders go at half of it while the quality is medium.';
  return (
    <BlockStack gap="100">
      <DailyLimit sending={sending} />
      <Text as="p" tone="subdued">
        {sending.quality === 'YELLOW' ? `${pace} ${half}` : pace}
      </Text>
    </BlockStack>
  );
}

function DailyLimit({ sending: { dailyLimit, limitKnown, reached } }: { sending: Sending }) {
  const { count } = useFormat();
  if (dailyLimit === null) {
    return (
      <Text as="p">
        {limitKnown
          ? 'WhatsApp sets no limit to the people whom you write to in a day.'
          : 'WhatsApp has not told yet how many people you may write to in a day.'}
      </Text>
    );
  }
  return (
    <>
      <Text as="p" id="daily-limit-label">
        {`Written to ${count(reached)} of ${count(dailyLimit)} people in the last 24 hours`}
      </Text>
      <ProgressBar
        size="small"
        tone={reached >= dailyLimit ? 'critical' : 'primary'}
        progress={Math.min(100, (reached / dailyLimit) * 100)}
        ariaLabelledBy="daily-limit-label"
      />
    </>
  );
}
