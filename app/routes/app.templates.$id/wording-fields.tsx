import { useState } from 'react';
import {
  ActionList,
  BlockStack,
  Button,
  FormLayout,
  Popover,
  Select,
  Text,
  TextField,
} from '@shopify/polaris';
import { MERGE_FIELDS, withBody, withOrderedValues, withValue } from '#core/messaging/index';
import type { LintFinding, MergeField } from '#core/messaging/index';
import { FIELD_NAMES } from './wording';
import type { WordingDraft } from './wording';

interface WordingFieldsProps {
  readonly draft: WordingDraft;
  /** What would be refused, by field. */
  readonly errors: Readonly<Record<string, string>>;
  readonly warnings: readonly LintFinding[];
  readonly kinds: readonly ('url' | 'quick_reply')[];
  readonly disabled: boolean;
  readonly onChange: (draft: WordingDraft) => void;
}

const BODY_ID = 'template-body';

/** The template's texts, and what its values are filled with. */
export function WordingFields(props: WordingFieldsProps) {
  const { draft, errors, warnings, disabled, onChange } = props;
  const insert = (field: MergeField): void => {
    onChange(withValue(draft, caret(draft.body), field));
  };
  return (
    <FormLayout>
      <TextField
        id={BODY_ID}
        label="Text"
        multiline={6}
        maxLength={1024}
        showCharacterCount
        autoComplete="off"
        disabled={disabled}
        value={draft.body}
        error={errors['body']}
        helpText="{{1}}, {{2}} … stand for values that differ from shopper to shopper. *bold*, _italic_."
        onChange={(body) => {
          onChange(withBody(draft, body));
        }}
        onBlur={() => {
          onChange(withOrderedValues(draft));
        }}
      />
      {disabled ? null : <ValueMenu onChoose={insert} />}
      <ValueFields {...props} />
      <TextField
        label="Footer"
        maxLength={60}
        showCharacterCount
        autoComplete="off"
        disabled={disabled}
        value={draft.footer}
        error={errors['footer']}
        helpText="How to opt out, for example: Reply STOP to opt out."
        onChange={(footer) => {
          onChange({ ...draft, footer });
        }}
      />
      <ButtonFields {...props} />
      {warnings.length === 0 ? null : (
        <BlockStack gap="100">
          {warnings.map(({ sentence }) => (
            <Text key={sentence} as="p" tone="caution">
              {sentence}
            </Text>
          ))}
        </BlockStack>
      )}
    </FormLayout>
  );
}

/** Where the merchant was typing; before the last sign where that is not known. */
function caret(body: string): number {
  const field = document.getElementById(BODY_ID);
  const place = field instanceof HTMLTextAreaElement ? field.selectionStart : body.length;
  return place >= body.length ? Math.max(0, body.length - 1) : place;
}

function ValueMenu({ onChoose }: { readonly onChoose: (field: MergeField) => void }) {
  const [open, setOpen] = useState(false);
  const close = (): void => {
    setOpen(false);
  };
  return (
    <Popover
      active={open}
      onClose={close}
      activator={
        <Button
          disclosure
          onClick={() => {
            setOpen(!open);
          }}
        >
          Put in a value
        </Button>
      }
    >
      <ActionList
        items={MERGE_FIELDS.map((field) => ({
          content: FIELD_NAMES[field],
          onAction: () => {
            onChoose(field);
            close();
          },
        }))}
      />
    </Popover>
  );
}

const OPTIONS = MERGE_FIELDS.map((field) => ({ value: field, label: FIELD_NAMES[field] }));

function ValueFields({ draft, disabled, onChange }: WordingFieldsProps) {
  if (draft.fields.length === 0) return null;
  return (
    <FormLayout.Group condensed>
      {draft.fields.map((field, index) => (
        <Select
          key={String(index)}
          label={`Value {{${index + 1}}}`}
          options={OPTIONS}
          value={field}
          disabled={disabled}
          onChange={(chosen) => {
            const fields = draft.fields.with(index, chosen as MergeField);
            onChange({ ...draft, fields });
          }}
        />
      ))}
    </FormLayout.Group>
  );
}

const KINDS = { url: 'leads to the checkout', quick_reply: 'answers you' } as const;

function ButtonFields({ draft, kinds, errors, disabled, onChange }: WordingFieldsProps) {
  return (
    <FormLayout>
      {kinds.map((kind, index) => (
        <TextField
          key={String(index)}
          label={`Button ${index + 1} (${KINDS[kind]})`}
          maxLength={25}
          showCharacterCount
          autoComplete="off"
          disabled={disabled}
          value={draft.buttons[index] ?? ''}
          error={index === 0 ? errors['buttons'] : undefined}
          onChange={(text) => {
            onChange({ ...draft, buttons: draft.buttons.with(index, text) });
          }}
        />
      ))}
    </FormLayout>
  );
}
