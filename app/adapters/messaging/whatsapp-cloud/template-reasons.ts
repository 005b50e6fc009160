import type { ExplainTemplateReason } from '#core/messaging/index';

interface ReasonWords {
  readonly title: string;
  readonly advice: string;
}

const words = (title: string, advice: string): ReasonWords => ({ title, advice });

/**
 * Meta's words for a rejection (`rejected_reason` of a template, `reason` of the webhook
 * message_template_status_update) and for a pause (its `other_info.title`).
 */
const REASONS: Readonly<Record<string, ReasonWords>> = {
  ABUSIVE_CONTENT: words(
    'WhatsApp found the text threatening or offensive.',
    'Leave out pressure, warnings and anything that could be read as an insult.',
  ),
  INCORRECT_CATEGORY: words(
    'WhatsApp reads the text as a message of another category.',
    'A cart reminder is marketing. Don’t write it as if it were about an order or an account.',
  ),
  TAG_CONTENT_MISMATCH: words(
    'The text does not fit its language or its category.',
    'Write all of it in the template’s language, and speak of the cart only.',
  ),
  INVALID_FORMAT: words(
    'Something in the form of the text is wrong.',
    'Look at the values: {{1}}, {{2}} in order, none at the start or the end, words between them, and enough text around them.',
  ),
  PROMOTIONAL: words(
    'WhatsApp finds the text too promotional.',
    'Say plainly what was left in the cart. Leave out offers, capitals and exclamation marks.',
  ),
  SCAM: words(
    'WhatsApp takes the text for a possible fraud.',
    'Name your store, and ask for nothing but to look at the cart: no payment data, no codes, no prizes.',
  ),
  FIRST_PAUSE: words(
    'Paused for 3 hours, because people blocked or reported it.',
    'Make the text more useful before the next pause.',
  ),
  SECOND_PAUSE: words(
    'Paused for 6 hours, because people blocked or reported it again.',
    'Change the text now: after another time WhatsApp switches it off for good.',
  ),
  RATE_LIMITING_PAUSE: words(
    'Paused, because people rarely read it.',
    'Write it shorter, with the most important words first.',
  ),
  DISABLED: words(
    'Switched off for good, because people kept reporting it.',
    'It can’t be changed any more. Choose another template in your sequence.',
  ),
};

/** Meta's code, then its recommendation and description where it gave them ("CODE: Sentence"). */
const SHAPE = /^([A-Z][A-Z_]+)(?::\s*([\s\S]*))?$/;

/** A reason that the table doesn't name is quoted as it is. */
export const explainTemplate: ExplainTemplateReason = (reason) => {
  const [, code = '', rest = ''] = SHAPE.exec(reason) ?? [];
  const known = Object.hasOwn(REASONS, code) ? REASONS[code] : undefined;
  if (!known) {
    return { title: 'WhatsApp gave a reason of its own.', advice: null, quote: readable(reason) };
  }
  return { ...known, quote: rest === '' ? null : rest };
};

/** "SOME_NEW_CODE" as words; sentences stay as they are. */
const readable = (reason: string): string =>
  /^[A-Z_]+$/.test(reason) ? reason.replaceAll('_', ' ').toLowerCase() : reason;
