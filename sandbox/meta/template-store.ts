import { isRecord, json, type Exchange, type Reply, fieldsOf, textField } from '../http/exchange';
import { checkNewTemplate, type NewTemplate } from './check-template';
import { graphError } from './errors';
import { bury, isBlocked, whyNotEditable, type Graveyard } from './template-limits';
import {
  templateView,
  type Template,
  type TemplateCategory,
  type TemplateComponent,
  type TemplateStatus,
} from './template';

export interface TemplateStorePorts {
  nextId: () => string;
  traceId: () => string;
  isKnownHandle: (handle: string) => boolean;
  now: () => Date;
  /** Reviews take a moment; the outcome is announced by webhook. */
  review: (template: Template) => void;
}

export interface TemplateStore {
  find: (name: string, language: string) => Template | undefined;
  named: (name: string) => Template[];
  byId: (id: string) => Template | undefined;
  create: (exchange: Exchange) => Reply;
  edit: (template: Template, exchange: Exchange) => Reply;
  view: (template: Template) => Reply;
  list: (query: URLSearchParams) => Reply;
  remove: (query: URLSearchParams) => Reply;
  setStatus: (template: Template, status: TemplateStatus, reason?: string) => void;
  clear: () => void;
}

/** The templates of the account, and what their rules need. */
interface Shelf {
  templates: Template[];
  deleted: Graveyard;
  ports: TemplateStorePorts;
}

export function createTemplateStore(ports: TemplateStorePorts): TemplateStore {
  const shelf: Shelf = { templates: [], deleted: new Map(), ports };
  return {
    named: (name) => shelf.templates.filter((template) => template.name === name),
    find: (name, language) => find(shelf, name, language),
    byId: (id) => shelf.templates.find((template) => template.id === id),
    create: (exchange) => create(shelf, exchange),
    edit: (template, exchange) => edit(shelf, template, exchange),
    view: (template) => json(200, templateView(template)),
    list: (query) => json(200, page(shelf.templates, query)),
    remove: (query) => remove(shelf, query),
    setStatus,
    clear: () => {
      shelf.templates = [];
      shelf.deleted.clear();
    },
  };
}

function find(shelf: Shelf, name: string, language: string): Template | undefined {
  return shelf.templates.find((one) => one.name === name && one.language === language);
}

function refuse(shelf: Shelf, details: string, subcode?: number): Reply {
  const refusal = {
    code: 100,
    details,
    userMessage: details,
    ...(subcode === undefined ? {} : { subcode }),
  };
  return graphError(refusal, shelf.ports.traceId());
}

function check(shelf: Shelf, draft: NewTemplate): Reply | null {
  const reason = checkNewTemplate(draft, shelf.ports.isKnownHandle);
  return reason === null ? null : refuse(shelf, reason, 2388043);
}

function create(shelf: Shelf, exchange: Exchange): Reply {
  const draft = readDraft(fieldsOf(exchange));
  const refusal = check(shelf, draft);
  if (refusal !== null) return refusal;
  if (find(shelf, draft.name, draft.language) !== undefined) {
    return refuse(shelf, 'Content in this language already exists', 2388024);
  }
  if (isBlocked(shelf.deleted, draft, shelf.ports.now())) {
    return refuse(
      shelf,
      'Content in this language is being deleted; try again in 30 days',
      2388023,
    );
  }
  const template = newTemplate(draft, shelf.ports.nextId());
  shelf.templates.push(template);
  shelf.ports.review(template);
  return json(200, { id: template.id, status: 'PENDING', category: template.category });
}

function edit(shelf: Shelf, template: Template, exchange: Exchange): Reply {
  const now = shelf.ports.now();
  const limit = whyNotEditable(template, now);
  if (limit !== null) return refuse(shelf, limit);
  const draft = { ...template, ...pickComponents(fieldsOf(exchange)) };
  const refusal = check(shelf, draft);
  if (refusal !== null) return refusal;
  if (template.status === 'APPROVED') template.edits.push(now);
  template.components = draft.components;
  setStatus(template, 'PENDING');
  shelf.ports.review(template);
  return json(200, { success: true });
}

function remove(shelf: Shelf, query: URLSearchParams): Reply {
  const gone = shelf.templates.filter((template) => isNamed(template, query));
  if (gone.length === 0) return refuse(shelf, 'Template was not found', 2593002);
  for (const template of gone) bury(shelf.deleted, template, shelf.ports.now());
  shelf.templates = shelf.templates.filter((template) => !gone.includes(template));
  return json(200, { success: true });
}

function isNamed(template: Template, query: URLSearchParams): boolean {
  const id = query.get('hsm_id');
  return template.name === query.get('name') && (id === null || template.id === id);
}

function setStatus(template: Template, status: TemplateStatus, reason = 'INVALID_FORMAT'): void {
  template.status = status;
  template.rejectedReason = status === 'REJECTED' ? reason : 'NONE';
}

function newTemplate(draft: Draft, id: string): Template {
  return {
    ...draft,
    category: draft.category as TemplateCategory,
    id,
    status: 'PENDING',
    rejectedReason: 'NONE',
    quality: 'UNKNOWN',
    edits: [],
  };
}

type Draft = Pick<Template, 'name' | 'language' | 'components' | 'parameterFormat'> & {
  category: string;
};

function readDraft(fields: Record<string, unknown>): Draft {
  return {
    name: textField(fields, 'name'),
    language: textField(fields, 'language'),
    category: textField(fields, 'category').toUpperCase(),
    parameterFormat:
      textField(fields, 'parameter_format').toUpperCase() === 'NAMED' ? 'NAMED' : 'POSITIONAL',
    components: pickComponents(fields).components ?? [],
  };
}

function pickComponents(fields: Record<string, unknown>): { components?: TemplateComponent[] } {
  const given = fields['components'];
  if (!Array.isArray(given)) return {};
  const components = given.filter(isRecord).map((component) => ({
    ...component,
    type: String(component['type']).toUpperCase(),
    ...(typeof component['format'] === 'string'
      ? { format: component['format'].toUpperCase() }
      : {}),
  }));
  return { components };
}

function page(templates: Template[], query: URLSearchParams): Record<string, unknown> {
  const name = query.get('name');
  const status = query.get('status');
  const language = query.get('language');
  const fitting = templates.filter(
    (template) =>
      (name === null || template.name.includes(name)) &&
      (status === null || template.status === status) &&
      (language === null || template.language === language),
  );
  const limit = Math.min(Math.max(Number(query.get('limit') ?? 25) || 25, 1), 1000);
  const start = Number(Buffer.from(query.get('after') ?? '', 'base64').toString() || 0);
  const shown = fitting.slice(start, start + limit);
  const end = start + shown.length;
  const cursors = { before: cursor(start), after: cursor(end) };
  return {
    data: shown.map(templateView),
    ...(shown.length === 0
      ? {}
      : { paging: { cursors, ...(end < fitting.length ? { next: nextPage(query, end) } : {}) } }),
  };
}

function nextPage(query: URLSearchParams, end: number): string {
  const next = new URLSearchParams(query);
  next.set('after', cursor(end));
  return `?${next.toString()}`;
}

function cursor(position: number): string {
  return Buffer.from(String(position)).toString('base64');
}
