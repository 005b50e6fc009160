import { randomBytes } from 'node:crypto';
import { json, textField, type Answer, type Exchange } from '../http/exchange';
import { refusal } from './errors';

/** PayPal names everything alike. */
export const newId = (): string => randomBytes(9).toString('hex').toUpperCase().slice(0, 17);

/** Webhooks by their ids; two at one address are refused. */
export function hookRoute(
  { hooks }: { readonly hooks: Map<string, string> },
  { method, url }: Exchange,
  body: Record<string, unknown>,
): Answer {
  const id = url.pathname.split('/')[4] ?? '';
  if (method === 'GET') {
    return json(200, { webhooks: [...hooks].map(([hook, at]) => ({ id: hook, url: at })) });
  }
  if (method === 'DELETE') {
    return hooks.delete(id)
      ? { kind: 'reply', status: 204, headers: {}, body: '' }
      : refusal(404, 'INVALID_RESOURCE_ID');
  }
  const at = textField(body, 'url');
  if ([...hooks.values()].includes(at)) return refusal(400, 'WEBHOOK_URL_ALREADY_EXISTS');
  const made = newId();
  hooks.set(made, at);
  return json(201, { id: made, url: at });
}
