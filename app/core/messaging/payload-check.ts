import type { TemplateBody } from './message';
import type { Template } from './template';
import { fill, parameterCount } from './template-text';

/** One way in which a message does not fit its template. */
export interface Mismatch {
  readonly where: 'name' | 'language' | 'header' | 'body' | 'buttons';
  readonly sentence: string;
}

export type TemplateShape = Pick<Template, 'name' | 'language' | 'content'>;

const LONGEST_BODY = 1024;
/** Meta's limit for the part that is put behind a button's address. */
const LONGEST_SUFFIX = 2000;

/**
 * Compares a message with the approved template before it goes out: the vendor refuses a header
 * that is missing or too many, another number of values, or buttons of another kind or order
 * (132000, 132012), and each refusal costs quality.
 */
export function checkPayload(body: TemplateBody, template: TemplateShape): readonly Mismatch[] {
  return [
    ...checkIdentity(body, template),
    ...checkHeader(body, template),
    ...checkParameters(body, template),
    ...checkButtons(body, template),
  ];
}

function checkIdentity(body: TemplateBody, template: TemplateShape): readonly Mismatch[] {
  const found: Mismatch[] = [];
  if (body.name !== template.name) found.push(miss('name', 'The template’s name is another one.'));
  if (body.language !== template.language) {
    found.push(miss('language', 'The template’s language is another one.'));
  }
  return found;
}

function checkHeader(body: TemplateBody, { content }: TemplateShape): readonly Mismatch[] {
  const has = body.headerImageUrl !== null;
  if (content.header === 'image' && !has) {
    return [miss('header', 'The template has a picture on top, the message has none.')];
  }
  if (content.header === 'none' && has) {
    return [miss('header', 'The message has a picture on top, the template has none.')];
  }
  return body.headerImageUrl === null || URL.canParse(body.headerImageUrl)
    ? []
    : [miss('header', 'The picture’s address is no address.')];
}

function checkParameters(body: TemplateBody, { content }: TemplateShape): readonly Mismatch[] {
  const wanted = parameterCount(content.body);
  const given = body.bodyParameters.length;
  if (wanted !== given) {
    return [miss('body', `The template asks for ${wanted} values, the message has ${given}.`)];
  }
  const found: Mismatch[] = [];
  if (body.bodyParameters.some((value) => value.trim() === '')) {
    found.push(miss('body', 'A value is empty.'));
  }
  if (body.bodyParameters.some((value) => /[\r\n\t]| {5,}/.test(value))) {
    found.push(miss('body', 'A value has a line break, a tab or more than four spaces in a row.'));
  }
  if (fill(content.body, body.bodyParameters).length > LONGEST_BODY) {
    found.push(miss('body', 'The text is longer than 1,024 characters with its values.'));
  }
  return found;
}

function checkButtons(body: TemplateBody, { content }: TemplateShape): readonly Mismatch[] {
  const wanted = content.buttons.map((button) => button.kind);
  const given = body.buttons.map((button) => button.kind);
  if (wanted.join() !== given.join()) {
    return [miss('buttons', 'The buttons differ in number, kind or order.')];
  }
  const bad = body.buttons.some((button) =>
    button.kind === 'url'
      ? button.suffix === '' || /\s/.test(button.suffix) || button.suffix.length > LONGEST_SUFFIX
      : button.payload === '' || button.payload.length > 128,
  );
  return bad ? [miss('buttons', 'A button’s address or answer is empty or too long.')] : [];
}

const miss = (where: Mismatch['where'], sentence: string): Mismatch => ({ where, sentence });
