import type { EventLog } from '../kernel/event-envelope';
import type { ShopId } from '../kernel/ids';
import type { Quality } from './channel';
import type { MessagingEvent } from './events';
import type { TemplateStore } from './ports';

export interface TemplateQualityInput {
  readonly shopId: ShopId;
  readonly name: string;
  readonly language: string;
  readonly quality: Quality;
  readonly now: Date;
}

export interface TemplateQualityPorts {
  readonly templates: Pick<TemplateStore, 'byName' | 'setQuality'>;
  readonly events: EventLog<MessagingEvent>;
}

/**
 * Keeps the vendor's rating of a template, in the caller's transaction. It warns the merchant before
 * the vendor pauses the template; what is sent is for the template's state alone to decide.
 */
export async function recordTemplateQuality(
  input: TemplateQualityInput,
  { templates, events }: TemplateQualityPorts,
): Promise<'unknown_template' | 'unchanged' | 'changed'> {
  const { shopId, name, language, quality, now } = input;
  const before = await templates.byName(shopId, name, language);
  if (!before) return 'unknown_template';
  if (before.quality === quality) return 'unchanged';
  await templates.setQuality(shopId, before.id, quality);
  await events.append({
    type: 'template.rated',
    shopId,
    subjectId: before.id,
    occurredAt: now,
    payload: { name, language, quality },
  });
  return 'changed';
}
