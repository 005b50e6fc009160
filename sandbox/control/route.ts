import type { Sandbox } from '../world';
import { ControlRefusal } from './move-clock';

export type Fields = Record<string, unknown>;
export type ControlRoute = (sandbox: Sandbox, fields: Fields) => Promise<unknown>;

export function requireText(fields: Fields, name: string): string {
  const value = fields[name];
  if (typeof value === 'string' && value.trim() !== '') return value;
  throw new ControlRefusal(400, `"${name}" must be a text.`);
}

export function oneOf<Word extends string>(
  field: string,
  value: unknown,
  words: readonly Word[],
): Word {
  const word = words.find((one) => one === value);
  if (word !== undefined) return word;
  throw new ControlRefusal(400, `"${field}" must be one of ${words.join(', ')}.`);
}
