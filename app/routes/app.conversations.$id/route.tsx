import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node';
import { useFetcher, useLoaderData } from '@remix-run/react';
import { BlockStack, Card, Page } from '@shopify/polaris';
import { LIVE_MS, useFreshness } from '#ui/freshness';
import { useSaveNotice } from '#ui/save-bar';
import type { SaveAnswer } from '#ui/save-bar';
import { act, loadThread } from './page.server';
import { ReplyBox } from './reply-box';
import { RequestButton } from './request-form';
import { ThreadList } from './thread-list';

export { PageError as ErrorBoundary } from '#ui/error-screen';

export const loader = (args: LoaderFunctionArgs) => loadThread(args);
export const action = (args: ActionFunctionArgs) => act(args);

export default function ConversationPage() {
  const thread = useLoaderData<typeof loader>();
  const fetcher = useFetcher<SaveAnswer>();
  useFreshness(LIVE_MS);
  useSaveNotice(fetcher.state, fetcher.data);
  const name = thread.name ?? thread.phone ?? 'Shopper without a name';
  return (
    <Page
      title={name}
      subtitle={thread.name && thread.phone ? thread.phone : ''}
      backAction={{ content: 'Conversations', url: '/app/conversations' }}
      secondaryActions={[{ content: 'Timeline', url: `/app/shoppers/${thread.customerId}` }]}
    >
      <BlockStack gap="400">
        <Card>
          <ThreadList thread={thread} name={name} />
        </Card>
        <Card>
          <ReplyBox thread={thread} fetcher={fetcher} />
          <RequestButton thread={thread} />
        </Card>
      </BlockStack>
    </Page>
  );
}
