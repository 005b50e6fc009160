import type { LoaderFunctionArgs } from '@remix-run/node';
import { Link as RouterLink, useLoaderData } from '@remix-run/react';
import { Badge, BlockStack, Card, InlineStack, Page, Text } from '@shopify/polaris';
import { windowClosesAt } from '#core/inbox/index';
import { conversationList, isConversationMark } from '#queries/conversation-list';
import { messageText } from '#queries/message-words';
import { placeOf } from '#queries/page';
import { useFormat } from '#ui/format';
import { LIVE_MS, useFreshness } from '#ui/freshness';
import { PageLinks } from '#ui/page-links';
import { signedIn } from '../app/signed-in.server';

export { PageError as ErrorBoundary } from '#ui/error-screen';

export async function loader({ request }: LoaderFunctionArgs) {
  const { shop, services, now } = await signedIn(request);
  const place = placeOf(new URL(request.url).searchParams, isConversationMark);
  const { rows, ...pages } = await conversationList(shop.id, services.database.sql, place);
  return {
    pages,
    conversations: rows.map(({ last, lastInboundAt, ...row }) => {
      const closes = windowClosesAt({ lastInboundAt });
      return {
        ...row,
        isOpen: closes !== null && closes > now,
        text: last ? messageText(last.body) : '',
        isOurs: last?.direction === 'out',
      };
    }),
  };
}

type Listed = ReturnType<typeof useLoaderData<typeof loader>>['conversations'][number];

export default function Conversations() {
  const { conversations, pages } = useLoaderData<typeof loader>();
  useFreshness(LIVE_MS);
  return (
    <Page title="Conversations">
      <BlockStack gap="400">
        <Card padding="0">
          {conversations.length === 0 ? (
            <div className="list-link">
              No conversations yet. When a shopper answers a reminder, the answer appears here.
            </div>
          ) : (
            conversations.map((row) => <ConversationLine key={row.id} row={row} />)
          )}
        </Card>
        <PageLinks path="/app/conversations" {...pages} one="conversation" many="conversations" />
      </BlockStack>
    </Page>
  );
}

function ConversationLine({ row }: { readonly row: Listed }) {
  const { dateTime, plural } = useFormat();
  return (
    <RouterLink to={`/app/conversations/${row.id}`} className="list-link">
      <InlineStack gap="200" blockAlign="center">
        <Text as="span" fontWeight={row.unreadCount > 0 ? 'bold' : 'medium'}>
          {row.name ?? row.phone ?? 'Shopper without a name'}
        </Text>
        {row.unreadCount > 0 ? (
          <Badge tone="attention">{plural(row.unreadCount, 'unread', 'unread')}</Badge>
        ) : null}
        {row.isOpen ? <Badge tone="success">You can answer</Badge> : null}
      </InlineStack>
      <div className="one-line">{`${row.isOurs ? 'You: ' : ''}${row.text}`}</div>
      <Text as="p" tone="subdued">
        {dateTime(row.lastMessageAt)}
      </Text>
    </RouterLink>
  );
}
