import { useCallback, useEffect, useState } from 'react';
import { Link, useFetcher } from '@remix-run/react';
import {
  Banner,
  BlockStack,
  Button,
  FormLayout,
  Modal,
  Select,
  Text,
  TextField,
} from '@shopify/polaris';
import { useFormat } from '#ui/format';
import { errorsOf, useSaveNotice } from '#ui/save-bar';
import type { SaveAnswer } from '#ui/save-bar';
import type { ThreadData } from './page.server';

type Asking = ThreadData['asking'];
type Fields = Readonly<Record<'what' | 'amount' | 'reason' | 'cart', string>>;

const ELSEWHERE = {
  not_connected: 'Payments by link are not connected.',
  store_checkout: 'Your shoppers pay in Shopify’s checkout.',
} as const;

/** Asks for a payment while WhatsApp takes answers; where it can't be done the reason stands beside it. */
export function RequestButton({ thread }: { readonly thread: ThreadData }) {
  const [form, setForm] = useState<string | null>(null);
  const close = useCallback(() => {
    setForm(null);
  }, []);
  const { asking, isOpen } = thread;
  if (!isOpen) return null;
  const isHere = asking.place === 'here';
  return (
    <div className="thread-ask">
      <Button
        disabled={!isHere}
        onClick={() => {
          // One form is one request, however often it is sent.
          setForm(crypto.randomUUID());
        }}
      >
        Request payment
      </Button>
      {asking.place === 'here' ? null : (
        <Text as="span" tone="subdued">
          {ELSEWHERE[asking.place]} <Link to="/app/settings/payments">Payment links</Link>
        </Text>
      )}
      {form === null ? null : (
        <RequestModal key={form} formKey={form} asking={asking} close={close} />
      )}
    </div>
  );
}

interface ModalProps {
  readonly formKey: string;
  readonly asking: Asking;
  readonly close: () => void;
}

function RequestModal({ formKey, asking, close }: ModalProps) {
  const fetcher = useFetcher<SaveAnswer>();
  useSaveNotice(fetcher.state, fetcher.data);
  const cart = asking.carts[0]?.id ?? '';
  const [fields, setFields] = useState<Fields>({ what: 'sum', amount: '', reason: '', cart });
  const isBusy = fetcher.state !== 'idle';
  const isSent = fetcher.data?.ok === true && !isBusy;
  useEffect(() => {
    if (isSent) close();
  }, [isSent, close]);
  const send = (): void => {
    fetcher.submit({ ...fields, intent: 'request', key: formKey }, { method: 'post' });
  };
  return (
    <Modal
      open
      title="Request payment"
      onClose={close}
      primaryAction={{ content: 'Send request', loading: isBusy, onAction: send }}
      secondaryActions={[{ content: 'Cancel', disabled: isBusy, onAction: close }]}
    >
      <Modal.Section>
        <RequestFields
          asking={asking}
          fields={fields}
          errors={errorsOf(fetcher.data)}
          change={(change) => {
            setFields({ ...fields, ...change });
          }}
        />
      </Modal.Section>
    </Modal>
  );
}

interface FieldsProps {
  readonly asking: Asking;
  readonly fields: Fields;
  readonly errors: Readonly<Record<string, string>>;
  readonly change: (fields: Partial<Fields>) => void;
}

function RequestFields({ asking, fields, errors, change }: FieldsProps) {
  return (
    <FormLayout>
      {errors['form'] ? <Banner tone="critical">{errors['form']}</Banner> : null}
      {asking.carts.length > 0 ? (
        <Select
          label="For"
          options={[
            { label: 'An amount', value: 'sum' },
            { label: 'A cart of this shopper', value: 'cart' },
          ]}
          value={fields.what}
          onChange={(what) => {
            change({ what });
          }}
        />
      ) : null}
      {fields.what === 'sum' ? (
        <SumFields {...{ asking, fields, errors, change }} />
      ) : (
        <CartField {...{ asking, fields, errors, change }} />
      )}
      <Text as="p" tone="subdued">
        The shopper gets a message with a link that can be paid for {asking.days} days. You can take
        it back while it is not paid.
      </Text>
    </FormLayout>
  );
}

const SumFields = ({ asking, fields, errors, change }: FieldsProps) => (
  <BlockStack gap="400">
    <TextField
      label="Amount"
      suffix={asking.currency}
      inputMode="decimal"
      autoComplete="off"
      value={fields.amount}
      error={errors['amount']}
      onChange={(amount) => {
        change({ amount });
      }}
    />
    <TextField
      label="What it is for"
      helpText="The shopper reads it, and it stands in the order."
      maxLength={asking.longestReason}
      autoComplete="off"
      value={fields.reason}
      error={errors['reason']}
      onChange={(reason) => {
        change({ reason });
      }}
    />
  </BlockStack>
);

function CartField({ asking, fields, errors, change }: FieldsProps) {
  const { money, date, plural } = useFormat();
  const options = asking.carts.map(({ id, title, others, totalMinor, currency, activeAt }) => {
    const more = others > 0 ? ` and ${plural(others, 'other item', 'other items')}` : '';
    return {
      value: id,
      label: `${title}${more}, ${money(totalMinor, currency)}, ${date(activeAt)}`,
    };
  });
  return (
    <Select
      label="Cart"
      options={options}
      value={fields.cart}
      error={errors['amount']}
      helpText="Your store says what it costs when the shopper opens the link."
      onChange={(cart) => {
        change({ cart });
      }}
    />
  );
}
