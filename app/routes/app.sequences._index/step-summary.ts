import type { SequenceStep } from '#core/recovery/index';

const count = (value: number, one: string): string => `${value} ${one}${value === 1 ? '' : 's'}`;

function delay(minutes: number): string {
  if (minutes % 1_440 === 0) return count(minutes / 1_440, 'day');
  return minutes % 60 === 0 ? count(minutes / 60, 'hour') : count(minutes, 'minute');
}

function when({ timing }: SequenceStep): string {
  if (timing.kind === 'after') return `${delay(timing.minutes)} after the cart was left`;
  const hour = `${String(timing.hour).padStart(2, '0')}:00`;
  const day = timing.days === 0 ? 'The same day' : `${count(timing.days, 'day')} later`;
  return `${day} at ${hour}, shopper’s time`;
}

/** A step in one line: "1 day after the cart was left: cart_reminder, with a discount". */
export const stepSummary = (step: SequenceStep): string =>
  `${when(step)}: ${step.templateName}${step.discount ? ', with a discount' : ''}`;
