import type { Template } from './template';

const DAY_MS = 24 * 60 * 60_000;
const EDITABLE = ['APPROVED', 'REJECTED', 'PAUSED'];
const MOST_EDITS = 10;
const NAME_BLOCKED_DAYS = 30;

/** Deleted templates by name and language, with the moment of their end. */
export type Graveyard = Map<string, Date>;

const keyOf = ({ name, language }: Pick<Template, 'name' | 'language'>): string =>
  `${name}:${language}`;

export function bury(graveyard: Graveyard, template: Template, now: Date): void {
  graveyard.set(keyOf(template), now);
}

/** A name that was deleted can't be used again in its language for 30 days. */
export function isBlocked(
  graveyard: Graveyard,
  draft: Pick<Template, 'name' | 'language'>,
  now: Date,
): boolean {
  const end = graveyard.get(keyOf(draft));
  return end !== undefined && now.getTime() - end.getTime() < NAME_BLOCKED_DAYS * DAY_MS;
}

/**
 * Why Meta refuses to edit a template; null when it may. Approved ones may be edited once in 24
 * hours and ten times in 30 days, rejected and paused ones without a limit.
 * Source: WhatsApp Business Platform, "Template management", section on editing.
 */
export function whyNotEditable({ status, edits }: Template, now: Date): string | null {
  if (!EDITABLE.includes(status)) {
    return 'Only approved, rejected or paused templates can be edited';
  }
  if (status !== 'APPROVED') return null;
  const within = (days: number): number =>
    edits.filter((at) => now.getTime() - at.getTime() < days * DAY_MS).length;
  return within(1) >= 1 || within(30) >= MOST_EDITS
    ? 'An approved template can be edited once in 24 hours and 10 times in 30 days'
    : null;
}
