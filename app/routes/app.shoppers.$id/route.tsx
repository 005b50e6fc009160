import type { LoaderFunctionArgs } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { BlockStack, Card, Page, Text } from '@shopify/polaris';
import { basisOf, mayContact, effectiveConsent } from '#core/consent/index';
import type { CustomerId } from '#core/kernel/ids';
import { reachOf } from '#core/recovery/index';
import { shopperHead } from '#queries/shopper';
import { shopperTimeline } from '#queries/shopper-timeline';
import { createFormat, useFormat } from '#ui/format';
import { CALM_MS, useFreshness } from '#ui/freshness';
import { found, signedIn } from '../app/signed-in.server';
import type { SignedIn } from '../app/signed-in.server';

export { PageError as ErrorBoundary } from '#ui/error-screen';

export async function loader({ request, params }: LoaderFunctionArgs) {
  const signed = await signedIn(request);
  const { shop, services } = signed;
  const { sql } = services.database;
  const id = (params['id'] ?? '') as CustomerId;
  const shopper = found(await shopperHead(shop.id, sql, id), 'shopper');
  const format = createFormat(shop);
  const customer = await services.stores.customers.byId(shop.id, shopper.id);
  const { country } = reachOf(shop, null, customer);
  const basis = basisOf(country, 'cart_reminder_series', shop.settings.consentOverrides);
  const timeline = await shopperTimeline(shop.id, sql, {
    customerId: shopper.id,
    softOptIn: basis === 'soft_opt_in_existing_customer',
    words: {
      money: ({ minor, currency }) => format.money(minor, currency),
      dateTime: (at) => format.dateTime(at.toISOString()),
      explainFault: services.faults.explain,
    },
  });
  return { shopper, consent: await consentSentence(signed, shopper.id, country), ...timeline };
}

const CONSENTS = {
  granted: 'Agreed to WhatsApp messages.',
  withdrawn: 'Asked not to get messages.',
  unknown: 'Was never asked, or never answered.',
} as const;

/** What holds for a series of reminders, by the rule of the shopper's country. */
async function consentSentence(
  { shop, services, now }: SignedIn,
  id: CustomerId,
  country: string,
): Promise<string> {
  const [records, orders] = await Promise.all([
    services.stores.consents.of(shop.id, id),
    services.stores.orders.countBefore(shop.id, id, now),
  ]);
  const consent = effectiveConsent(records);
  if (consent === 'withdrawn') return CONSENTS.withdrawn;
  const verdict = mayContact({
    country,
    category: 'cart_reminder_series',
    consent,
    existingCustomer: orders > 0,
    overrides: shop.settings.consentOverrides,
  });
  return `${CONSENTS[consent]} ${seriesSentence(verdict)}`;
}

function seriesSentence(verdict: ReturnType<typeof mayContact>): string {
  if (!verdict.allowed) {
    return 'A series of reminders is not possible in the shopper’s country as things stand.';
  }
  return verdict.basis === 'soft_opt_in_existing_customer'
    ? 'A series of reminders is possible, because the shopper has bought from you before.'
    : 'A series of reminders is possible.';
}

type Loaded = ReturnType<typeof useLoaderData<typeof loader>>;

export default function ShopperPage() {
  const { shopper, consent, entries, planned } = useLoaderData<typeof loader>();
  const { timeZone } = useFormat();
  useFreshness(CALM_MS);
  const name = shopper.erased ? 'Erased shopper' : (shopper.name ?? shopper.phones[0]);
  const known = [...shopper.phones, ...shopper.emails];
  const contact = known.filter((part) => part !== name).join(' · ');
  const { conversationId } = shopper;
  return (
    <Page
      title={name ?? 'Shopper without a name'}
      subtitle={
        shopper.onWhatsAppOnly && known.length === 0
          ? 'Known by WhatsApp only, without a number'
          : contact
      }
      backAction={{ content: 'Shoppers', url: '/app/shoppers' }}
      secondaryActions={
        conversationId
          ? [{ content: 'Conversation', url: `/app/conversations/${conversationId}` }]
          : []
      }
    >
      <BlockStack gap="400">
        <Card>
          <BlockStack gap="100">
            <Text as="h2" variant="headingSm">
              Consent
            </Text>
            <Text as="p">{consent}</Text>
          </BlockStack>
        </Card>
        {planned.length > 0 ? <TimelineCard title="Still to come" entries={planned} /> : null}
        <TimelineCard
          title="What happened"
          note={`The latest first. Times of your store (${timeZone}).`}
          entries={entries}
        />
      </BlockStack>
    </Page>
  );
}

interface TimelineCardProps {
  readonly title: string;
  readonly note?: string;
  readonly entries: Loaded['entries'];
}

function TimelineCard({ title, note, entries }: TimelineCardProps) {
  const { dateTime } = useFormat();
  return (
    <Card>
      <BlockStack gap="300">
        <BlockStack gap="050">
          <Text as="h2" variant="headingMd">
            {title}
          </Text>
          {note ? (
            <Text as="p" tone="subdued">
              {note}
            </Text>
          ) : null}
        </BlockStack>
        {entries.length === 0 ? <Text as="p">Nothing happened yet.</Text> : null}
        <ol className="timeline">
          {entries.map(({ at, kind, tone, title: what, detail }, index) => (
            <li key={`${at}-${String(index)}`} data-tone={tone} data-kind={kind}>
              <time dateTime={at}>{dateTime(at)}</time>
              <div>
                <Text as="p" fontWeight="medium">
                  {what}
                </Text>
                {detail ? (
                  <Text as="p" tone="subdued">
                    {detail}
                  </Text>
                ) : null}
              </div>
            </li>
          ))}
        </ol>
      </BlockStack>
    </Card>
  );
}
