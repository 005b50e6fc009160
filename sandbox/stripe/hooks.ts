import { randomBytes } from 'node:crypto';
import { json, type Answer } from '../http/exchange';
import { invalid, missing } from './errors';
import { leaf, type FormTree } from './form';

export const newId = (prefix: string): string => `${prefix}_${randomBytes(12).toString('hex')}`;

/** Webhook endpoints with their signing secrets, by their ids. */
export type Hooks = Map<string, { readonly url: string; readonly secret: string }>;

export function hookRoute(
  { hooks }: { readonly hooks: Hooks },
  method: string,
  id: string | undefined,
  params: FormTree,
): Answer {
  if (method === 'DELETE') {
    return hooks.delete(id ?? '')
      ? json(200, { id, deleted: true })
      : missing('webhook_endpoint', id ?? '');
  }
  if (method === 'GET') {
    const data = [...hooks].map(([hook, { url }]) => ({
      id: hook,
      object: 'webhook_endpoint',
      url,
    }));
    return json(200, { object: 'list', data, has_more: false });
  }
  const url = leaf(params, 'url');
  if (url === null || leaf(params, 'enabled_events', '0') === null)
    return invalid('url', 'Missing url');
  const made = { url, secret: newId('whsec') };
  const hook = newId('we');
  hooks.set(hook, made);
  return json(200, { id: hook, object: 'webhook_endpoint', ...made });
}
