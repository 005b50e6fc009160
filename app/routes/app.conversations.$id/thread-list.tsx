import { useEffect, useRef } from 'react';
import { Text } from '@shopify/polaris';
import { useFormat } from '#ui/format';
import { MessageBodyView } from './message-body';
import { RequestNote } from './request-note';
import type { ThreadData } from './page.server';

type Message = ThreadData['messages'][number];

const TICKS: Readonly<Record<Message['state'], readonly [sign: string, word: string]>> = {
  queued: ['…', 'is about to be sent'],
  sending: ['…', 'is being sent'],
  unknown: ['?', 'may have been sent'],
  sent: ['✓', 'sent'],
  delivered: ['✓✓', 'delivered'],
  read: ['✓✓', 'read'],
  failed: ['!', 'not delivered'],
  cancelled: ['–', 'held back'],
  received: ['', ''],
};

/** Both sides of a conversation, the newest at the bottom and in sight. */
export function ThreadList({
  thread,
  name,
}: {
  readonly thread: ThreadData;
  readonly name: string;
}) {
  const list = useRef<HTMLOListElement>(null);
  const newest = thread.messages.at(-1)?.id;
  useEffect(() => {
    list.current?.scrollTo({ top: list.current.scrollHeight });
  }, [newest]);
  return (
    <>
      {thread.earlier ? (
        <Text as="p" tone="subdued">
          The latest 200 messages are shown.
        </Text>
      ) : null}
      <ol ref={list} className="thread" tabIndex={0} aria-label={`Conversation with ${name}`}>
        {thread.messages.map((message) => (
          <MessageItem key={message.id} message={message} conversationId={thread.id} />
        ))}
      </ol>
    </>
  );
}

function MessageItem(props: { readonly message: Message; readonly conversationId: string }) {
  const { dateTime } = useFormat();
  const { message, conversationId } = props;
  const [sign, word] = TICKS[message.state];
  return (
    <li className="thread-message" data-direction={message.direction}>
      <span className="only-for-readers">
        {message.direction === 'in' ? 'The shopper: ' : 'You: '}
      </span>
      <MessageBodyView message={message} conversationId={conversationId} />
      {message.request ? <RequestNote request={message.request} /> : null}
      {message.failure ? <p className="thread-failure">{message.failure}</p> : null}
      <p className="thread-meta">
        {message.recoveryId ? 'Reminder · ' : ''}
        <time dateTime={message.createdAt}>{dateTime(message.createdAt)}</time>
        {word === '' ? null : (
          <>
            {' '}
            <span aria-hidden="true">{sign}</span> {word}
          </>
        )}
      </p>
    </li>
  );
}
