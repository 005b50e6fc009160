import { useState } from 'react';
import type { FetcherWithComponents } from '@remix-run/react';
import { Badge, BlockStack, Button, Card, InlineStack, Layout, Page, Text } from '@shopify/polaris';
import { errorsOf, UnsavedBar } from '#ui/save-bar';
import type { SaveAnswer } from '#ui/save-bar';
import { LookFields } from './look-fields';
import { CapFields, MeasureFields, TimingFields } from './rule-fields';
import type { SettingsLoaded } from './page.server';
import type { SettingsDraft, SettingsFieldsProps } from './settings-form';

interface EditorProps {
  readonly settings: SettingsLoaded;
  readonly fetcher: FetcherWithComponents<SaveAnswer>;
}

/** All settings that are saved together. */
export function SettingsEditor({ settings, fetcher }: EditorProps) {
  const [draft, setDraft] = useState<SettingsDraft>(settings.draft);
  const fields: SettingsFieldsProps = {
    draft,
    errors: errorsOf(fetcher.data),
    change: (part) => {
      setDraft({ ...draft, ...part });
    },
  };
  const save = (): void => {
    const body = JSON.parse(JSON.stringify(draft)) as never;
    fetcher.submit(body, { method: 'post', encType: 'application/json' });
  };
  return (
    <Page title="Settings">
      <UnsavedBar
        id="settings-save-bar"
        dirty={JSON.stringify(draft) !== JSON.stringify(settings.draft)}
        saving={fetcher.state !== 'idle'}
        onSave={save}
        onDiscard={() => {
          setDraft(settings.draft);
        }}
      />
      <Layout>
        <ChannelSection channel={settings.channel} />
        <LinkSection
          title="Payment links"
          text="Shoppers pay a cart by a link, with Stripe or PayPal."
          to="/app/settings/payments"
          label="Payment links"
        />
        <LinkSection
          title="Consent"
          text="Which permission a message needs, country by country."
          to="/app/settings/consent"
          label="Consent rules"
        />
        <Layout.AnnotatedSection
          title="When"
          description="When a cart counts as left, and when nobody is disturbed."
        >
          <Card>
            <TimingFields {...fields} />
          </Card>
        </Layout.AnnotatedSection>
        <Layout.AnnotatedSection
          title="How often"
          description="At most this many reminders a person, over all sequences."
        >
          <Card>
            <CapFields {...fields} />
          </Card>
        </Layout.AnnotatedSection>
        <Layout.AnnotatedSection
          title="Measuring"
          description="What counts as recovered, and who shows what happens without messages."
        >
          <Card>
            <MeasureFields {...fields} />
          </Card>
        </Layout.AnnotatedSection>
        <Layout.AnnotatedSection title="Look" description="The picture that a reminder carries.">
          <Card>
            <LookFields {...fields} card={settings.card} language={settings.language} />
          </Card>
        </Layout.AnnotatedSection>
        <LinkSection
          title="Data protection"
          text="Requests of shoppers to see or erase their data."
          to="/app/settings/privacy"
          label="Data requests"
        />
      </Layout>
    </Page>
  );
}

function ChannelSection({ channel }: { readonly channel: SettingsLoaded['channel'] }) {
  const isThere = channel !== null && channel.state !== 'disconnected';
  return (
    <Layout.AnnotatedSection title="WhatsApp" description="The number that messages come from.">
      <Card>
        <InlineStack align="space-between" blockAlign="center" gap="200">
          <InlineStack gap="200" blockAlign="center">
            <Text as="p">{isThere ? channel.displayPhone : 'No number is connected.'}</Text>
            {isThere ? (
              <Badge tone={channel.state === 'connected' ? 'success' : 'warning'}>
                {channel.state === 'connected' ? 'Connected' : 'Paused'}
              </Badge>
            ) : null}
          </InlineStack>
          <Button url="/app/settings/whatsapp">{isThere ? 'Manage' : 'Connect'}</Button>
        </InlineStack>
      </Card>
    </Layout.AnnotatedSection>
  );
}

interface LinkSectionProps {
  readonly title: string;
  readonly text: string;
  readonly to: string;
  readonly label: string;
}

function LinkSection({ title, text, to, label }: LinkSectionProps) {
  return (
    <Layout.AnnotatedSection title={title} description={text}>
      <Card>
        <BlockStack inlineAlign="start">
          <Button url={to}>{label}</Button>
        </BlockStack>
      </Card>
    </Layout.AnnotatedSection>
  );
}
