import { statusError } from './errors';
import { hasAccount, refusesMarketing } from './identity';
import { checkLinkedImage } from './media';
import type { ChatMessage, Phone, Tick } from './phones';
import { statusValue } from './webhooks';
import { announce, showsNumber, type MetaWorld } from './world';

interface Sending {
  phone: Phone;
  message: ChatMessage;
  /** Code that a fault asked for. */
  failWith: number | null;
  isTemplate: boolean;
}

/** Real-time delays after acceptance: a phone that is on-line and looked at. */
const SENT_MS = 300;
const DELIVERED_MS = 1_000;
const READ_MS = 3_000;
const WINDOW_MS = 24 * 60 * 60 * 1000;

/** Decides what becomes of an accepted message and reports it by status webhooks. */
export function scheduleOutcome(world: MetaWorld, sending: Sending): void {
  world.schedule.after(SENT_MS, async () => {
    const failure = await failureOf(world, sending);
    if (failure !== null) return report(world, sending, 'failed', failure);
    await report(world, sending, 'sent', null);
    world.schedule.after(DELIVERED_MS - SENT_MS, async () => {
      await report(world, sending, 'delivered', null);
      world.schedule.after(READ_MS - DELIVERED_MS, () => report(world, sending, 'read', null));
    });
  });
}

interface Failure {
  code: number;
  details: string;
}

/** Meta accepts these with HTTP 200 and fails them later, by webhook. */
async function failureOf(world: MetaWorld, sending: Sending): Promise<Failure | null> {
  const code = sending.failWith ?? refusedCode(world, sending);
  if (code !== null) return { code, details: '' };
  const { image } = sending.message;
  if (image?.startsWith('http') !== true) return null;
  const reason = await checkLinkedImage(image);
  return reason === null ? null : { code: 131053, details: reason };
}

function refusedCode(world: MetaWorld, { phone, message, isTemplate }: Sending): number | null {
  if (!hasAccount(phone.waId)) return 131026;
  if (!isTemplate && !isWindowOpen(phone, new Date(message.at))) return 131047;
  if (message.category !== 'marketing') return null;
  if (refusesMarketing(phone.waId)) return 131049;
  return world.stopped.has(phone.waId) ? 131050 : null;
}

/** Whether free-form answers are possible: for 24 hours after the shopper's last message. */
export function isWindowOpen(phone: Phone, at: Date): boolean {
  if (phone.lastInboundAt === null) return false;
  return at.getTime() - Date.parse(phone.lastInboundAt) < WINDOW_MS;
}

async function report(
  world: MetaWorld,
  sending: Sending,
  status: Exclude<Tick, 'accepted'>,
  failure: Failure | null,
): Promise<void> {
  const { phone, message } = sending;
  message.tick = status;
  message.error = failure === null ? null : `${failure.code} ${statusError(failure.code).title}`;
  const value = statusValue({
    phone,
    message,
    status,
    at: await world.clock.now(),
    showsNumber: showsNumber(world, phone),
    ...(failure === null ? {} : { error: statusError(failure.code, failure.details) }),
  });
  await announce(world, 'messages', value);
}
