import { useState } from 'react';
import { useFetcher } from '@remix-run/react';
import type { useLoaderData } from '@remix-run/react';
import {
  Badge,
  Banner,
  BlockStack,
  Button,
  Card,
  FormLayout,
  InlineStack,
  Select,
  Text,
  TextField,
} from '@shopify/polaris';
import { useFormat } from '#ui/format';
import { errorsOf, useSaveNotice } from '#ui/save-bar';
import type { SaveAnswer } from '#ui/save-bar';
import type { loader } from './route';

type Provider = ReturnType<typeof useLoaderData<typeof loader>>['providers'][number];

const STATES = {
  active: { tone: 'success', words: 'On' },
  off: { tone: 'attention', words: 'Off' },
  refused: { tone: 'critical', words: 'Keys refused' },
} as const;

/** One provider: how it stands, and the keys that a merchant enters. */
export function ProviderCard({ provider }: { readonly provider: Provider }) {
  const fetcher = useFetcher<SaveAnswer>();
  useSaveNotice(fetcher.state, fetcher.data);
  const { account } = provider;
  return (
    <Card>
      <BlockStack gap="300">
        <InlineStack gap="200" blockAlign="center">
          <Text as="h2" variant="headingMd">
            {provider.name}
          </Text>
          {account ? (
            <Badge tone={STATES[account.state].tone}>{STATES[account.state].words}</Badge>
          ) : null}
          {account ? <Badge>{account.live ? 'Live' : 'Test'}</Badge> : null}
        </InlineStack>
        {account ? <Health provider={provider} /> : null}
        <KeyForm
          key={account?.connectedAt ?? 'new'}
          provider={provider}
          errors={errorsOf(fetcher.data)}
          busy={fetcher.state !== 'idle'}
          submit={(fields) => {
            fetcher.submit({ ...fields, provider: provider.id }, { method: 'post' });
          }}
        />
      </BlockStack>
    </Card>
  );
}

function Health({ provider: { account, name, webhook } }: { readonly provider: Provider }) {
  const { dateTime } = useFormat();
  if (!account) return null;
  const heard = account.lastEventAt
    ? `${name} last told us something on ${dateTime(account.lastEventAt)}.`
    : `${name} has told us nothing yet. Payments are found without it, some minutes later.`;
  return (
    <BlockStack gap="100">
      {account.state === 'refused' ? (
        <Banner tone="critical">
          {name} does not take the keys any more, so no page can be opened. Enter new ones.
        </Banner>
      ) : null}
      <Text as="p">{heard}</Text>
      <Text as="p" tone="subdued" breakWord>
        Our webhook there: {webhook}
      </Text>
    </BlockStack>
  );
}

interface KeyFormProps {
  readonly provider: Provider;
  readonly errors: Readonly<Record<string, string>>;
  readonly busy: boolean;
  readonly submit: (fields: Record<string, string>) => void;
}

function KeyForm({ provider, errors, busy, submit }: KeyFormProps) {
  const isTest = provider.account?.live === false;
  const [fields, setFields] = useState<Record<string, string>>({
    environment: isTest ? 'sandbox' : 'live',
  });
  const change = (name: string) => (value: string) => {
    setFields({ ...fields, [name]: value });
  };
  const { account } = provider;
  const bind = (name: string) => ({
    value: fields[name] ?? '',
    error: errors[name],
    onChange: change(name),
    autoComplete: 'off',
  });
  return (
    <FormLayout>
      {errors['form'] ? <Banner tone="critical">{errors['form']}</Banner> : null}
      {provider.id === 'stripe' ? <StripeFields bind={bind} /> : <PayPalFields bind={bind} />}
      <InlineStack gap="200">
        <Button
          loading={busy}
          onClick={() => {
            submit({ ...fields, intent: 'connect' });
          }}
        >
          {account ? 'Check and replace keys' : 'Check and connect'}
        </Button>
        {account ? (
          <Button
            tone="critical"
            disabled={busy}
            onClick={() => {
              submit({ intent: 'disconnect' });
            }}
          >
            Disconnect
          </Button>
        ) : null}
      </InlineStack>
    </FormLayout>
  );
}

interface FieldsProps {
  readonly bind: (name: string) => {
    readonly value: string;
    readonly error: string | undefined;
    readonly onChange: (value: string) => void;
    readonly autoComplete: string;
  };
}

const KEPT = 'It is checked, stored encrypted and never shown again.';

const StripeFields = ({ bind }: FieldsProps) => (
  <TextField
    label="Restricted key"
    type="password"
    helpText={`Stripe → Developers → API keys → Create restricted key, with write access to Checkout Sessions and Webhook Endpoints, and read access to PaymentIntents and Charges. ${KEPT}`}
    {...bind('secret')}
  />
);

function PayPalFields({ bind }: FieldsProps) {
  const { error: _none, autoComplete: _off, ...environment } = bind('environment');
  return (
    <FormLayout>
      <TextField
        label="Client ID"
        helpText="PayPal Developer → Apps & Credentials, of an app of your own."
        {...bind('clientId')}
      />
      <TextField label="Secret" type="password" helpText={KEPT} {...bind('secret')} />
      <Select
        label="Environment"
        options={[
          { label: 'Live', value: 'live' },
          { label: 'Sandbox', value: 'sandbox' },
        ]}
        {...environment}
      />
    </FormLayout>
  );
}
