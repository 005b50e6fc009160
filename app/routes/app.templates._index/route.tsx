import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node';
import { useFetcher, useLoaderData } from '@remix-run/react';
import {
  Banner,
  BlockStack,
  Button,
  Card,
  InlineStack,
  Layout,
  Page,
  Text,
} from '@shopify/polaris';
import { syncTemplates } from '#boot/install';
import { isVendorFault } from '#core/kernel/vendor-fault';
import { isEditable, lintTemplate } from '#core/messaging/index';
import type { ExplainTemplateReason } from '#core/messaging/index';
import { placeOf } from '#queries/page';
import { isTemplateMark, templateList } from '#queries/template-list';
import type { TemplateRow } from '#queries/template-list';
import { MessagePreview } from '#ui/message-preview';
import { PageLinks } from '#ui/page-links';
import { QualityBadge } from '#ui/quality-badge';
import { useSaveNotice } from '#ui/save-bar';
import type { SaveAnswer } from '#ui/save-bar';
import { languageName, TemplateBadge, TemplateTrouble } from '#ui/template-state';
import { cardPath, previewSample, sampleCart } from '../app.card/sample-cart.server';
import { previewWith, sampleDiscount } from '../app.sequences.$id/preview';
import { signedIn } from '../app/signed-in.server';

export { PageError as ErrorBoundary } from '#ui/error-screen';

export async function loader({ request }: LoaderFunctionArgs) {
  const { shop, services, now } = await signedIn(request);
  const place = placeOf(new URL(request.url).searchParams, isTemplateMark);
  const [{ rows, ...pages }, channel, cart] = await Promise.all([
    templateList(shop.id, services.database.sql, place),
    services.stores.channels.ofShop(shop.id),
    sampleCart(shop, services, now),
  ]);
  const sample = previewSample(shop, cart, now);
  const cards = new Map<string, string | null>();
  for (const language of new Set(rows.map((row) => row.language))) {
    cards.set(language, await cardPath({ shop, cart, discount: null, language }, services));
  }
  return {
    isConnected: channel !== null && channel.state !== 'disconnected',
    templates: rows.map((row) => ({
      ...view(row, services.faults.explainTemplate),
      text: previewWith(sampleDiscount(sample), row, sample).text,
      card: cards.get(row.language) ?? null,
    })),
    pages,
  };
}

const view = (template: TemplateRow, explain: ExplainTemplateReason) => ({
  id: template.id,
  name: template.name,
  language: template.language,
  category: template.category,
  approvedCategory: template.approvedCategory,
  state: template.state,
  why: template.stateReason === null ? null : explain(template.stateReason),
  quality: template.quality,
  pausedUntil: template.pausedUntil?.toISOString() ?? null,
  content: template.content,
  isEditable: isEditable(template),
  findings: lintTemplate(template),
});

/** Asks WhatsApp for the templates' states, and submits what it doesn't have. */
export async function action({ request }: ActionFunctionArgs): Promise<SaveAnswer> {
  const { shop, services } = await signedIn(request);
  const channel = await services.stores.channels.ofShop(shop.id);
  if (!channel || channel.state === 'disconnected') {
    return { ok: false, errors: { form: 'Connect your WhatsApp number first.' } };
  }
  try {
    await syncTemplates(shop, channel, services);
    return { ok: true, said: 'Templates are up to date' };
  } catch (error) {
    if (!isVendorFault(error)) throw error;
    const { title, advice } = services.faults.explain(error.details.code);
    return { ok: false, errors: { form: `${title} ${advice}` } };
  }
}

type Shown = ReturnType<typeof useLoaderData<typeof loader>>['templates'][number];

