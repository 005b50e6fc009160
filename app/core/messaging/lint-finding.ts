import type { TemplateCategory, TemplateContent } from './template';

export type LintPart =
  'name' | 'language' | 'header' | 'body' | 'fields' | 'footer' | 'buttons' | 'category';

export interface LintFinding {
  readonly severity: 'error' | 'warning';
  readonly where: LintPart;
  /** What is wrong and what to do, for the merchant. */
  readonly sentence: string;
}

export interface LintInput {
  readonly name: string;
  readonly language: string;
  readonly category: TemplateCategory;
  readonly content: TemplateContent;
}

export const error = (where: LintPart, sentence: string): LintFinding => ({
  severity: 'error',
  where,
  sentence,
});

export const warning = (where: LintPart, sentence: string): LintFinding => ({
  severity: 'warning',
  where,
  sentence,
});
