export type TemplateStatus = 'PENDING' | 'APPROVED' | 'REJECTED' | 'PAUSED' | 'DISABLED';
export type TemplateQuality = 'GREEN' | 'YELLOW' | 'RED' | 'UNKNOWN';
export type TemplateCategory = 'MARKETING' | 'UTILITY' | 'AUTHENTICATION';

export interface TemplateButton {
  type: string;
  text: string;
  url?: string;
  phone_number?: string;
  example?: unknown;
}

export interface TemplateComponent {
  type: string;
  format?: string;
  text?: string;
  buttons?: TemplateButton[];
  example?: Record<string, unknown>;
}

export interface Template {
  id: string;
  name: string;
  language: string;
  category: TemplateCategory;
  status: TemplateStatus;
  parameterFormat: 'POSITIONAL' | 'NAMED';
  components: TemplateComponent[];
  rejectedReason: string;
  quality: TemplateQuality;
  /** When it was edited while it was approved. */
  edits: Date[];
}

export function componentOf(template: Template, type: string): TemplateComponent | undefined {
  return template.components.find((component) => component.type.toUpperCase() === type);
}

/** The placeholders of a text, in order of first appearance, without repeats. */
export function variablesIn(text: string | undefined): string[] {
  const names = [...(text ?? '').matchAll(/\{\{\s*([a-z0-9_]+)\s*\}\}/gi)].map((m) => m[1] ?? '');
  return [...new Set(names)];
}

/** A template as the Graph API lists it. */
export function templateView(template: Template): Record<string, unknown> {
  return {
    name: template.name,
    parameter_format: template.parameterFormat,
    components: template.components,
    language: template.language,
    status: template.status,
    category: template.category,
    id: template.id,
    quality_score: { score: template.quality },
    rejected_reason: template.rejectedReason,
  };
}

/** The text with each placeholder replaced by its parameter, by name or by position. */
export function fillText(
  text: string | undefined,
  parameters: readonly Record<string, unknown>[],
): string {
  return variablesIn(text).reduce((filled, name, index) => {
    const named = parameters.find((parameter) => parameter['parameter_name'] === name);
    const value = (named ?? parameters[index])?.['text'];
    return filled.replaceAll(new RegExp(`\\{\\{\\s*${name}\\s*\\}\\}`, 'g'), () =>
      typeof value === 'string' ? value : '',
    );
  }, text ?? '');
}
