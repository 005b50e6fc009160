import { FormLayout, Select, TextField } from '@shopify/polaris';
import { useFormat } from '#ui/format';
import type { StepDraft, StepFieldsProps } from './draft';

const CUSTOMERS = [
  { value: 'all', label: 'All shoppers' },
  { value: 'new', label: 'Shoppers who never bought' },
  { value: 'returning', label: 'Shoppers who bought before' },
];

const PREVIOUS = [
  { value: 'any', label: 'Whatever came of the step before' },
  { value: 'not_read', label: 'Only if the step before was not read' },
  { value: 'not_clicked', label: 'Only if the step before was not clicked' },
];

/** For which carts and shoppers a step is. */
export function StepConditionFields({ step, index, errorOf, change }: StepFieldsProps) {
  const { currency } = useFormat();
  return (
    <FormLayout>
      <FormLayout.Group condensed>
        <Select
          label="For"
          options={CUSTOMERS}
          value={step.customers}
          onChange={(customers) => {
            change({ customers: customers as StepDraft['customers'] });
          }}
        />
        <TextField
          label="Cart of at least"
          prefix={currency}
          placeholder="any"
          autoComplete="off"
          inputMode="decimal"
          value={step.minTotal}
          error={errorOf('minTotal')}
          onChange={(minTotal) => {
            change({ minTotal });
          }}
        />
      </FormLayout.Group>
      {index > 0 ? (
        <Select
          label="Condition"
          options={PREVIOUS}
          value={step.previous}
          onChange={(previous) => {
            change({ previous: previous as StepDraft['previous'] });
          }}
        />
      ) : null}
    </FormLayout>
  );
}

const DISCOUNTS = [
  { value: 'none', label: 'No discount' },
  { value: 'percentage', label: 'Percentage' },
  { value: 'fixed', label: 'Fixed amount' },
];

/** The discount of a step: a code of its own for every shopper, for one order. */
export function StepDiscountFields({ step, errorOf, change }: StepFieldsProps) {
  const { currency } = useFormat();
  return (
    <FormLayout>
      <Select
        label="Discount"
        options={DISCOUNTS}
        value={step.discount}
        helpText={
          step.discount === 'none'
            ? undefined
            : 'Every shopper gets a code of their own, good for one order.'
        }
        onChange={(discount) => {
          change({ discount: discount as StepDraft['discount'] });
        }}
      />
      {step.discount === 'none' ? null : (
        <FormLayout.Group condensed>
          <TextField
            label="Value"
            prefix={step.discount === 'fixed' ? currency : undefined}
            suffix={step.discount === 'percentage' ? '%' : undefined}
            autoComplete="off"
            inputMode="decimal"
            value={step.discountValue}
            error={errorOf('discountValue')}
            onChange={(discountValue) => {
              change({ discountValue });
            }}
          />
          <TextField
            label="Valid for"
            type="number"
            min={1}
            suffix="hours"
            autoComplete="off"
            value={step.discountHours}
            error={errorOf('discountHours')}
            onChange={(discountHours) => {
              change({ discountHours });
            }}
          />
        </FormLayout.Group>
      )}
    </FormLayout>
  );
}
