import { useState } from 'react';
import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node';
import { useFetcher, useLoaderData } from '@remix-run/react';
import type { FetcherWithComponents } from '@remix-run/react';
import {
  Banner,
  BlockStack,
  Card,
  FormLayout,
  Modal,
  Page,
  Text,
  TextField,
} from '@shopify/polaris';
import { sendingState } from '#queries/sending-state';
import { errorsOf, UnsavedBar, useSaveNotice } from '#ui/save-bar';
import type { SaveAnswer } from '#ui/save-bar';
import { readForm, signedIn } from '../app/signed-in.server';
import { connectNumber, numberSchema } from './connect-number.server';
import { HealthCard } from './health-card';

export { PageError as ErrorBoundary } from '#ui/error-screen';

export async function loader({ request }: LoaderFunctionArgs) {
  const { shop, services, now } = await signedIn(request);
  const channel = await services.stores.channels.ofShop(shop.id);
  const isKept = channel !== null && channel.state !== 'disconnected';
  return {
    channel: isKept ? channel : null,
    sending: await sendingState(shop.id, services.database.sql, now),
    lastReason: channel?.stateReason ?? null,
    draft: {
      phoneNumberId: isKept ? channel.phoneNumberId : '',
      wabaId: isKept ? channel.wabaId : '',
      accessToken: '',
    },
    webhookUrl: `${services.env.PUBLIC_URL}/webhooks/whatsapp`,
  };
}

export async function action({ request }: ActionFunctionArgs): Promise<SaveAnswer> {
  const signed = await signedIn(request);
  const { shop, services } = signed;
  const form = await readForm(request);
  if (form['intent'] === 'disconnect') {
    const channel = await services.stores.channels.ofShop(shop.id);
    if (channel) {
      const reason = 'Disconnected in the settings.';
      await services.stores.channels.setState(shop.id, channel.id, 'disconnected', reason);
    }
    return { ok: true, said: 'Disconnected' };
  }
  const parsed = numberSchema.safeParse(form);
  if (parsed.success) return connectNumber(parsed.data, signed);
  const errors = parsed.error.issues.map(({ path, message }) => [String(path[0]), message]);
  return { ok: false, errors: Object.fromEntries(errors) as Record<string, string> };
}

type Loaded = ReturnType<typeof useLoaderData<typeof loader>>;

export default function WhatsAppPage() {
  const loaded = useLoaderData<typeof loader>();
  const fetcher = useFetcher<SaveAnswer>();
  useSaveNotice(fetcher.state, fetcher.data);
  const { channel } = loaded;
  const [asking, setAsking] = useState(false);
  return (
    <Page
      title="WhatsApp number"
      backAction={{ content: 'Settings', url: '/app/settings' }}
      secondaryActions={
        channel
          ? [
              {
                content: 'Disconnect',
                destructive: true,
                onAction: () => {
                  setAsking(true);
                },
              },
            ]
          : []
      }
    >
      <BlockStack gap="400">
        {channel ? (
          <HealthCard
            channel={channel}
            sending={loaded.sending}
            busy={fetcher.state !== 'idle'}
            onResume={() => {
              fetcher.submit(loaded.draft, { method: 'post' });
            }}
          />
        ) : null}
        <NumberForm key={JSON.stringify(loaded.draft)} loaded={loaded} fetcher={fetcher} />
        <Card>
          <BlockStack gap="200">
            <Text as="h2" variant="headingSm">
              Webhook
            </Text>
            <Text as="p">
              In your Meta app, under WhatsApp, set this callback address and the verify token of
              your installation:
            </Text>
            <Text as="p" fontWeight="semibold" breakWord>
              {loaded.webhookUrl}
            </Text>
          </BlockStack>
        </Card>
      </BlockStack>
      <Modal
        open={asking}
        title="Disconnect the number?"
        onClose={() => {
          setAsking(false);
        }}
        primaryAction={{
          content: 'Disconnect',
          destructive: true,
          onAction: () => {
            setAsking(false);
            fetcher.submit({ intent: 'disconnect' }, { method: 'post' });
          },
        }}
      >
        <Modal.Section>
          <Text as="p">
            No message is sent until a number is connected again. Conversations and results stay.
          </Text>
        </Modal.Section>
      </Modal>
    </Page>
  );
}

interface NumberFormProps {
  readonly loaded: Loaded;
  readonly fetcher: FetcherWithComponents<SaveAnswer>;
}

/** What is typed. A token that was taken leaves the field, though nothing else may have changed. */
function useNumberDraft(loaded: Loaded, fetcher: NumberFormProps['fetcher']) {
  const [draft, setDraft] = useState(loaded.draft);
  const [heard, setHeard] = useState(fetcher.data);
  if (fetcher.state === 'idle' && fetcher.data !== heard) {
    setHeard(fetcher.data);
    if (fetcher.data?.ok) setDraft(loaded.draft);
  }
  return [draft, setDraft] as const;
}

function NumberForm({ loaded, fetcher }: NumberFormProps) {
  const [draft, setDraft] = useNumberDraft(loaded, fetcher);
  const errors = errorsOf(fetcher.data);
  const change = (part: Partial<typeof draft>): void => {
    setDraft({ ...draft, ...part });
  };
  return (
    <Card>
      <UnsavedBar
        id="whatsapp-save-bar"
        dirty={JSON.stringify(draft) !== JSON.stringify(loaded.draft)}
        saving={fetcher.state !== 'idle'}
        onSave={() => {
          fetcher.submit(draft, { method: 'post' });
        }}
        onDiscard={() => {
          setDraft(loaded.draft);
        }}
      />
      <FormLayout>
        {errors['form'] ? <Banner tone="critical">{errors['form']}</Banner> : null}
        {!loaded.channel && loaded.lastReason ? <Text as="p">{loaded.lastReason}</Text> : null}
        <TextField
          label="Phone number ID"
          inputMode="numeric"
          autoComplete="off"
          helpText="WhatsApp Manager → API set-up. Not the phone number itself."
          value={draft.phoneNumberId}
          error={errors['phoneNumberId']}
          onChange={(phoneNumberId) => {
            change({ phoneNumberId });
          }}
        />
        <TextField
          label="WhatsApp Business account ID"
          inputMode="numeric"
          autoComplete="off"
          value={draft.wabaId}
          error={errors['wabaId']}
          onChange={(wabaId) => {
            change({ wabaId });
          }}
        />
        <TextField
          label="Access token"
          type="password"
          autoComplete="off"
          placeholder={loaded.channel ? 'A token is stored; type to replace it' : ''}
          helpText="Of a system user, with full control of the account. It is stored encrypted and never shown again. The number is checked with WhatsApp before it is saved."
          value={draft.accessToken}
          error={errors['accessToken']}
          onChange={(accessToken) => {
            change({ accessToken });
          }}
        />
      </FormLayout>
    </Card>
  );
}
