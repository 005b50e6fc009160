import {
  BlockStack,
  Button,
  ButtonGroup,
  Card,
  FormLayout,
  InlineStack,
  Select,
  Text,
  TextField,
} from '@shopify/polaris';
import { useFormat } from '#ui/format';
import type { StepDraft, StepFieldsProps } from './draft';
import { StepConditionFields, StepDiscountFields } from './step-extras';

interface StepCardProps {
  readonly step: StepDraft;
  readonly index: number;
  readonly count: number;
  readonly errors: Readonly<Record<string, string>>;
  readonly templates: readonly { readonly name: string; readonly state: string }[];
  readonly onFocus: () => void;
  readonly onChange: (step: StepDraft) => void;
  readonly onMove: (by: -1 | 1) => void;
  readonly onRemove: () => void;
}

/** One step: when, which message, for whom, with which discount. */
export function StepCard(props: StepCardProps) {
  const { step, index, count, errors, onChange } = props;
  const fields: StepFieldsProps = {
    step,
    index,
    errorOf: (field) => errors[`steps.${index}.${field}`],
    change: (part) => {
      onChange({ ...step, ...part });
    },
  };
  const name = `step ${index + 1}`;
  return (
    <div role="group" aria-label={`Step ${index + 1}`} onFocus={props.onFocus}>
      <Card>
        <BlockStack gap="400">
          <InlineStack align="space-between" blockAlign="center" gap="200">
            <Text as="h2" variant="headingMd">{`Step ${index + 1}`}</Text>
            <ButtonGroup>
              <Button
                size="slim"
                disabled={index === 0}
                accessibilityLabel={`Move ${name} up`}
                onClick={() => {
                  props.onMove(-1);
                }}
              >
                Up
              </Button>
              <Button
                size="slim"
                disabled={index === count - 1}
                accessibilityLabel={`Move ${name} down`}
                onClick={() => {
                  props.onMove(1);
                }}
              >
                Down
              </Button>
              <Button
                size="slim"
                tone="critical"
                disabled={count === 1}
                accessibilityLabel={`Remove ${name}`}
                onClick={props.onRemove}
              >
                Remove
              </Button>
            </ButtonGroup>
          </InlineStack>
          <FormLayout>
            <TimingFields {...fields} />
            <TemplateField {...fields} templates={props.templates} />
            <TextField
              label="Useful for"
              type="number"
              min={0.5}
              suffix="hours"
              autoComplete="off"
              helpText="Later than this after its time, the step is not sent any more."
              value={step.usefulHours}
              error={fields.errorOf('usefulHours')}
              onChange={(usefulHours) => {
                fields.change({ usefulHours });
              }}
            />
            <StepConditionFields {...fields} />
            <StepDiscountFields {...fields} />
          </FormLayout>
        </BlockStack>
      </Card>
    </div>
  );
}

const HOURS = Array.from({ length: 24 }, (_, hour) => ({
  value: String(hour),
  label: `${String(hour).padStart(2, '0')}:00`,
}));

const UNITS = [
  { value: 'minutes', label: 'minutes' },
  { value: 'hours', label: 'hours' },
  { value: 'days', label: 'days' },
];

function TimingFields({ step, errorOf, change }: StepFieldsProps) {
  return (
    <FormLayout>
      <Select
        label="When"
        options={[
          { value: 'after', label: 'A while after the cart was left' },
          { value: 'at_local_hour', label: 'At an hour of the shopper’s day' },
        ]}
        value={step.timing}
        onChange={(timing) => {
          change({ timing: timing === 'after' ? 'after' : 'at_local_hour' });
        }}
      />
      {step.timing === 'after' ? (
        <FormLayout.Group condensed>
          <TextField
            label="Wait"
            type="number"
            min={1}
            autoComplete="off"
            value={step.amount}
            error={errorOf('amount')}
            onChange={(amount) => {
              change({ amount });
            }}
          />
          <Select
            label="Unit"
            options={UNITS}
            value={step.unit}
            onChange={(unit) => {
              change({ unit: unit as StepDraft['unit'] });
            }}
          />
        </FormLayout.Group>
      ) : (
        <FormLayout.Group condensed>
          <TextField
            label="Days later"
            type="number"
            min={0}
            max={30}
            autoComplete="off"
            value={step.days}
            error={errorOf('days')}
            onChange={(days) => {
              change({ days });
            }}
          />
          <Select
            label="Hour"
            options={HOURS}
            value={step.hour}
            error={errorOf('hour')}
            onChange={(hour) => {
              change({ hour });
            }}
          />
        </FormLayout.Group>
      )}
    </FormLayout>
  );
}

function TemplateField(props: StepFieldsProps & Pick<StepCardProps, 'templates'>) {
  const { plural } = useFormat();
  const { step, templates, errorOf, change } = props;
  const names = [...new Set([...templates.map(({ name }) => name), step.templateName])];
  const options = names.map((name) => {
    const approved = templates.filter((one) => one.name === name && one.state === 'approved');
    const languages = plural(approved.length, 'language', 'languages');
    return { value: name, label: `${name} (approved in ${languages})` };
  });
  return (
    <Select
      label="Template"
      options={options}
      value={step.templateName}
      error={errorOf('templateName')}
      helpText="Each shopper gets it in their own language where it is approved."
      onChange={(templateName) => {
        change({ templateName });
      }}
    />
  );
}
