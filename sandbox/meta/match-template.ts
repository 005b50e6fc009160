import { isRecord, textOf } from '../http/exchange';
import type { Refusal } from './errors';
import { componentOf, fillText, variablesIn, type Template, type TemplateButton } from './template';

type Parts = Record<string, unknown>[];

/**
 * Compares a template message with the approved template as Meta does; null when they match.
 * Codes: 132000 count, 132012 format, 131008 missing button parameter, 132018 bad value.
 */
export function matchTemplate(template: Template, components: Parts): Refusal | null {
  const part = (type: string): Record<string, unknown> | undefined =>
    components.find((component) => String(component['type']).toLowerCase() === type);
  return (
    matchHeader(template, parametersOf(part('header'))) ??
    matchBody(template, parametersOf(part('body'))) ??
    matchButtons(template, components)
  );
}

export function parametersOf(component: Record<string, unknown> | undefined): Parts {
  const parameters = component?.['parameters'];
  return Array.isArray(parameters) ? parameters.filter(isRecord) : [];
}

function matchHeader(template: Template, parameters: Parts): Refusal | null {
  const header = componentOf(template, 'HEADER');
  const format = textOf(header?.format, 'TEXT');
  if (format === 'TEXT') {
    return matchCount('header', variablesIn(header?.text), parameters, template);
  }
  return matchHeaderMedia(format, parameters);
}

function matchHeaderMedia(format: string, parameters: Parts): Refusal | null {
  const [parameter = {}] = parameters;
  const received = textOf(parameter['type'], 'UNKNOWN').toUpperCase();
  if (parameters.length !== 1 || received !== format) {
    return {
      code: 132012,
      details: `header: Format mismatch, expected ${format}, received ${received}`,
    };
  }
  return format === 'LOCATION' || hasSource(parameter[format.toLowerCase()])
    ? null
    : { code: 131008, details: `header: ${format.toLowerCase()} needs an id or a link` };
}

function hasSource(media: unknown): boolean {
  return isRecord(media) && (typeof media['link'] === 'string' || typeof media['id'] === 'string');
}

function matchBody(template: Template, parameters: Parts): Refusal | null {
  const body = componentOf(template, 'BODY');
  const refusal = matchCount('body', variablesIn(body?.text), parameters, template);
  if (refusal !== null) return refusal;
  const filled = fillText(body?.text, parameters);
  return filled.length > 1024 ? { code: 132005, details: 'body: Translated text too long' } : null;
}

function matchCount(
  where: string,
  variables: string[],
  parameters: Parts,
  template: Template,
): Refusal | null {
  if (parameters.length !== variables.length) {
    return {
      code: 132000,
      details: `${where}: number of localizable_params (${parameters.length}) does not match the expected number of params (${variables.length})`,
    };
  }
  if (template.parameterFormat === 'NAMED') {
    const missing = variables.find(
      (name) => !parameters.some((parameter) => parameter['parameter_name'] === name),
    );
    if (missing !== undefined) {
      return { code: 100, details: `${where}: Parameter name is missing or empty: ${missing}` };
    }
  }
  return firstRefusal(parameters.map((parameter) => matchText(where, parameter)));
}

function matchText(where: string, parameter: Record<string, unknown>): Refusal | null {
  if (parameter['type'] !== 'text') {
    return ['currency', 'date_time'].includes(String(parameter['type']))
      ? null
      : { code: 132012, details: `${where}: Format mismatch, expected TEXT` };
  }
  const text = parameter['text'];
  if (typeof text !== 'string' || text === '') {
    return { code: 131008, details: `${where}: Parameter of type text is missing text value` };
  }
  return /[\n\t]| {5,}/.test(text)
    ? {
        code: 132018,
        details: `${where}: Param text cannot have new-line/tab characters or more than 4 consecutive spaces`,
      }
    : null;
}

function matchButtons(template: Template, components: Parts): Refusal | null {
  const buttons = componentOf(template, 'BUTTONS')?.buttons ?? [];
  const sent = components.filter((part) => String(part['type']).toLowerCase() === 'button');
  const stray = sent.find((part) => buttons[Number(part['index'])] === undefined);
  if (stray !== undefined) {
    return {
      code: 132018,
      details: `buttons: Button at index ${String(stray['index'])} not found`,
    };
  }
  return firstRefusal(
    buttons.map((button, index) =>
      matchButton(
        button,
        index,
        sent.find((part) => Number(part['index']) === index),
      ),
    ),
  );
}

function matchButton(
  button: TemplateButton,
  index: number,
  sent: Record<string, unknown> | undefined,
): Refusal | null {
  const needsParameter =
    button.type === 'COPY_CODE' || (button.type === 'URL' && variablesIn(button.url).length > 0);
  if (sent === undefined) {
    return needsParameter
      ? {
          code: 131008,
          details: `buttons: Button at index ${index} of type ${title(button.type)} requires a parameter`,
        }
      : null;
  }
  if (String(sent['sub_type']).toUpperCase() !== button.type) {
    return { code: 132018, details: `buttons: Button at index ${index} is not of that sub_type` };
  }
  return matchButtonValue(button, index, parametersOf(sent));
}

function matchButtonValue(button: TemplateButton, index: number, sent: Parts): Refusal | null {
  if (button.type === 'URL' && variablesIn(button.url).length === 0) {
    return { code: 132018, details: `buttons: Button at index ${index} takes no parameter` };
  }
  const wanted: Record<string, string> = {
    URL: 'text',
    QUICK_REPLY: 'payload',
    COPY_CODE: 'coupon_code',
  };
  const type = wanted[button.type];
  if (type === undefined) return null;
  const value = sent[0];
  return sent.length === 1 && value?.['type'] === type && typeof value[type] === 'string'
    ? null
    : { code: 132012, details: `buttons: Button at index ${index} needs one ${type} parameter` };
}

function firstRefusal(found: (Refusal | null)[]): Refusal | null {
  return found.find((refusal) => refusal !== null) ?? null;
}

function title(type: string): string {
  return type.charAt(0) + type.slice(1).toLowerCase();
}
