import { isDeepStrictEqual } from 'node:util';
import type {
  ChannelAccess,
  MessagingGateway,
  TemplateCategory,
  VendorTemplate,
} from '#core/messaging/index';
import { isVendorFault } from '#core/kernel/vendor-fault';
import { faultOf } from './faults';
import type { Graph } from './graph.server';
import { listOf, recordOf, textOf, type JsonRecord } from './json-reading';
import { uploadExample } from './media.server';
import { countBodyParameters, fromComponents, toComponents } from './template-components';
import { categoryOf, qualityOf, stateOfStatus } from './template-states';

type NewTemplate = Parameters<MessagingGateway['createTemplate']>[1];
type CreatedTemplate = Awaited<ReturnType<MessagingGateway['createTemplate']>>;

type EditedTemplate = Parameters<MessagingGateway['editTemplate']>[1];

interface Submission<Submitted extends NewTemplate | EditedTemplate = NewTemplate> {
  readonly graph: Graph;
  readonly access: ChannelAccess;
  readonly template: Submitted;
  readonly appId: string;
}

/**
 * Submits a template for review. A template that is there already (our answer was lost, or it was
 * submitted before) is answered instead of refused. @throws VendorFault
 */
export async function createTemplate(submission: Submission): Promise<CreatedTemplate> {
  const { graph, access, template } = submission;
  const headerHandle = await exampleHandle(submission);
  try {
    const answer = await graph.call({
      method: 'POST',
      path: `${access.wabaId}/message_templates`,
      token: access.accessToken,
      json: {
        name: template.name,
        language: template.language,
        category: template.category,
        parameter_format: 'POSITIONAL',
        components: toComponents({
          content: template.content,
          linkBase: template.linkBase,
          headerHandle,
        }),
      },
      repeatable: false,
      quoteMeta: true,
    });
    return readCreated(answer, template.category);
  } catch (error) {
    const there = isRepetition(error) ? await findTemplate(graph, access, template) : null;
    if (there) return there;
    throw error;
  }
}

/**
 * Edits a template in place (`POST /{template-id}`): Meta takes it for rejected and paused ones at
 * any time, for approved ones once a day and ten times a month. @throws VendorFault
 */
export async function editTemplate(submission: Submission<EditedTemplate>): Promise<void> {
  const { graph, access, template } = submission;
  const { content, linkBase } = template;
  const headerHandle = await exampleHandle(submission);
  try {
    await graph.call({
      method: 'POST',
      path: encodeURIComponent(template.vendorId),
      token: access.accessToken,
      json: { components: toComponents({ content, linkBase, headerHandle }) },
      repeatable: false,
      quoteMeta: true,
    });
  } catch (error) {
    if (!isLost(error) || !(await wasEdited(submission))) throw error;
  }
}

async function wasEdited({ graph, access, template }: Submission<EditedTemplate>) {
  const { header, body, footer, buttons } = template.content;
  const wanted = { header, body, footer, buttons };
  const all = await listTemplates(graph, access, template.name);
  return all.some(
    ({ vendorId, content }) => vendorId === template.vendorId && isDeepStrictEqual(content, wanted),
  );
}

const isLost = (error: unknown): boolean =>
  isVendorFault(error) && error.details.retry === 'unknown';

async function exampleHandle(
  submission: Submission<NewTemplate | EditedTemplate>,
): Promise<string | null> {
  const { graph, access, template, appId } = submission;
  if (template.content.header === 'none' || !template.headerExample) return null;
  return uploadExample(graph, access, { jpeg: template.headerExample, appId });
}

/** Meta reports a template that exists already as an invalid parameter; a timeout may hide one. */
const isRepetition = (error: unknown): boolean =>
  isLost(error) || (isVendorFault(error) && error.details.code === '100');

function readCreated(answer: JsonRecord, asked: TemplateCategory): CreatedTemplate {
  const vendorId = textOf(answer.id);
  if (vendorId === null) throw faultOf('bad-answer', { repeatable: false });
  return {
    vendorId,
    state: stateOfStatus(textOf(answer.status) ?? 'PENDING') ?? 'pending',
    category: categoryOf(answer.category) ?? asked,
  };
}

async function findTemplate(
  graph: Graph,
  access: ChannelAccess,
  template: NewTemplate,
): Promise<CreatedTemplate | null> {
  const all = await listTemplates(graph, access, template.name);
  const same = all.find(
    (one) =>
      one.name === template.name &&
      one.language === template.language &&
      one.content?.body === template.content.body,
  );
  return same ? { vendorId: same.vendorId, state: same.state, category: same.category } : null;
}

const FIELDS = 'id,name,language,status,category,components,rejected_reason,quality_score';
/** A WhatsApp account holds 6,000 templates at most (Meta's limit); 60 pages of 100. */
const MOST_PAGES = 60;

/** Every template of the account, page by page. @throws VendorFault */
export async function listTemplates(
  graph: Graph,
  access: ChannelAccess,
  name: string | null = null,
): Promise<readonly VendorTemplate[]> {
  const found: VendorTemplate[] = [];
  let after: string | null = null;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const query = new URLSearchParams({ limit: '100', fields: FIELDS });
    if (name !== null) query.set('name', name);
    if (after !== null) query.set('after', after);
    const answer = await graph.call({
      method: 'GET',
      path: `${access.wabaId}/message_templates?${query.toString()}`,
      token: access.accessToken,
      repeatable: true,
    });
    found.push(...listOf(answer.data).flatMap((entry) => readTemplate(recordOf(entry))));
    after = nextCursor(answer, after);
    if (after === null) return found;
  }
  return found;
}

/** Meta gives an `after` cursor on the last page too; only `next` says that there is another. */
function nextCursor(answer: JsonRecord, current: string | null): string | null {
  const paging = recordOf(answer.paging);
  const after = textOf(recordOf(paging.cursors).after);
  return textOf(paging.next) === null || after === current ? null : after;
}

function readTemplate(entry: JsonRecord): readonly VendorTemplate[] {
  const vendorId = textOf(entry.id);
  const name = textOf(entry.name);
  const language = textOf(entry.language);
  const category = categoryOf(entry.category);
  // Authentication templates are none of ours.
  if (vendorId === null || name === null || language === null || category === null) return [];
  return [
    {
      vendorId,
      name,
      language,
      category,
      state: stateOfStatus(textOf(entry.status) ?? '') ?? 'disabled',
      stateReason: reasonOf(entry.rejected_reason),
      quality: qualityOf(recordOf(entry.quality_score).score),
      content: fromComponents(entry.components),
      bodyParameterCount: countBodyParameters(entry.components),
    },
  ];
}

const reasonOf = (value: unknown): string | null => {
  const reason = textOf(value);
  return reason === 'NONE' ? null : reason;
};

/** Deletes a template in all its languages. @throws VendorFault */
export async function deleteTemplate(
  graph: Graph,
  access: ChannelAccess,
  name: string,
): Promise<void> {
  await graph.call({
    method: 'DELETE',
    path: `${access.wabaId}/message_templates?name=${encodeURIComponent(name)}`,
    token: access.accessToken,
    repeatable: true,
  });
}
