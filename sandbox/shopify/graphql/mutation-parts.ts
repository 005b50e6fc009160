import type { Node } from './catalog-nodes';

export function userError(field: string[] | null, message: string, code?: string): Node {
  return { field, message, code: code ?? null };
}

export function textOrNull(value: unknown): string | null {
  return typeof value === 'string' && value.trim() !== '' ? value : null;
}