export default function Templates() {
  const { templates, isConnected, pages } = useLoaderData<typeof loader>();
  const fetcher = useFetcher<SaveAnswer>();
  useSaveNotice(fetcher.state, fetcher.data);
  return (
    <Page
      title="Templates"
      backAction={{ content: 'Sequences', url: '/app/sequences' }}
      primaryAction={{
        content: 'Refresh from WhatsApp',
        disabled: !isConnected,
        loading: fetcher.state !== 'idle',
        onAction: () => {
          fetcher.submit({}, { method: 'post' });
        },
      }}
    >
      <BlockStack gap="400">
        {fetcher.data && !fetcher.data.ok ? (
          <Banner tone="critical">{fetcher.data.errors['form']}</Banner>
        ) : null}
        {templates.length === 0 ? <NoTemplates isConnected={isConnected} /> : null}
        {templates.length > 0 && !isConnected ? (
          <Banner tone="warning" action={{ content: 'Connect', url: '/app/settings/whatsapp' }}>
            No WhatsApp number is connected, so nothing is sent and nothing can be submitted.
          </Banner>
        ) : null}
        {templates.map((template) => (
          <TemplateCard key={template.id} template={template} />
        ))}
        <PageLinks path="/app/templates" {...pages} one="template" many="templates" />
      </BlockStack>
    </Page>
  );
}

function NoTemplates({ isConnected }: { readonly isConnected: boolean }) {
  return (
    <Card>
      <BlockStack gap="300" inlineAlign="start">
        <Text as="p">
          No templates yet. They are submitted to WhatsApp as soon as your number is connected.
        </Text>
        {isConnected ? null : <Button url="/app/settings/whatsapp">Connect WhatsApp</Button>}
      </BlockStack>
    </Card>
  );
}

/** Only what was sent is rated. */
const RATED: ReadonlySet<Shown['state']> = new Set(['approved', 'paused', 'disabled']);

/** What a rating means and what to do; null where nothing has to be done. */
const QUALITY_WORDS: Readonly<Record<Shown['quality'], string | null>> = {
  GREEN: null,
  UNKNOWN: null,
  YELLOW:
    'Some shoppers have blocked or reported messages of this template. Make its text more useful, or send it less often.',
  RED: 'Many shoppers have blocked or reported messages of this template: WhatsApp may pause it at any time. Write a better text, or send it less often.',
};

function TemplateCard({ template }: { readonly template: Shown }) {
  const { content, state, why, quality, pausedUntil, name, language } = template;
  const title = `${name} · ${languageName(language)}`;
  return (
    <Card>
      <Layout>
        <Layout.Section>
          <BlockStack gap="300" inlineAlign="start">
            <InlineStack gap="200" blockAlign="center">
              <Text as="h2" variant="headingMd">
                {title}
              </Text>
              <TemplateBadge state={state} />
              {RATED.has(state) ? <QualityBadge quality={quality} /> : null}
            </InlineStack>
            <CategoryLine template={template} />
            <TemplateTrouble state={state} why={why} pausedUntil={pausedUntil} />
            {QUALITY_WORDS[quality] ? <Text as="p">{QUALITY_WORDS[quality]}</Text> : null}
            {template.findings.map(({ severity, sentence }) => (
              <Text key={sentence} as="p" tone={severity === 'error' ? 'critical' : 'caution'}>
                {sentence}
              </Text>
            ))}
            {template.isEditable ? (
              <Button
                url={`/app/templates/${template.id}`}
                accessibilityLabel={`Rewrite ${title}`}
                {...(state === 'rejected' ? { variant: 'primary' as const } : {})}
              >
                Rewrite
              </Button>
            ) : null}
          </BlockStack>
        </Layout.Section>
        <Layout.Section variant="oneThird">
          <MessagePreview
            imageUrl={template.card}
            text={template.text}
            content={content}
            language={language}
          />
        </Layout.Section>
      </Layout>
    </Card>
  );
}

function CategoryLine({ template }: { readonly template: Shown }) {
  const { category, approvedCategory } = template;
  if (!approvedCategory || approvedCategory === category) {
    return <Text as="p" tone="subdued">{`Category ${category.toLowerCase()}`}</Text>;
  }
  return (
    <Banner tone="warning">
      {`WhatsApp moved it from ${category.toLowerCase()} to ${approvedCategory.toLowerCase()}. The price of a message may differ.`}
    </Banner>
  );
}
