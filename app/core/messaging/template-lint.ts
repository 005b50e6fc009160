import { lintBody } from './lint-body';
import { lintButtons } from './lint-buttons';
import { lintCategory } from './lint-category';
import { error, type LintFinding, type LintInput } from './lint-finding';
import { emojiCount, hasFormatting, placeholdersOf } from './template-text';

export type { LintFinding, LintInput } from './lint-finding';

/**
 * Checks a template against the vendor's rules before it is submitted, so that a rejection hours
 * later is rare. `error`: it would be refused. `warning`: it may be refused, moved to another
 * category, or reported by shoppers. Rules: Meta's "Template components" and "Template review"
 * (footer, buttons, parameters), and its answers to rejected templates.
 */
export function lintTemplate(input: LintInput): readonly LintFinding[] {
  return [
    ...lintName(input.name),
    ...lintLanguage(input.language),
    ...lintBody(input.content),
    ...lintFooter(input.content.footer),
    ...lintButtons(input.content.buttons),
    ...lintCategory(input),
  ];
}

/** Whether a template may be submitted: nothing in it would be refused for sure. */
export const isSubmittable = (findings: readonly LintFinding[]): boolean =>
  findings.every((finding) => finding.severity !== 'error');

function lintName(name: string): readonly LintFinding[] {
  if (name === '') return [error('name', 'Give the template a name.')];
  if (name.length > 512) return [error('name', 'The name has more than 512 characters.')];
  return /^[a-z0-9_]+$/.test(name)
    ? []
    : [error('name', 'The name may have small letters, digits and underscores only.')];
}

const lintLanguage = (language: string): readonly LintFinding[] =>
  /^[a-z]{2,3}(_[A-Z]{2})?$/.test(language)
    ? []
    : [error('language', 'The language must be a code like “it” or “pt_BR”.')];

const FOOTER_RULES: readonly (readonly [(text: string) => boolean, string])[] = [
  [(text) => text.trim() === '', 'The footer is empty; leave it out instead.'],
  [(text) => text.length > 60, 'The footer has more than 60 characters.'],
  [(text) => /[\r\n\t]/.test(text), 'The footer must be one line.'],
  [(text) => placeholdersOf(text).length > 0, 'The footer can’t contain values.'],
  [(text) => emojiCount(text) > 0, 'The footer can’t contain emoji.'],
  [(text) => hasFormatting(text), 'The footer can’t be bold, italic or struck.'],
];

const lintFooter = (footer: string | null): readonly LintFinding[] =>
  footer === null
    ? []
    : FOOTER_RULES.filter(([breaks]) => breaks(footer)).map(([, sentence]) =>
        error('footer', sentence),
      );
