import { randomUUID } from 'node:crypto';
import type { Database } from '#adapters/postgres/client';
import type { Stores } from '#adapters/postgres/stores';
import type { CartWrite, OrderWrite, Shop } from '#core/commerce/index';
import type { Brand, CustomerId, NewId, SequenceId } from '#core/kernel/ids';
import type { Channel, OutboundMessage } from '#core/messaging/index';
import { DEFAULT_STEPS } from '#core/recovery/index';
import type { NonSendReason, Recovery } from '#core/recovery/index';

export const newId = randomUUID as () => string as NewId;
export const HOUR_MS = 60 * 60_000;

export interface DemoInput {
  readonly shop: Shop;
  readonly channel: Channel;
  readonly database: Pick<Database, 'sql'>;
  readonly stores: Stores;
  readonly now: Date;
}

export interface Story {
  readonly index: number;
  readonly cart: CartWrite;
  readonly customerId: CustomerId;
  readonly sequenceId: SequenceId | null;
  readonly abandoned: Date;
}

/** What became of a cart, by its number. */
export async function seedOutcome(story: Story, input: DemoInput): Promise<void> {
  const kind = story.index % 10;
  if (kind === 7) return end(story, 'declined', 'no_consent', input);
  if (kind === 8) return end(story, 'held_out', null, input);
  if (kind === 9) return end(story, 'stopped', 'purchased', input);
  return seedSent(story, kind, input);
}

function recoveryOf(
  story: Story,
  state: Recovery['state'],
  reason: NonSendReason | null,
): Recovery {
  return {
    id: newId(),
    shopId: story.cart.shopId,
    customerId: story.customerId,
    cartId: story.cart.id,
    sequenceId: story.sequenceId,
    steps: DEFAULT_STEPS,
    state,
    reason,
    startedAt: story.abandoned,
    endedAt: state === 'active' || state === 'held_out' ? null : story.abandoned,
  };
}

async function end(
  story: Story,
  state: 'declined' | 'held_out' | 'stopped',
  reason: NonSendReason | null,
  { stores }: DemoInput,
): Promise<void> {
  const recovery = recoveryOf(story, state === 'stopped' ? 'active' : state, reason);
  const { shopId, id } = recovery;
  const at = story.abandoned;
  const step = stepOf(recovery);
  await stores.recoveries.start(recovery, state === 'declined' ? [] : [step]);
  const event = { shopId, subjectId: id, occurredAt: at };
  const cartId = story.cart.id;
  if (state === 'declined' && reason) {
    await stores.events.append({
      ...event,
      type: 'recovery.declined',
      payload: { cartId, reason },
    });
  }
  if (state === 'held_out') {
    await stores.events.append({ ...event, type: 'recovery.held_out', payload: { cartId } });
    const noted = { state: 'would_have_sent', reason: null, messageId: null } as const;
    await stores.recoveries.decide(shopId, step.id, noted, new Date(at.getTime() + HOUR_MS));
  }
  if (state === 'stopped' && reason) {
    await stores.events.append({ ...event, type: 'recovery.started', payload: { cartId } });
    await stores.recoveries.cancelPending(shopId, id, reason, at);
    await stores.recoveries.end(shopId, id, 'stopped', reason, at);
    await stores.events.append({ ...event, type: 'recovery.stopped', payload: { reason } });
  }
}

const stepOf = (recovery: Recovery) => ({
  id: newId(),
  shopId: recovery.shopId,
  recoveryId: recovery.id,
  index: 0,
  dueAt: new Date(recovery.startedAt.getTime() + 24 * HOUR_MS),
  state: 'pending' as const,
  reason: null,
  messageId: null,
  decidedAt: null,
});

/** A message that was sent; `kind` says how far it came. */
async function seedSent(story: Story, kind: number, input: DemoInput): Promise<void> {
  const { stores } = input;
  const recovery = recoveryOf(story, 'active', null);
  const step = stepOf(recovery);
  await stores.recoveries.start(recovery, [step]);
  const event = { shopId: recovery.shopId, subjectId: recovery.id, occurredAt: story.abandoned };
  await stores.events.append({
    ...event,
    type: 'recovery.started',
    payload: { cartId: story.cart.id },
  });
  const at = new Date(Math.min(step.dueAt.getTime(), input.now.getTime() - HOUR_MS));
  const message = messageOf(story, recovery, input.channel, at);
  await stores.messages.enqueue(message);
  const decided = { state: 'queued', reason: null, messageId: message.id } as const;
  await stores.recoveries.decide(recovery.shopId, step.id, decided, at);
  await stores.messages.claim(
    [{ shopId: recovery.shopId, id: message.id }],
    at,
    new Date(at.getTime() + HOUR_MS),
  );
  if (kind === 6) {
    await stores.messages.failed(recovery.shopId, message.id, '131026', at);
    return;
  }
  const vendorId = `wamid.${message.id}`;
  const answer = { vendorId, waId: null, userId: null };
  await stores.messages.accepted([{ shopId: recovery.shopId, id: message.id, answer, at }]);
  const told = (['delivered', 'read'] as const).slice(0, kind < 4 ? 2 : 1);
  for (const [place, state] of told.entries()) {
    const when = new Date(at.getTime() + (place + 1) * 60_000);
    const status = { vendorId, callbackId: message.id, state, code: null, at: when };
    const { shopId } = recovery;
    const seen = { ...status, waId: null, userId: null };
    await stores.messages.applyStatuses([{ shopId, status: seen }]);
  }
  if (kind < 3) await seedClick({ story, recovery, message, at, kind }, input);
}

