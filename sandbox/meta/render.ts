import { isRecord, textOf } from '../http/exchange';
import { parametersOf } from './match-template';
import type { ChatButton, ChatMessage } from './phones';
import {
  componentOf,
  fillText,
  type Template,
  type TemplateButton,
  type TemplateComponent,
} from './template';

type Fields = Record<string, unknown>;
export type Shown = Pick<
  ChatMessage,
  'kind' | 'image' | 'header' | 'body' | 'footer' | 'buttons' | 'template' | 'category'
>;

const BLANK: Shown = {
  kind: 'text',
  image: null,
  header: null,
  body: '',
  footer: null,
  buttons: [],
  template: null,
  category: 'service',
};

export type MediaLink = (media: unknown) => string | null;

/** What a phone shows of a template message. */
export function showTemplate(template: Template, components: Fields[], link: MediaLink): Shown {
  const parametersFor = (type: string): Fields[] =>
    parametersOf(components.find((part) => textOf(part['type']).toLowerCase() === type));
  const buttons = componentOf(template, 'BUTTONS')?.buttons ?? [];
  return {
    ...BLANK,
    kind: 'template',
    template: template.name,
    category: template.category.toLowerCase(),
    ...showHeader(componentOf(template, 'HEADER'), parametersFor('header'), link),
    body: fillText(componentOf(template, 'BODY')?.text, parametersFor('body')),
    footer: componentOf(template, 'FOOTER')?.text ?? null,
    buttons: buttons.map((button, index) => showButton(button, index, components)),
  };
}

function showHeader(
  header: TemplateComponent | undefined,
  parameters: Fields[],
  link: MediaLink,
): Pick<Shown, 'image' | 'header'> {
  const isText = header?.format === 'TEXT';
  return {
    image: header?.format === 'IMAGE' ? link(parameters[0]?.['image']) : null,
    header: isText ? fillText(header.text, parameters) : null,
  };
}

function showButton(button: TemplateButton, index: number, components: Fields[]): ChatButton {
  const sent = components.find(
    (part) => String(part['type']).toLowerCase() === 'button' && Number(part['index']) === index,
  );
  const parameters = parametersOf(sent);
  if (button.type === 'URL') {
    return { kind: 'url', text: button.text, url: fillText(button.url, parameters) };
  }
  if (button.type !== 'QUICK_REPLY') return { kind: 'other', text: button.text };
  const payload = parameters[0]?.['payload'];
  return {
    kind: 'quick_reply',
    text: button.text,
    payload: typeof payload === 'string' ? payload : button.text,
  };
}

/** What a phone shows of a free-form message (text, image, interactive, reaction …). */
export function showFreeForm(body: Fields, link: MediaLink): Shown {
  const type = String(body['type']);
  const content = isRecord(body[type]) ? body[type] : {};
  if (type === 'text') return { ...BLANK, body: String(content['body']) };
  if (type === 'image') {
    return { ...BLANK, kind: type, image: link(content), body: textOf(content['caption']) };
  }
  if (type === 'interactive') return showInteractive(content, link);
  if (type === 'reaction') return { ...BLANK, kind: type, body: String(content['emoji']) };
  return { ...BLANK, kind: type, body: `(${type})` };
}

function showInteractive(interactive: Fields, link: MediaLink): Shown {
  const header = isRecord(interactive['header']) ? interactive['header'] : {};
  const action = isRecord(interactive['action']) ? interactive['action'] : {};
  return {
    ...BLANK,
    kind: 'interactive',
    header: typeof header['text'] === 'string' ? header['text'] : null,
    image: header['type'] === 'image' ? link(header['image']) : null,
    body: nestedText(interactive, 'body') ?? '',
    footer: nestedText(interactive, 'footer'),
    buttons: interactive['type'] === 'cta_url' ? [linkButton(action)] : replyButtons(action),
  };
}

function nestedText(fields: Fields, name: string): string | null {
  const nested = fields[name];
  return isRecord(nested) && typeof nested['text'] === 'string' ? nested['text'] : null;
}

function linkButton(action: Fields): ChatButton {
  const parameters = isRecord(action['parameters']) ? action['parameters'] : {};
  return {
    kind: 'url',
    text: String(parameters['display_text']),
    url: String(parameters['url']),
  };
}

function replyButtons(action: Fields): ChatButton[] {
  const buttons = action['buttons'];
  if (!Array.isArray(buttons)) return [];
  return buttons.filter(isRecord).map((button) => {
    const reply = isRecord(button['reply']) ? button['reply'] : {};
    return { kind: 'reply', text: String(reply['title']), payload: String(reply['id']) };
  });
}
