import type { EventLog } from '../kernel/event-envelope';
import type { ShopId } from '../kernel/ids';
import type { MessagingEvent } from './events';
import type { TemplateStore } from './ports';
import type { Template, TemplateCategory, TemplateState } from './template';
import { pauseEnd, pauseMemory } from './template-pause';

export interface TemplateStatusInput {
  readonly shopId: ShopId;
  readonly vendorId: string | null;
  readonly name: string;
  readonly language: string;
  /** Null when only the category changed. */
  readonly state: TemplateState | null;
  /** The vendor's words. */
  readonly reason: string | null;
  /** The category that the vendor put it into; null when it said nothing of it. */
  readonly category: TemplateCategory | null;
  readonly now: Date;
}

export interface TemplateStatusPorts {
  readonly templates: Pick<TemplateStore, 'byName' | 'setState'>;
  readonly events: EventLog<MessagingEvent>;
}

export type TemplateStatusOutcome = 'unknown_template' | 'unchanged' | 'changed';

/**
 * Applies what the vendor says about a template, in the caller's transaction. A template that isn't
 * ours (made elsewhere in the same account) is left to the next synchronisation.
 */
export async function recordTemplateStatus(
  input: TemplateStatusInput,
  ports: TemplateStatusPorts,
): Promise<TemplateStatusOutcome> {
  const before = await ports.templates.byName(input.shopId, input.name, input.language);
  if (!before) return 'unknown_template';
  const change = changeOf(before, input);
  if (isSame(before, change)) return 'unchanged';
  await ports.templates.setState(
    input.shopId,
    { vendorId: input.vendorId, name: input.name, language: input.language },
    change,
  );
  await ports.events.append({
    type: 'template.changed',
    shopId: input.shopId,
    subjectId: before.id,
    occurredAt: input.now,
    payload: { name: before.name, language: before.language, state: change.state },
  });
  return 'changed';
}

interface Change {
  readonly state: TemplateState;
  readonly reason: string | null;
  readonly pausedUntil: Date | null;
  readonly approvedCategory: TemplateCategory | null;
}

function changeOf(before: Template, input: TemplateStatusInput): Change {
  const state = input.state ?? before.state;
  return {
    state,
    reason: input.state === null ? before.stateReason : input.reason,
    pausedUntil:
      state === 'paused' && input.state !== null
        ? pauseEnd(before, input.reason, input.now)
        : state === 'paused'
          ? before.pausedUntil
          : pauseMemory(before, input.now),
    approvedCategory: categoryChange(before, input.category),
  };
}

/** Kept only when it differs from what was asked for, so that the merchant notices. */
function categoryChange(
  before: Template,
  category: TemplateCategory | null,
): TemplateCategory | null {
  if (category === null) return before.approvedCategory;
  return category === before.category ? null : category;
}

const isSame = (before: Template, change: Change): boolean =>
  before.state === change.state &&
  before.stateReason === change.reason &&
  before.approvedCategory === change.approvedCategory &&
  before.pausedUntil?.getTime() === change.pausedUntil?.getTime();
