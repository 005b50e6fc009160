import {
  Button,
  Checkbox,
  FormLayout,
  InlineStack,
  Select,
  Text,
  TextField,
} from '@shopify/polaris';
import type { SettingsFieldsProps } from './settings-form';

const HOURS = Array.from({ length: 24 }, (_, hour) => ({
  value: String(hour),
  label: `${String(hour).padStart(2, '0')}:00`,
}));

/** Inactivity and quiet hours. */
export function TimingFields({ draft, errors, change }: SettingsFieldsProps) {
  return (
    <FormLayout>
      <TextField
        label="A cart counts as left after"
        type="number"
        min={5}
        suffix="minutes"
        autoComplete="off"
        helpText="Without any change of the cart. The steps of a sequence count from there."
        value={draft.inactivityMinutes}
        error={errors['inactivityMinutes']}
        onChange={(inactivityMinutes) => {
          change({ inactivityMinutes });
        }}
      />
      <Checkbox
        label="Keep quiet hours"
        helpText="By the shopper’s own clock. What falls into them is sent when they end."
        checked={draft.quietEnabled}
        onChange={(quietEnabled) => {
          change({ quietEnabled });
        }}
      />
      {draft.quietEnabled ? (
        <FormLayout.Group condensed>
          <Select
            label="From"
            options={HOURS}
            value={draft.quietStart}
            error={errors['quietHours.startHour']}
            onChange={(quietStart) => {
              change({ quietStart });
            }}
          />
          <Select
            label="Until"
            options={HOURS}
            value={draft.quietEnd}
            error={errors['quietHours.endHour']}
            onChange={(quietEnd) => {
              change({ quietEnd });
            }}
          />
        </FormLayout.Group>
      ) : null}
    </FormLayout>
  );
}

const MOST_CAPS = 5;

/** Limits of messages a person. */
export function CapFields({ draft, errors, change }: SettingsFieldsProps) {
  const set = (index: number, part: Partial<(typeof draft.caps)[number]>): void => {
    change({ caps: draft.caps.map((cap, place) => (place === index ? { ...cap, ...part } : cap)) });
  };
  return (
    <FormLayout>
      {draft.caps.length === 0 ? <Text as="p">There is no limit.</Text> : null}
      {draft.caps.map((cap, index) => (
        <div key={index} role="group" aria-label={`Limit ${index + 1}`}>
          <FormLayout.Group condensed>
            <TextField
              label="Messages"
              type="number"
              min={1}
              autoComplete="off"
              value={cap.maxMessages}
              error={errors[`frequencyCaps.${index}.maxMessages`]}
              onChange={(maxMessages) => {
                set(index, { maxMessages });
              }}
            />
            <TextField
              label="Within"
              type="number"
              min={1}
              suffix="days"
              autoComplete="off"
              value={cap.perDays}
              error={errors[`frequencyCaps.${index}.perDays`]}
              onChange={(perDays) => {
                set(index, { perDays });
              }}
            />
          </FormLayout.Group>
          <InlineStack align="end">
            <Button
              variant="plain"
              tone="critical"
              accessibilityLabel={`Remove limit ${index + 1}`}
              onClick={() => {
                change({ caps: draft.caps.filter((_, place) => place !== index) });
              }}
            >
              Remove
            </Button>
          </InlineStack>
        </div>
      ))}
      <Button
        disabled={draft.caps.length >= MOST_CAPS}
        onClick={() => {
          change({ caps: [...draft.caps, { maxMessages: '2', perDays: '7' }] });
        }}
      >
        Add limit
      </Button>
    </FormLayout>
  );
}

/** Holdout and attribution window. */
export function MeasureFields({ draft, errors, change }: SettingsFieldsProps) {
  return (
    <FormLayout>
      <TextField
        label="Holdout"
        type="number"
        min={0}
        max={50}
        suffix="% of shoppers"
        autoComplete="off"
        helpText="They get no messages, and show what is bought without. 0 switches it off."
        value={draft.holdoutPercent}
        error={errors['holdoutPercent']}
        onChange={(holdoutPercent) => {
          change({ holdoutPercent });
        }}
      />
      <TextField
        label="Attribution window"
        type="number"
        min={1}
        max={30}
        suffix="days after a click"
        autoComplete="off"
        helpText="A paid order within it is credited to the message that was clicked last."
        value={draft.attributionWindowDays}
        error={errors['attributionWindowDays']}
        onChange={(attributionWindowDays) => {
          change({ attributionWindowDays });
        }}
      />
    </FormLayout>
  );
}
