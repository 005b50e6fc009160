import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Services } from '#boot/services';
import { receiveWebhook, STATUSES_TOPIC } from '#core/intake/index';
import type { ReceiveOutcome, ReceiptSource, Verified } from '#core/intake/index';
import { answer, readBody, refuseBody, requestUrl } from './http';

const MAX_BODY_BYTES = 3 * 1024 * 1024;

export type WebhookSource = Exclude<ReceiptSource, 'reconciliation'>;

/** Sources refuse to retry a 4xx for long, so only what can never become right gets one. */
const STATUS: Readonly<Record<ReceiveOutcome, number>> = {
  recorded: 200,
  repeated: 200,
  refused: 401,
  unknown_shop: 404,
};

/**
 * Takes a webhook: raw bytes, signature, durable receipt, answer. Nothing is parsed here, and
 * nothing is promised before it is on disk: a database that is behind, or a process that holds as many
 * bodies as it may, answers 503.
 */
export const takeWebhook = (
  source: 'shopify' | 'whatsapp',
  request: IncomingMessage,
  response: ServerResponse,
  services: Services,
): Promise<void> =>
  withBody(source, request, response, services, async (body) => {
    const verified = services.verifyWebhook[source](body, request.headers);
    await keepWebhook(source, verified, body, response, services);
  });

/** Reads a webhook's bytes, as long as this process has room for them. */
export async function withBody(
  source: WebhookSource,
  request: IncomingMessage,
  response: ServerResponse,
  services: Services,
  keep: (body: Buffer) => Promise<void>,
): Promise<void> {
  const room = services.doorRoom.enter();
  try {
    const read = await readBody(request, MAX_BODY_BYTES, room.take);
    if (read.kind === 'aborted') return;
    if (read.kind === 'body') {
      await keep(read.bytes);
    } else {
      services.metrics.webhook(source, read.kind);
      refuseBody(response, read.kind);
    }
  } finally {
    room.release();
  }
}

/** Keeps what was verified, and answers. */
export async function keepWebhook(
  source: WebhookSource,
  verified: Verified,
  body: Buffer,
  response: ServerResponse,
  services: Services,
): Promise<void> {
  try {
    const outcome = await receiveWebhook(
      {
        source,
        verified,
        body,
        now: services.clock.now(),
      },
      services.stores,
    );
    services.metrics.webhook(source, outcome);
    answer(response, STATUS[outcome]);
    if (outcome === 'recorded') wakeReader(verified, services);
  } catch (error) {
    services.metrics.webhook(source, 'unavailable');
    services.log.error({ err: error, source }, 'a webhook could not be kept');
    answer(response, 503, 'Try again shortly.', { 'retry-after': '5' });
  }
}

/** A flood of statuses would have every worker look again and again for work that isn't there. */
function wakeReader(verified: Verified, services: Services): void {
  const onlyStatuses = verified.kind === 'verified' && verified.topic === STATUSES_TOPIC;
  services.wake(onlyStatuses ? 'statuses' : undefined);
}

/** Meta's check when a webhook is registered: the word must be ours, the challenge is echoed. */
export function answerChallenge(
  request: IncomingMessage,
  response: ServerResponse,
  services: Services,
): void {
  const query = requestUrl(request).searchParams;
  const challenge = services.whatsappChallenge(query);
  if (challenge === null) answer(response, 403, 'The verify token is another one.');
  else answer(response, 200, challenge);
}
