import { useState } from 'react';
import type { FetcherWithComponents } from '@remix-run/react';
import { Banner, BlockStack, Button, Card, Layout, Page, TextField } from '@shopify/polaris';
import { errorsOf, UnsavedBar } from '#ui/save-bar';
import { StateBadge } from '#ui/state-badge';
import type { SaveAnswer } from '#ui/save-bar';
import { moveStep, nextStepDraft } from './draft';
import type { SequenceDraft, StepDraft } from './draft';
import { PreviewCard } from './preview-card';
import { StepCard } from './step-card';
import type { SequenceData } from './page.server';

interface EditorProps {
  readonly sequence: SequenceData;
  readonly fetcher: FetcherWithComponents<SaveAnswer>;
}

const MOST_STEPS = 8;

const post = { method: 'post', encType: 'application/json' } as const;

/** Edits a sequence; the preview follows what is typed. */
export function SequenceEditor({ sequence, fetcher }: EditorProps) {
  const [draft, setDraft] = useState<SequenceDraft>(sequence.draft);
  const [shown, setShown] = useState(0);
  const errors = errorsOf(fetcher.data);
  const saving = fetcher.state !== 'idle';
  const changed = JSON.stringify(draft) !== JSON.stringify(sequence.draft);
  const setSteps = (steps: readonly StepDraft[]): void => {
    setDraft({ ...draft, steps });
  };
  const save = (): void => {
    fetcher.submit({ intent: 'save', draft: JSON.parse(JSON.stringify(draft)) as never }, post);
  };
  return (
    <Page
      title={sequence.isNew ? 'New sequence' : sequence.draft.name}
      backAction={{ content: 'Sequences', url: '/app/sequences' }}
      titleMetadata={sequence.isNew ? undefined : <StateBadge state={sequence.state} />}
      secondaryActions={sequence.isNew ? [] : stateActions(sequence.state, fetcher)}
    >
      <UnsavedBar
        id="sequence-save-bar"
        dirty={changed}
        saving={saving}
        onSave={save}
        onDiscard={() => {
          setDraft(sequence.draft);
        }}
      />
      <Layout>
        <Layout.Section>
          <BlockStack gap="400">
            {Object.keys(errors).length > 0 && changed ? (
              <Banner tone="critical" title="Not saved: see what is marked below" />
            ) : null}
            <Card>
              <TextField
                label="Name"
                helpText="Shoppers don’t see it. It is the campaign’s name in your reports."
                value={draft.name}
                error={errors['name']}
                autoComplete="off"
                maxLength={80}
                onChange={(name) => {
                  setDraft({ ...draft, name });
                }}
              />
            </Card>
            {draft.steps.map((step, index) => (
              <StepCard
                key={step.id}
                step={step}
                index={index}
                count={draft.steps.length}
                errors={errors}
                templates={sequence.templates}
                onFocus={() => {
                  setShown(index);
                }}
                onChange={(next) => {
                  setSteps(draft.steps.map((one, place) => (place === index ? next : one)));
                }}
                onMove={(by) => {
                  setSteps(moveStep(draft.steps, index, by));
                  setShown(index + by);
                }}
                onRemove={() => {
                  setSteps(draft.steps.filter((_, place) => place !== index));
                  setShown(0);
                }}
              />
            ))}
            <div>
              <Button
                disabled={draft.steps.length >= MOST_STEPS}
                onClick={() => {
                  setSteps([...draft.steps, nextStepDraft(draft.steps, crypto.randomUUID())]);
                  setShown(draft.steps.length);
                }}
              >
                Add step
              </Button>
            </div>
          </BlockStack>
        </Layout.Section>
        <Layout.Section variant="oneThird">
          <PreviewCard
            sequence={sequence}
            step={draft.steps[shown] ?? draft.steps[0]}
            index={draft.steps[shown] ? shown : 0}
          />
        </Layout.Section>
      </Layout>
    </Page>
  );
}

function stateActions(state: SequenceData['state'], fetcher: EditorProps['fetcher']) {
  const to = (next: SequenceData['state']) => () => {
    fetcher.submit({ intent: 'state', state: next }, post);
  };
  const toggle =
    state === 'active'
      ? { content: 'Pause', onAction: to('paused') }
      : { content: state === 'paused' ? 'Switch on' : 'Restore', onAction: to('active') };
  if (state === 'archived') return [toggle];
  return [toggle, { content: 'Archive', destructive: true, onAction: to('archived') }];
}
