import { isRecord } from './http/exchange';

/** The app's control door as the sandbox uses it: its clock, its due work, its demo settings. */
export interface AppControl {
  get: (path: string, patienceMs?: number) => Promise<ControlAnswer>;
  post: (path: string, body: unknown) => Promise<ControlAnswer>;
}

export interface ControlAnswer {
  status: number;
  body: Record<string, unknown>;
}

/** Moving the clock waits for all work then due, which can be thousands of messages. */
const POST_PATIENCE_MS = 180_000;
const GET_PATIENCE_MS = 10_000;

export function createAppControl(appUrl: string, token: string): AppControl {
  const call = async (
    path: string,
    init: RequestInit,
    patienceMs: number,
  ): Promise<ControlAnswer> => {
    const response = await fetch(`${appUrl}/control${path}`, {
      ...init,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      signal: AbortSignal.timeout(patienceMs),
    });
    const body: unknown = await response.json().catch(() => null);
    return { status: response.status, body: isRecord(body) ? body : {} };
  };
  return {
    get: (path, patienceMs = GET_PATIENCE_MS) => call(path, { method: 'GET' }, patienceMs),
    post: (path, body) =>
      call(path, { method: 'POST', body: JSON.stringify(body) }, POST_PATIENCE_MS),
  };
}
