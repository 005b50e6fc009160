import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Services } from '#boot/services';
import { answer, answerJson } from './http';
import { keepWebhook, withBody } from './webhooks';

/** Takes what a payment provider tells of a merchant's account: the address names the account. */
export async function takePaymentEvent(
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
  services: Services,
): Promise<void> {
  const { payments, metrics, log } = services;
  const account = await payments.accountOf(path.slice('/webhooks/payments/'.length));
  if (!account) {
    answerJson(response, 404, { error: 'unknown_account' });
    return;
  }
  const source = account.account.provider;
  await withBody(source, request, response, services, async (body) => {
    try {
      const verified = await payments.verify(account, body, request.headers);
      await keepWebhook(source, verified, body, response, services);
      if (verified.kind === 'verified') await payments.heard(account);
    } catch (error) {
      metrics.webhook(source, 'unavailable');
      log.error({ err: error, source }, 'a payment event could not be verified');
      answer(response, 503, 'Try again shortly.', { 'retry-after': '5' });
    }
  });
}
