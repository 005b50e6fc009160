import { error, warning, type LintFinding } from './lint-finding';
import type { TemplateContent } from './template';
import { emojiCount, placeholdersOf, withoutPlaceholders, wordCount } from './template-text';

/** Everything about the body and the values that fill it. */
export function lintBody(content: TemplateContent): readonly LintFinding[] {
  return [
    ...lintText(content.body),
    ...lintPlaceholders(content.body),
    ...lintFields(content),
    ...lintStyle(content.body),
  ];
}

const TEXT_RULES: readonly (readonly [(text: string) => boolean, string])[] = [
  [(text) => text.trim() === '', 'The text is empty.'],
  [(text) => text.length > 1024, 'The text has more than 1,024 characters.'],
  [(text) => /\t/.test(text), 'The text can’t contain tabs.'],
  [(text) => / {5,}/.test(text), 'The text has more than four spaces in a row.'],
  [(text) => /\n\s*\n\s*\n/.test(text), 'The text has more than one empty line in a row.'],
  [(text) => emojiCount(text) > 10, 'The text has more than ten emoji.'],
  [(text) => /^\s|\s$/.test(text), 'The text starts or ends with a space or an empty line.'],
];

const lintText = (body: string): readonly LintFinding[] =>
  TEXT_RULES.filter(([breaks]) => breaks(body)).map(([, sentence]) => error('body', sentence));

function lintPlaceholders(body: string): readonly LintFinding[] {
  const found = placeholdersOf(body);
  const findings: LintFinding[] = [];
  if (/[{}]/.test(withoutPlaceholders(body))) {
    findings.push(error('body', 'A value is written wrongly; each one looks like {{1}}.'));
  }
  if (!inOrder(found.map((one) => one.label))) {
    findings.push(error('body', 'Number the values {{1}}, {{2}}, {{3}} in the order of the text.'));
  }
  if (startsOrEnds(body)) {
    findings.push(error('body', 'The text can’t start or end with a value.'));
  }
  if (adjacent(body)) {
    findings.push(error('body', 'Put at least a word between two values.'));
  }
  if (found.length > 0 && wordCount(withoutPlaceholders(body)) < 2 * found.length + 1) {
    findings.push(error('body', 'Too many values for so few words; write more text around them.'));
  }
  return findings;
}

/** First appearances count 1, 2, 3 …; a number may come again. */
function inOrder(labels: readonly string[]): boolean {
  const first = [...new Set(labels)];
  return first.every((label, index) => label === String(index + 1));
}

const startsOrEnds = (body: string): boolean => /^\s*\{\{[^{}]*\}\}|\{\{[^{}]*\}\}\s*$/u.test(body);

const adjacent = (body: string): boolean => /\}\}\s*\{\{/.test(body);

function lintFields({ body, fields }: TemplateContent): readonly LintFinding[] {
  const values = new Set(placeholdersOf(body).map((one) => one.label)).size;
  return values === fields.length
    ? []
    : [
        error(
          'fields',
          `The text has ${count(values, 'value')}, but ${count(fields.length, 'field')} to fill ${fields.length === 1 ? 'it' : 'them'} with.`,
        ),
      ];
}

const count = (number: number, noun: string): string =>
  `${number} ${noun}${number === 1 ? '' : 's'}`;

const SHORTENERS = /\b(bit\.ly|tinyurl\.com|goo\.gl|t\.co|ow\.ly|cutt\.ly|rebrand\.ly|is\.gd)\b/i;

function lintStyle(body: string): readonly LintFinding[] {
  const findings: LintFinding[] = [];
  if (SHORTENERS.test(body)) {
    findings.push(error('body', 'Shortened links are refused; use the button instead.'));
  } else if (/https?:\/\/|wa\.me\//i.test(body)) {
    findings.push(warning('body', 'A link in the text looks like spam; the button carries it.'));
  }
  if (/!{2,}|\?{2,}/.test(body)) {
    findings.push(warning('body', 'Repeated “!!” looks like spam and gets templates rejected.'));
  }
  if (shouts(body)) {
    findings.push(warning('body', 'Words in capitals look like shouting.'));
  }
  return findings;
}

/** Three long words in capitals; STOP and abbreviations are no shouting. */
const shouts = (body: string): boolean => [...body.matchAll(/\b\p{Lu}{5,}\b/gu)].length >= 3;
