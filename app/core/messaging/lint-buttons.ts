import { error, warning, type LintFinding } from './lint-finding';
import type { TemplateContent } from './template';
import { emojiCount, hasFormatting, placeholdersOf } from './template-text';

type Buttons = TemplateContent['buttons'];

/** Meta: at most two address buttons, 25 characters each, quick replies side by side. */
export function lintButtons(buttons: Buttons): readonly LintFinding[] {
  return [
    ...buttons.flatMap((button) => lintText(button.text)),
    ...lintDuplicates(buttons),
    ...lintOrder(buttons),
    ...lintAddresses(buttons),
  ];
}

const TEXT_RULES: readonly (readonly [(text: string) => boolean, string])[] = [
  [(text) => text.trim() === '', 'has no text.'],
  [(text) => text.length > 25, 'has more than 25 characters.'],
  [(text) => /[\r\n\t]/.test(text), 'must be one line.'],
  [(text) => placeholdersOf(text).length > 0, 'can’t contain values.'],
  [(text) => emojiCount(text) > 0, 'can’t contain emoji.'],
  [(text) => hasFormatting(text), 'can’t be bold, italic or struck.'],
];

const lintText = (text: string): readonly LintFinding[] =>
  TEXT_RULES.filter(([breaks]) => breaks(text)).map(([, sentence]) =>
    error('buttons', `The button “${text}” ${sentence}`),
  );

function lintDuplicates(buttons: Buttons): readonly LintFinding[] {
  const texts = buttons.map((button) => button.text.trim().toLocaleLowerCase());
  return new Set(texts).size === texts.length
    ? []
    : [error('buttons', 'Two buttons have the same text.')];
}

/** Quick replies may stand before or after the others, but not between them. */
function lintOrder(buttons: Buttons): readonly LintFinding[] {
  const kinds = buttons.map((button) => button.kind);
  const changes = kinds.filter((kind, index) => index > 0 && kind !== kinds[index - 1]).length;
  return changes > 1
    ? [error('buttons', 'Put the quick replies side by side, before or after the address button.')]
    : [];
}

function lintAddresses(buttons: Buttons): readonly LintFinding[] {
  const addresses = buttons.filter((button) => button.kind === 'url').length;
  if (addresses > 2) return [error('buttons', 'More than two address buttons are refused.')];
  if (addresses === 2) {
    return [warning('buttons', 'Both address buttons open the same checkout; one is enough.')];
  }
  return addresses === 0
    ? [warning('buttons', 'Without an address button the shopper can’t return to the cart.')]
    : [];
}
