import { createWhatsAppCloud } from '../../../app/adapters/messaging/whatsapp-cloud/index';
import type { MessageId } from '../../../app/core/kernel/ids';
import type { MessageBody } from '../../../app/core/messaging/index';
import { answering, sayReady } from './answering';
import { repeat } from './repeat';
import { LANES, META_TOKEN, META_URL } from './send-message';

/** The product's gateway: payload, pace of the number, time limits, size limits, faults. */
const gateway = createWhatsAppCloud({
  baseUrl: META_URL,
  apiVersion: 'v26.0',
  now: () => new Date(),
  connections: LANES,
});
/** Meta's highest pace of one number; enough numbers that it holds nobody back. */
const PER_SECOND = 1_000;

const reminder = (number: number): MessageBody => ({
  kind: 'template',
  name: 'cart_reminder_image',
  language: 'es',
  headerImageUrl: `https://app.example.com/${number}.jpg`,
  bodyParameters: ['María', 'Merino Wool Crew Neck Sweater – Navy', '89,00 €'],
  buttons: [{ kind: 'url', suffix: number.toString(36) }],
  preview: '',
});

async function send(number: number, numbers: number): Promise<void> {
  const access = {
    phoneNumberId: String(100_000_000_000_000 + (number % numbers)),
    wabaId: '200000000000001',
    accessToken: META_TOKEN,
    messagesPerSecond: PER_SECOND,
  };
  await gateway.send(
    access,
    { kind: 'phone', phone: `+3460${1_000_000 + (number % 1_000_000)}` },
    reminder(number),
    `message-${number}` as MessageId,
    () => true,
  );
}

answering<{ seconds: number; numbers: number }>('send', ({ seconds, numbers }) =>
  repeat(seconds, (number) => send(number, numbers), LANES),
);
sayReady(true);
