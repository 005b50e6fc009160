import type { Quality, TemplateCategory, TemplateState } from '#core/messaging/index';

/** Meta's template status words and events, in our states; null for one that leaves the state. */
const STATES: Readonly<Record<string, TemplateState | null>> = {
  APPROVED: 'approved',
  ACTIVE: 'approved',
  REINSTATED: 'approved',
  UNPAUSED: 'approved',
  PENDING: 'pending',
  IN_REVIEW: 'pending',
  REJECTED: 'rejected',
  IN_APPEAL: 'rejected',
  LIMIT_EXCEEDED: 'rejected',
  PAUSED: 'paused',
  DISABLED: 'disabled',
  ARCHIVED: 'disabled',
  UNARCHIVED: 'approved',
  DELETED: 'deleted',
  PENDING_DELETION: 'deleted',
  // At risk of a pause (told as its quality), or closed for edits: it can still be sent.
  FLAGGED: null,
  LOCKED: null,
  UNLOCKED: null,
};

/** Undefined for a word that Meta has added since. */
export const stateOfStatus = (status: string): TemplateState | null | undefined =>
  Object.hasOwn(STATES, status.toUpperCase()) ? STATES[status.toUpperCase()] : undefined;

export function categoryOf(value: unknown): TemplateCategory | null {
  const text = typeof value === 'string' ? value.toUpperCase() : '';
  return text === 'MARKETING' || text === 'UTILITY' ? text : null;
}

const QUALITIES: ReadonlySet<string> = new Set<Quality>(['GREEN', 'YELLOW', 'RED', 'UNKNOWN']);

const isQuality = (text: string): text is Quality => QUALITIES.has(text);

/** Meta's rating of a number or a template; a word that Meta adds later says nothing yet. */
export function qualityOf(value: unknown): Quality {
  const text = typeof value === 'string' ? value.toUpperCase() : '';
  return isQuality(text) ? text : 'UNKNOWN';
}
