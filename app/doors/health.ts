import type { ServerResponse } from 'node:http';
import type { Services } from '#boot/services';
import { answer, answerJson } from './http';

/**
 * 200 when everything that this process needs is well, 503 when not; every part is named. A web
 * process goes on taking webhooks without workers, so their silence is shown and not failed.
 */
export async function answerHealth(response: ServerResponse, services: Services): Promise<void> {
  const checks = await services.health();
  const ill = Object.entries(checks).filter(([, state]) => state !== 'ok');
  const failing = ill.some(([part]) => part !== 'workers' || services.env.ROLE !== 'web');
  const status = failing ? 'failing' : ill.length > 0 ? 'degraded' : 'ok';
  answerJson(response, failing ? 503 : 200, { status, checks });
}

export async function answerMetrics(response: ServerResponse, services: Services): Promise<void> {
  const { text, contentType } = await services.metrics.render();
  answer(response, 200, text, { 'content-type': contentType });
}
