import type { EventLog } from '../kernel/event-envelope';
import type { ShopId, TemplateId } from '../kernel/ids';
import { isVendorFault } from '../kernel/vendor-fault';
import type { ChannelAccess } from './channel';
import type { MessagingEvent } from './events';
import type { LintFinding } from './lint-finding';
import type { MessagingGateway, TemplateStore } from './ports';
import { isSubmittable, lintTemplate } from './template-lint';
import type { MergeField, Template, TemplateContent, TemplateState } from './template';

/** What a merchant may write anew: the picture on top and the kinds of the buttons stay. */
export interface TemplateWording {
  readonly body: string;
  readonly fields: readonly MergeField[];
  readonly footer: string | null;
  /** One text for each button, in the buttons' order. */
  readonly buttons: readonly string[];
}

export interface RewriteTemplateInput {
  readonly shopId: ShopId;
  readonly templateId: TemplateId;
  readonly wording: TemplateWording;
  readonly access: ChannelAccess;
  /** Base of tracked links; the button's address becomes `${linkBase}{{1}}`. */
  readonly linkBase: string;
  readonly now: Date;
}

export interface RewriteTemplatePorts {
  readonly templates: Pick<TemplateStore, 'byId' | 'save'>;
  readonly events: EventLog<MessagingEvent>;
  readonly gateway: Pick<MessagingGateway, 'editTemplate'>;
  /** JPEG shown to the vendor's reviewers; asked for only where the template has a picture. */
  readonly exampleCard: () => Promise<Uint8Array>;
}

export type RewriteOutcome =
  | { readonly kind: 'submitted'; readonly template: Template }
  | { readonly kind: 'unknown_template' }
  | { readonly kind: 'not_editable'; readonly state: TemplateState }
  /** An approved text that stays as it is would spend one of the few edits for nothing. */
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'refused'; readonly findings: readonly LintFinding[] };

/** Meta edits templates in these states only ("Template management", edit a template). */
const EDITABLE: ReadonlySet<TemplateState> = new Set<TemplateState>([
  'approved',
  'rejected',
  'paused',
]);

export const isEditable = ({ state, vendorId }: Pick<Template, 'state' | 'vendorId'>): boolean =>
  vendorId !== null && EDITABLE.has(state);

/** The template's content in other words. A button without a new text keeps its own. */
export const reworded = (content: TemplateContent, wording: TemplateWording): TemplateContent => ({
  header: content.header,
  body: wording.body,
  fields: [...wording.fields],
  footer: wording.footer,
  buttons: content.buttons.map((button, index) => ({
    ...button,
    text: wording.buttons[index] ?? button.text,
  })),
});

/**
 * Writes a template anew and submits it for another review, under its own name and vendor id, so
 * that sequences keep pointing to it. Deleting and creating again would block the name for 30 days,
 * and a new name would leave the template's other languages behind.
 *
 * The new text is kept before the vendor is asked: should we stop in between, nothing is sent while
 * the template is pending and the next synchronisation puts it right; the other way round the
 * vendor would approve a text that we don't have. A refusal brings the old text back; an answer
 * that was lost leaves the new one for the synchronisation to judge.
 * @throws VendorFault
 */
export async function rewriteTemplate(
  input: RewriteTemplateInput,
  ports: RewriteTemplatePorts,
): Promise<RewriteOutcome> {
  const before = await ports.templates.byId(input.shopId, input.templateId);
  if (!before || before.state === 'deleted') return { kind: 'unknown_template' };
  const { vendorId } = before;
  if (vendorId === null || !isEditable(before)) {
    return { kind: 'not_editable', state: before.state };
  }
  const content = reworded(before.content, input.wording);
  const findings = lintTemplate({ ...before, content });
  if (!isSubmittable(findings)) return { kind: 'refused', findings };
  if (before.state === 'approved' && isSame(before.content, content)) return { kind: 'unchanged' };
  const after: Template = { ...before, content, state: 'pending', stateReason: null };
  await submit({ before, after, vendorId }, input, ports);
  await ports.events.append({
    type: 'template.changed',
    shopId: input.shopId,
    subjectId: before.id,
    occurredAt: input.now,
    payload: { name: before.name, language: before.language, state: 'pending' },
  });
  return { kind: 'submitted', template: after };
}

async function submit(
  change: { readonly before: Template; readonly after: Template; readonly vendorId: string },
  { access, linkBase }: RewriteTemplateInput,
  { templates, gateway, exampleCard }: RewriteTemplatePorts,
): Promise<void> {
  const { name, language, content } = change.after;
  const headerExample = content.header === 'image' ? await exampleCard() : null;
  await templates.save(change.after);
  try {
    const { vendorId } = change;
    await gateway.editTemplate(access, {
      vendorId,
      name,
      language,
      content,
      linkBase,
      headerExample,
    });
  } catch (error) {
    const isLost = isVendorFault(error) && error.details.retry === 'unknown';
    if (!isLost) await templates.save(change.before);
    throw error;
  }
}

const isSame = (left: TemplateContent, right: TemplateContent): boolean =>
  JSON.stringify(parts(left)) === JSON.stringify(parts(right));

const parts = ({ header, body, fields, footer, buttons }: TemplateContent): readonly unknown[] => [
  header,
  body,
  fields,
  footer,
  buttons.map(({ kind, text }) => [kind, text]),
];
