import { isRecord, textOf } from '../http/exchange';
import { variablesIn, type TemplateComponent } from './template';

/** Meta's rules for a new template; the answer is the reason of refusal, or null. */
export interface NewTemplate {
  name: string;
  language: string;
  category: string;
  components: TemplateComponent[];
}

const CATEGORIES = ['MARKETING', 'UTILITY', 'AUTHENTICATION'];
const MEDIA_FORMATS = ['IMAGE', 'VIDEO', 'DOCUMENT'];
const BUTTON_TYPES = ['QUICK_REPLY', 'URL', 'PHONE_NUMBER', 'COPY_CODE', 'FLOW', 'CATALOG', 'MPM'];

export function checkNewTemplate(
  draft: NewTemplate,
  isKnownHandle: (handle: string) => boolean,
): string | null {
  if (!/^[a-z0-9_]{1,512}$/.test(draft.name)) {
    return 'name must contain only lower case letters, digits and underscores';
  }
  if (!CATEGORIES.includes(draft.category))
    return 'category must be MARKETING, UTILITY or AUTHENTICATION';
  if (!/^[a-z]{2,3}(_[A-Z]{2,3})?$/.test(draft.language))
    return 'language is not a supported locale';
  const body = draft.components.find((component) => component.type === 'BODY');
  if (body === undefined) return 'a BODY component is required';
  return (
    checkBody(body) ??
    checkHeader(
      draft.components.find((c) => c.type === 'HEADER'),
      isKnownHandle,
    ) ??
    checkFooter(draft.components.find((c) => c.type === 'FOOTER')) ??
    checkButtons(draft.components.find((c) => c.type === 'BUTTONS'))
  );
}

function checkBody(body: TemplateComponent): string | null {
  const text = textOf(body.text);
  if (text.trim() === '') return 'BODY text is required';
  if (text.length > 1024) return 'BODY text is longer than 1024 characters';
  const variables = variablesIn(text);
  return variables.length === 0 ? null : checkVariables(body, text, variables);
}

function checkVariables(body: TemplateComponent, text: string, variables: string[]): string | null {
  if (/^\s*\{\{/.test(text) || /\}\}\s*$/.test(text)) {
    return "variables can't be at the start or end of the template";
  }
  const gap = positionGap(variables);
  if (gap !== null) return gap;
  return bodyExamples(body) === variables.length
    ? null
    : `BODY has ${variables.length} variables and ${bodyExamples(body)} example values`;
}

function positionGap(variables: string[]): string | null {
  if (!variables.every((name) => /^\d+$/.test(name))) return null;
  const ordered = variables.every((name, index) => Number(name) === index + 1);
  return ordered ? null : 'variables must be numbered {{1}}, {{2}}, … without gaps';
}

function bodyExamples(body: TemplateComponent): number {
  const positional = body.example?.['body_text'];
  if (Array.isArray(positional)) {
    return Array.isArray(positional[0]) ? positional[0].length : positional.length;
  }
  const named = body.example?.['body_text_named_params'];
  return Array.isArray(named) ? named.length : 0;
}

function checkHeader(
  header: TemplateComponent | undefined,
  isKnownHandle: (handle: string) => boolean,
): string | null {
  const format = header?.format;
  if (header === undefined || format === 'LOCATION') return null;
  if (format === 'TEXT') {
    return textOf(header.text).length <= 60 ? null : 'HEADER text is longer than 60 characters';
  }
  if (!MEDIA_FORMATS.includes(textOf(format)))
    return `HEADER format ${textOf(format)} is not supported`;
  return isKnownHandle(sampleHandle(header))
    ? null
    : 'HEADER of a media template needs example.header_handle from the Resumable Upload API';
}

function sampleHandle(header: TemplateComponent): string {
  const handles = header.example?.['header_handle'];
  return Array.isArray(handles) ? textOf(handles[0]) : '';
}

function checkFooter(footer: TemplateComponent | undefined): string | null {
  if (footer === undefined) return null;
  if ((footer.text ?? '').length > 60) return 'FOOTER text is longer than 60 characters';
  return variablesIn(footer.text).length > 0 ? 'FOOTER cannot have variables' : null;
}

function checkButtons(component: TemplateComponent | undefined): string | null {
  if (component === undefined) return null;
  const buttons = component.buttons ?? [];
  if (buttons.length < 1 || buttons.length > 10) return 'BUTTONS must hold 1 to 10 buttons';
  const isQuick = buttons.map((button) => button.type === 'QUICK_REPLY');
  const changes = isQuick.filter(
    (value, index) => index > 0 && value !== isQuick[index - 1],
  ).length;
  if (changes > 1) return 'quick reply buttons must be grouped together';
  for (const button of buttons) {
    const reason = checkButton(button);
    if (reason !== null) return reason;
  }
  return null;
}

function checkButton(button: unknown): string | null {
  if (!isRecord(button)) return 'a button must be an object';
  const type = String(button['type']);
  if (!BUTTON_TYPES.includes(type)) return `button type ${type} is not supported`;
  const label = button['text'];
  if (type !== 'COPY_CODE' && (typeof label !== 'string' || label === '' || label.length > 25)) {
    return 'button text must have 1 to 25 characters';
  }
  return type === 'URL' ? checkUrlButton(button) : null;
}

function checkUrlButton(button: Record<string, unknown>): string | null {
  const url = textOf(button['url']);
  if (!/^https?:\/\//.test(url)) return 'the url of a URL button must be absolute';
  if (variablesIn(url).length === 0) return null;
  if (!url.endsWith('{{1}}')) return 'the variable of a URL button must be {{1}} at its end';
  return Array.isArray(button['example']) && button['example'].length === 1
    ? null
    : 'a URL button with a variable needs one example';
}
