import { json, type Reply } from '../http/exchange';

interface StripeError {
  readonly type?: string;
  readonly code?: string;
  readonly param?: string;
  readonly message: string;
}

/** https://docs.stripe.com/api/errors */
export function refusal(status: number, error: StripeError): Reply {
  return json(status, { error: { type: 'invalid_request_error', ...error } });
}

export const missing = (what: string, id: string): Reply =>
  refusal(404, { code: 'resource_missing', message: `No such ${what}: '${id}'` });

export const unknownParameter = (param: string): Reply =>
  refusal(400, {
    code: 'parameter_unknown',
    param,
    message: `Received unknown parameter: ${param}`,
  });

export const invalid = (param: string, message: string): Reply =>
  refusal(400, { code: 'parameter_invalid', param, message });
