import { useState } from 'react';
import type { FetcherWithComponents } from '@remix-run/react';
import { Banner, BlockStack, Card, InlineStack, Layout, Link, Page, Text } from '@shopify/polaris';
import { lintTemplate, reworded, withOrderedValues } from '#core/messaging/index';
import { MessagePreview, PreviewNote } from '#ui/message-preview';
import { errorsOf, UnsavedBar } from '#ui/save-bar';
import type { SaveAnswer } from '#ui/save-bar';
import { languageName, TemplateBadge, TemplateTrouble } from '#ui/template-state';
import { previewWith, sampleDiscount } from '../app.sequences.$id/preview';
import type { TemplateData } from './page.server';
import { errorsByField, wordingOf } from './wording';
import type { WordingDraft } from './wording';
import { WordingFields } from './wording-fields';

interface EditorProps {
  readonly template: TemplateData;
  readonly fetcher: FetcherWithComponents<SaveAnswer>;
}

/** Writes a template anew; what WhatsApp would refuse is told while typing. */
export function TemplateEditor({ template, fetcher }: EditorProps) {
  const [draft, setDraft] = useState<WordingDraft>(template.draft);
  const changed = JSON.stringify(draft) !== JSON.stringify(template.draft);
  // Values are numbered anew when the text field is left; until then as if it was.
  const ordered = withOrderedValues(draft);
  const content = reworded(template.content, wordingOf(ordered));
  const findings = lintTemplate({ ...template, content });
  const saving = fetcher.state !== 'idle';
  const canSubmit = template.isEditable && template.isConnected;
  const submit = (): void => {
    fetcher.submit({ draft: JSON.parse(JSON.stringify(ordered)) as never }, POST);
  };
  return (
    <Page
      title={`${template.name} · ${languageName(template.language)}`}
      titleMetadata={<TemplateBadge state={template.state} />}
      backAction={{ content: 'Templates', url: '/app/templates' }}
      {...(canSubmit
        ? { primaryAction: { content: 'Submit to WhatsApp', loading: saving, onAction: submit } }
        : {})}
    >
      <UnsavedBar
        id="template-save-bar"
        dirty={changed}
        saving={saving}
        onSave={submit}
        onDiscard={() => {
          setDraft(template.draft);
        }}
      />
      <Layout>
        <Layout.Section>
          <BlockStack gap="400">
            <Notices template={template} error={errorsOf(fetcher.data)['form']} />
            <Card>
              <WordingFields
                draft={draft}
                errors={errorsByField(findings)}
                warnings={findings.filter(({ severity }) => severity === 'warning')}
                kinds={template.content.buttons.map(({ kind }) => kind)}
                disabled={!template.isEditable}
                onChange={setDraft}
              />
            </Card>
          </BlockStack>
        </Layout.Section>
        <Layout.Section variant="oneThird">
          <PreviewCard template={template} content={content} />
        </Layout.Section>
      </Layout>
    </Page>
  );
}

const POST = { method: 'post', encType: 'application/json' } as const;

interface NoticesProps {
  readonly template: TemplateData;
  readonly error: string | undefined;
}

function Notices({ template, error }: NoticesProps) {
  const { state, why, pausedUntil, isConnected } = template;
  return (
    <>
      {error ? <Banner tone="critical">{error}</Banner> : null}
      <TemplateTrouble state={state} why={why} pausedUntil={pausedUntil} />
      {state === 'pending' ? (
        <Banner tone="info" title="WhatsApp is looking at this text">
          That takes minutes to a day. Until then it is not sent, and can’t be changed.
        </Banner>
      ) : null}
      {state === 'approved' ? (
        <Banner tone="info" title="WhatsApp has approved this text">
          A new text is reviewed again, and until then nothing is sent in this language. WhatsApp
          takes one change a day and ten a month.
        </Banner>
      ) : null}
      {isConnected ? null : (
        <Banner tone="warning" action={{ content: 'Connect', url: '/app/settings/whatsapp' }}>
          No WhatsApp number is connected, so nothing can be submitted.
        </Banner>
      )}
    </>
  );
}

interface PreviewCardProps {
  readonly template: TemplateData;
  readonly content: TemplateData['content'];
}

function PreviewCard({ template, content }: PreviewCardProps) {
  const { name, language, state, sample } = template;
  const preview = previewWith(sampleDiscount(sample), { name, language, state, content }, sample);
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          Preview
        </Text>
        <MessagePreview
          imageUrl={template.card}
          text={preview.text}
          content={content}
          language={language}
        />
        <PreviewNote />
        <UsedBy sequences={template.usedBy} />
      </BlockStack>
    </Card>
  );
}

function UsedBy({ sequences }: { readonly sequences: TemplateData['usedBy'] }) {
  if (sequences.length === 0) {
    return (
      <Text as="p" tone="subdued">
        No sequence uses it.
      </Text>
    );
  }
  return (
    <BlockStack gap="100">
      <Text as="p">Sequences that use it go on using it:</Text>
      <InlineStack gap="300">
        {sequences.map(({ id, name }) => (
          <Link key={id} url={`/app/sequences/${id}`}>
            {name}
          </Link>
        ))}
      </InlineStack>
    </BlockStack>
  );
}
