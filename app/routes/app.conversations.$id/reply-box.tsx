import { useState } from 'react';
import type { FetcherWithComponents } from '@remix-run/react';
import { Banner, BlockStack, Button, InlineStack, Text, TextField } from '@shopify/polaris';
import { useFormat } from '#ui/format';
import { errorsOf } from '#ui/save-bar';
import type { SaveAnswer } from '#ui/save-bar';
import type { ThreadData } from './page.server';

interface ReplyBoxProps {
  readonly thread: ThreadData;
  readonly fetcher: FetcherWithComponents<SaveAnswer>;
}

const LONGEST = 4_096;

/** Answers while WhatsApp takes answers; afterwards says why not. */
export function ReplyBox({ thread, fetcher }: ReplyBoxProps) {
  const { dateTime } = useFormat();
  if (!thread.isOpen) {
    return (
      <Banner title="You can’t write freely now">
        <p>
          {thread.closesAt
            ? `WhatsApp takes free answers for 24 hours after the shopper’s last message; that ended on ${dateTime(thread.closesAt)}. As soon as the shopper writes again, you can answer.`
            : 'WhatsApp takes free answers only after the shopper has written. This shopper has not yet.'}
        </p>
      </Banner>
    );
  }
  return <OpenBox thread={thread} fetcher={fetcher} />;
}

function OpenBox({ thread, fetcher }: ReplyBoxProps) {
  const { dateTime } = useFormat();
  const [text, setText] = useState('');
  const [sent, setSent] = useState<SaveAnswer | undefined>(undefined);
  // An answer that was taken empties the box once; what is typed afterwards stays.
  if (fetcher.data !== sent && fetcher.state === 'idle') {
    setSent(fetcher.data);
    if (fetcher.data?.ok) setText('');
  }
  return (
    <fetcher.Form method="post">
      <BlockStack gap="300">
        <TextField
          label="Your answer"
          name="text"
          multiline={3}
          maxLength={LONGEST}
          autoComplete="off"
          value={text}
          error={errorsOf(fetcher.data)['text']}
          onChange={setText}
        />
        <InlineStack align="space-between" blockAlign="center" gap="200">
          <Text as="span" tone="subdued">
            {thread.closesAt ? `You can answer until ${dateTime(thread.closesAt)}.` : ''}
          </Text>
          <Button
            submit
            variant="primary"
            loading={fetcher.state !== 'idle'}
            disabled={text.trim() === ''}
          >
            Send
          </Button>
        </InlineStack>
      </BlockStack>
    </fetcher.Form>
  );
}
