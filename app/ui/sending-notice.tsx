import { Banner, BlockStack, Text } from '@shopify/polaris';
import type { BannerProps } from '@shopify/polaris';
import { useFormat } from './format';
import type { Format } from './format';

/** What a page knows of how free the number is to write; times as text. */
export interface Sending {
  readonly quality: string;
  readonly messagesPerSecond: number;
  readonly holdCause: 'vendor_limit' | 'complaints' | null;
  readonly heldUntil: string | null;
  readonly limitKnown: boolean;
  readonly dailyLimit: number | null;
  readonly reached: number;
  readonly placeAt: string | null;
  readonly waiting: number;
}

interface Notice {
  readonly tone: 'warning' | 'critical';
  readonly title: string;
  readonly why: string;
  readonly todo: string;
}

const CAUSES = {
  vendor_limit:
    'WhatsApp limited this number, because too many people blocked or reported its messages (code 131048).',
  complaints:
    'Too many of the last shoppers who got a reminder opted out of it, or WhatsApp kept it back as unwanted.',
} as const;

const CALM =
  'Answers to shoppers still go out. Look at the texts and at whom they reach: fewer, later and more useful reminders are blocked less.';

const LONGER = 'A next hold would be longer.';

/** What keeps reminders back at the moment, the gravest first; null when nothing does. */
function noticeOf(sending: Sending, { dateTime, time, count }: Format): Notice | null {
  const { holdCause, heldUntil, placeAt, dailyLimit } = sending;
  if (sending.quality === 'RED') {
    return {
      tone: 'critical',
      title: 'Reminders are stopped, because WhatsApp rates your number’s quality as low',
      why: 'They go on by themselves when the rating is better, which takes some days as a rule.',
      todo: CALM,
    };
  }
  if (holdCause && heldUntil) {
    const title = `Reminders are on hold until ${dateTime(heldUntil)}`;
    return { tone: 'warning', title, why: CAUSES[holdCause], todo: `${CALM} ${LONGER}` };
  }
  if (!placeAt || dailyLimit === null) return null;
  return {
    tone: 'warning',
    title: `WhatsApp’s daily limit of ${count(dailyLimit)} people is used up; it goes on at ${time(placeAt)}`,
    why: 'It counts the people whom your business writes to first within 24 hours, with all of its numbers. Answers to shoppers don’t count and still go out.',
    todo: 'WhatsApp raises the limit of a business that is verified in Meta Business settings, and whose messages are well received.',
  };
}

/** Says in plain words why reminders wait and what to do; nothing when they don't. */
export function SendingNotice({
  sending,
  action,
}: {
  readonly sending: Sending;
  readonly action?: BannerProps['action'];
}) {
  const format = useFormat();
  const notice = noticeOf(sending, format);
  if (!notice) return null;
  const { waiting } = sending;
  const many = format.plural(waiting, 'message waits', 'messages wait');
  return (
    <Banner tone={notice.tone} title={notice.title} {...(action ? { action } : {})}>
      <BlockStack gap="100">
        <Text as="p">{waiting > 0 ? `${notice.why} ${many}.` : notice.why}</Text>
        <Text as="p">{notice.todo}</Text>
      </BlockStack>
    </Banner>
  );
}
