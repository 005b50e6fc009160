import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node';
import { useFetcher, useLoaderData } from '@remix-run/react';
import {
  BlockStack,
  Button,
  Card,
  EmptyState,
  InlineStack,
  Link,
  Page,
  Text,
} from '@shopify/polaris';
import { z } from 'zod';
import type { SequenceStep } from '#core/recovery/index';
import { archivedSequences, sequenceResults } from '#queries/sequence-results';
import { useFormat } from '#ui/format';
import { StateBadge } from '#ui/state-badge';
import { found, readForm, refuse, signedIn } from '../app/signed-in.server';
import { stepSummary } from './step-summary';

export { PageError as ErrorBoundary } from '#ui/error-screen';

export async function loader({ request }: LoaderFunctionArgs) {
  const { shop, services } = await signedIn(request);
  const { sql } = services.database;
  const [sequences, results, archived] = await Promise.all([
    services.stores.sequences.ofShop(shop.id),
    sequenceResults(shop.id, sql),
    archivedSequences(shop.id, sql),
  ]);
  return {
    archived,
    sequences: sequences.map(({ id, name, state, steps }) => ({
      id,
      name,
      state,
      steps: steps.map((step: SequenceStep) => stepSummary(step)),
      messagesSent: results.get(id)?.messagesSent ?? 0,
      revenue: results.get(id)?.revenue ?? [],
    })),
  };
}

const moveSchema = z.object({ id: z.string(), by: z.enum(['-1', '1']).transform(Number) });

/** Moves a sequence before or behind its neighbour. */
export async function action({ request }: ActionFunctionArgs) {
  const { shop, services } = await signedIn(request);
  const parsed = moveSchema.safeParse(await readForm(request));
  if (!parsed.success) refuse(400, 'Not understood.');
  const { id, by } = parsed.data;
  await services.transact(async ({ sequences }) => {
    const all = [...(await sequences.ofShop(shop.id))];
    const from = all.findIndex((sequence) => sequence.id === id);
    found(all[from], 'sequence');
    const [one, other] = [all[from], all[from + by]];
    if (!one || !other) return;
    all.splice(from, 1);
    all.splice(from + by, 0, one);
    for (const [priority, sequence] of all.entries())
      await sequences.save({ ...sequence, priority });
  });
  return { ok: true };
}

type Listed = ReturnType<typeof useLoaderData<typeof loader>>['sequences'][number];

export default function Sequences() {
  const { sequences, archived } = useLoaderData<typeof loader>();
  return (
    <Page
      title="Sequences"
      primaryAction={{ content: 'Create sequence', url: '/app/sequences/new' }}
      secondaryActions={[{ content: 'Templates', url: '/app/templates' }]}
    >
      <BlockStack gap="400">
        {sequences.length === 0 ? (
          <Card>
            <EmptyState
              heading="No sequence yet"
              image=""
              action={{ content: 'Create sequence', url: '/app/sequences/new' }}
            >
              <p>A sequence says which reminders a shopper gets after leaving a cart, and when.</p>
            </EmptyState>
          </Card>
        ) : null}
        {sequences.map((sequence, index) => (
          <SequenceCard
            key={sequence.id}
            sequence={sequence}
            place={{ index, count: sequences.length }}
          />
        ))}
        {sequences.length > 1 ? (
          <Text as="p" tone="subdued">
            A cart is served by the first active sequence whose first step’s condition holds.
          </Text>
        ) : null}
        {archived.length > 0 ? (
          <Card>
            <BlockStack gap="200">
              <Text as="h2" variant="headingSm">
                Archived
              </Text>
              {archived.map(({ id, name }) => (
                <Link key={id} url={`/app/sequences/${id}`}>
                  {name}
                </Link>
              ))}
            </BlockStack>
          </Card>
        ) : null}
      </BlockStack>
    </Page>
  );
}

interface SequenceCardProps {
  readonly sequence: Listed;
  readonly place: { readonly index: number; readonly count: number };
}

function SequenceCard({ sequence, place }: SequenceCardProps) {
  const { money, plural, currency } = useFormat();
  const revenue = sequence.revenue.length > 0 ? sequence.revenue : [{ minor: 0, currency }];
  return (
    <Card>
      <BlockStack gap="300">
        <InlineStack align="space-between" blockAlign="center" gap="200">
          <InlineStack gap="200" blockAlign="center">
            <Text as="h2" variant="headingMd">
              <Link url={`/app/sequences/${sequence.id}`} removeUnderline>
                {sequence.name}
              </Link>
            </Text>
            <StateBadge state={sequence.state} />
          </InlineStack>
          {place.count > 1 ? <MoveButtons sequence={sequence} place={place} /> : null}
        </InlineStack>
        <BlockStack gap="050">
          {sequence.steps.map((step, index) => (
            <Text key={step + String(index)} as="p">{`${index + 1}. ${step}`}</Text>
          ))}
        </BlockStack>
        <Text as="p" tone="subdued">
          {`${plural(sequence.messagesSent, 'message', 'messages')} sent · ${revenue
            .map(({ minor, currency: code }) => money(minor, code))
            .join(' + ')} recovered (last click)`}
        </Text>
      </BlockStack>
    </Card>
  );
}

function MoveButtons({ sequence, place }: SequenceCardProps) {
  const fetcher = useFetcher();
  const move = (by: string) => () => {
    fetcher.submit({ id: sequence.id, by }, { method: 'post' });
  };
  return (
    <InlineStack gap="100">
      <Button
        size="slim"
        disabled={place.index === 0}
        accessibilityLabel={`Move ${sequence.name} up`}
        onClick={move('-1')}
      >
        Up
      </Button>
      <Button
        size="slim"
        disabled={place.index === place.count - 1}
        accessibilityLabel={`Move ${sequence.name} down`}
        onClick={move('1')}
      >
        Down
      </Button>
    </InlineStack>
  );
}
