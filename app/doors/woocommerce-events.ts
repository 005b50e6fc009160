import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Services } from '#boot/services';
import { answer, answerJson } from './http';
import { keepWebhook, withBody } from './webhooks';

const SOURCE = 'woocommerce';

/**
 * Takes what a WooCommerce store tells, of our plugin or of WooCommerce itself. A refusal is a word
 * that the plugin acts upon: it corrects its clock, or knows that it is disconnected (410).
 */
export const takeStoreEvent = (
  request: IncomingMessage,
  response: ServerResponse,
  services: Services,
): Promise<void> =>
  withBody(SOURCE, request, response, services, async (body) => {
    const { method = 'POST', url: path = '/', headers } = request;
    const verified = await verifiedOrNull({ method, path, headers, body }, services);
    if (verified === null) {
      answer(response, 503, 'Try again shortly.', { 'retry-after': '5' });
    } else if (verified.kind === 'verified') {
      await keepWebhook(SOURCE, verified, body, response, services);
    } else {
      services.metrics.webhook(SOURCE, verified.kind);
      refuseOrGreet(verified, response);
    }
  });

type Verdict = Awaited<ReturnType<Services['woocommerce']['verify']>>;

/** The keys stand in the database: without it nobody can say whether a signature is right. */
async function verifiedOrNull(
  request: Parameters<Services['woocommerce']['verify']>[0],
  { woocommerce, metrics, log }: Services,
): Promise<Verdict | null> {
  try {
    return await woocommerce.verify(request);
  } catch (error) {
    metrics.webhook(SOURCE, 'unavailable');
    log.error({ err: error, source: SOURCE }, 'the keys of a site could not be read');
    return null;
  }
}

function refuseOrGreet(
  verdict: Exclude<Verdict, { kind: 'verified' }>,
  response: ServerResponse,
): void {
  if (verdict.kind === 'ping') answer(response, 200);
  else if (verdict.kind === 'unknown_site') answerJson(response, 410, { error: 'unknown_site' });
  else answerJson(response, 401, wordsOf(verdict.reason));
}

const wordsOf = (reason: string): Readonly<Record<string, unknown>> =>
  reason === 'clock' ? { error: reason, now: Math.floor(Date.now() / 1000) } : { error: reason };
