import { json, type Reply } from '../http/exchange';

const NAMES: Readonly<Record<number, string>> = {
  400: 'INVALID_REQUEST',
  403: 'NOT_AUTHORIZED',
  404: 'RESOURCE_NOT_FOUND',
  422: 'UNPROCESSABLE_ENTITY',
};

/** https://developer.paypal.com/api/rest/responses/ */
export const refusal = (status: number, issue: string, field = ''): Reply =>
  json(status, {
    name: NAMES[status] ?? 'INTERNAL_SERVER_ERROR',
    message: 'The request was refused.',
    details: [{ issue, ...(field === '' ? {} : { field }) }],
  });