function messageOf(story: Story, recovery: Recovery, channel: Channel, at: Date): OutboundMessage {
  const title = story.cart.lineItems[0]?.title ?? '';
  return {
    id: newId(),
    shopId: recovery.shopId,
    channelId: channel.id,
    customerId: story.customerId,
    conversationId: null,
    key: `recovery:${recovery.id}:0`,
    to: { kind: 'phone', phone: story.cart.phone ?? '' },
    body: {
      kind: 'template',
      name: 'cart_reminder',
      language: 'it',
      headerImageUrl: null,
      bodyParameters: [],
      buttons: [],
      preview: `Ciao, hai lasciato qualcosa nel carrello: ${title}.`,
    },
    category: 'marketing',
    recoveryId: recovery.id,
    stepId: null,
    linkToken: null,
    state: 'queued',
    attempts: 0,
    vendorId: null,
    failureCode: null,
    createdAt: at,
    sentAt: null,
  };
}

interface Clicked {
  readonly story: Story;
  readonly recovery: Recovery;
  readonly message: OutboundMessage;
  readonly at: Date;
  readonly kind: number;
}

async function seedClick({ story, recovery, message, at, kind }: Clicked, { stores }: DemoInput) {
  const { shopId } = recovery;
  const token: Brand<'LinkToken'> = newId();
  const sequenceId = story.sequenceId ?? newId();
  const link = { token, shopId, customerId: story.customerId, recoveryId: recovery.id, sequenceId };
  const expiresAt = new Date(at.getTime() + 1_000 * HOUR_MS);
  const rest = { messageId: message.id, cartId: story.cart.id, discountCode: null, createdAt: at };
  await stores.links.save({ ...link, ...rest, expiresAt });
  const clicked = new Date(at.getTime() + 5 * 60_000);
  const touch = { shopId, token, occurredAt: clicked, client: 'mobile browser' };
  await stores.links.recordTouch({ ...touch, robot: false });
  if (kind < 2) await seedOrder({ story, recovery, message, at: clicked, kind }, token, stores);
}

async function seedOrder({ story, recovery, at, kind }: Clicked, token: string, stores: Stores) {
  const currency = story.index === 20 ? 'USD' : 'EUR';
  const total = { minor: story.cart.total.minor, currency };
  const paidAt = new Date(at.getTime() + 10 * 60_000);
  const order: OrderWrite = {
    id: newId(),
    shopId: recovery.shopId,
    externalId: randomUUID(),
    name: `#${1_001 + story.index}`,
    customerId: story.customerId,
    phone: story.cart.phone,
    email: null,
    checkoutToken: story.cart.externalId,
    cartToken: null,
    clickToken: token,
    discountCodes: [],
    total,
    currentTotal: total,
    payment: 'paid',
    placedAt: paidAt,
    paidAt,
    cancelledAt: null,
    sourceUpdatedAt: paidAt,
    isRequested: false,
  };
  await stores.orders.upsertNewest(order);
  const { shopId, id: recoveryId } = recovery;
  const sequenceId = recovery.sequenceId ?? newId();
  const proof = { proof: 'click_token' as const, evidence: token, attributedAt: paidAt };
  await stores.attributions.attribute({
    shopId,
    orderId: order.id,
    recoveryId,
    sequenceId,
    ...proof,
  });
  const credit = { kind: 'credit', amount: total, sourceKey: 'paid', at: paidAt } as const;
  await stores.attributions.append(shopId, order.id, credit);
  if (kind !== 1 || story.index % 20 !== 11) return;
  const amount = { minor: -total.minor, currency };
  const refund = { kind: 'refund', amount, sourceKey: 'refund:1', at: paidAt } as const;
  await stores.attributions.append(shopId, order.id, refund);
}
