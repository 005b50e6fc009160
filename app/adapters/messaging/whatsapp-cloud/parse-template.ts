import type { Fact } from '#core/intake/index';
import type { Quality } from '#core/messaging/index';
import { recordOf, textOf, type JsonRecord } from './json-reading';
import { ignored } from './parse-context';
import { categoryOf, qualityOf, stateOfStatus } from './template-states';

type TemplateStatus = Extract<Fact, { kind: 'template_status' }>;

/** A template was approved, rejected, paused, switched off, or is at risk. */
export function parseTemplateStatus(value: JsonRecord, wabaId: string): readonly Fact[] {
  const event = textOf(value.event) ?? '';
  // "Flagged" changes no state: it is the rating in another word, and the last one before a pause.
  if (event === 'FLAGGED') return qualityFact(value, wabaId, 'RED');
  const state = stateOfStatus(event);
  if (state === undefined) return [ignored('A template event of a kind that is not known.')];
  return templateFact(value, wabaId, {
    state,
    reason: reasonOf(value),
    category: categoryOf(value.message_template_category),
  });
}

/**
 * Meta moved a template into another category. `correct_category` only announces a move of the
 * future, so it is no change yet.
 */
export function parseCategory(value: JsonRecord, wabaId: string): readonly Fact[] {
  const category = categoryOf(value.new_category);
  if (category === null) return [ignored('A change of category that has not happened yet.')];
  return templateFact(value, wabaId, { state: null, reason: null, category });
}

/** The rating of a template changed. */
export const parseTemplateQuality = (value: JsonRecord, wabaId: string): readonly Fact[] =>
  qualityFact(value, wabaId, qualityOf(value.new_quality_score));

function qualityFact(value: JsonRecord, wabaId: string, quality: Quality): readonly Fact[] {
  const named = namedTemplate(value);
  return named ? [{ kind: 'template_quality', wabaId, ...named, quality }] : [NAMELESS];
}

function templateFact(
  value: JsonRecord,
  wabaId: string,
  change: Pick<TemplateStatus, 'state' | 'reason' | 'category'>,
): readonly Fact[] {
  const named = namedTemplate(value);
  return named ? [{ kind: 'template_status', wabaId, ...named, ...change }] : [NAMELESS];
}

const NAMELESS = ignored('A template event without the template’s id, name or language.');

function namedTemplate(
  value: JsonRecord,
): Pick<TemplateStatus, 'vendorId' | 'name' | 'language'> | null {
  const vendorId = textOf(value.message_template_id);
  const name = textOf(value.message_template_name);
  const language = textOf(value.message_template_language);
  if (vendorId === null || name === null || language === null) return null;
  // Meta's examples write the language both ways ("en-US", "en_US"); templates are named by "_".
  return { vendorId, name, language: language.replace('-', '_') };
}

/** The most telling sentence that Meta gives; its title says which pause it is. */
function reasonOf(value: JsonRecord): string | null {
  const rejection = recordOf(value.rejection_info);
  const other = recordOf(value.other_info);
  const parts = [
    textOf(rejection.reason) ?? textOf(value.reason),
    textOf(rejection.recommendation),
    textOf(other.title),
    textOf(other.description),
  ].filter((part) => part !== null && part !== 'NONE');
  return parts.length === 0 ? null : parts.join(': ').slice(0, 500);
}
