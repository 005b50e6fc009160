import type { Cart } from '#core/commerce/index';
import { checkPayload, mergeValues, renderTemplate } from '#core/messaging/index';
import type { CartStory } from '#core/messaging/index';
import type { MessageStore, MessagingEvent, OutboundMessage } from '#core/messaging/index';
import type { TemplateBody } from '#core/messaging/index';
import { allDone } from '../kernel/all-done';
import type { EventLog } from '../kernel/event-envelope';
import type { LinkToken, MessageId, NewId } from '../kernel/ids';
import type { NonSendReason } from './non-send-reason';
import type { RecoveryStore, StepLink } from './ports';
import type { Prepared } from './prepare-message';
import type { StepRead } from './read-step';
import type { Recovery, RecoveryStep } from './recovery';
import { stepKey } from './step-try';

export interface WriteMessageInput {
  readonly recovery: Recovery;
  readonly row: RecoveryStep;
  readonly read: StepRead;
  readonly prepared: Extract<Prepared, { kind: 'ready' }>;
  readonly now: Date;
  readonly newId: NewId;
  /** 128 bits of chance. */
  readonly newToken: () => LinkToken;
  /** Where the product answers shoppers and the vendor, without a slash at the end. */
  readonly publicUrl: string;
}

export interface WriteMessagePorts {
  readonly recoveries: Pick<RecoveryStore, 'decide'>;
  readonly messages: Pick<MessageStore, 'enqueue' | 'byKey'>;
  readonly links: { save(link: StepLink): Promise<void> };
  readonly events: EventLog<MessagingEvent>;
}

export type WriteMessageOutcome =
  | { readonly kind: 'queued'; readonly messageId: MessageId }
  | { readonly kind: 'skip'; readonly reason: NonSendReason };

/** Longer than any attribution window, so that a late tap still leads to the cart. */
const LINK_LIFE_MS = 45 * 24 * 60 * 60_000;

/**
 * Renders a step's message, checks it against its template, and writes message, link and decision
 * down together. A message that doesn't render or fit is not written.
 */
export async function writeMessage(
  input: WriteMessageInput,
  ports: WriteMessagePorts,
): Promise<WriteMessageOutcome> {
  const { recovery, row, now } = input;
  const token = input.newToken();
  const messageId: MessageId = input.newId();
  const composed = compose(input, messageId, token);
  if (!composed.ok) return { kind: 'skip', reason: composed.reason };
  const message = outbound(input, composed, messageId, token);
  if (!message) return { kind: 'skip', reason: 'not_renderable' };
  const queued = await ports.messages.enqueue(message);
  const id = queued ? messageId : await existing(message, ports.messages);
  const decision = { state: 'queued', reason: null, messageId: id } as const;
  const decided = ports.recoveries.decide(recovery.shopId, row.id, decision, now);
  const told = queued ? tellQueued(input, message, token, ports) : Promise.resolve();
  await allDone([decided, told]);
  return { kind: 'queued', messageId: id };
}

async function tellQueued(
  input: WriteMessageInput,
  message: OutboundMessage,
  token: LinkToken,
  ports: Pick<WriteMessagePorts, 'links' | 'events'>,
): Promise<void> {
  const { id, shopId } = message;
  await allDone([
    ports.links.save(linkOf(input, message, token)),
    ports.events.append({
      type: 'message.queued',
      shopId,
      subjectId: id,
      occurredAt: input.now,
      payload: { messageId: id },
    }),
  ]);
}

type Composed =
  | { readonly ok: true; readonly body: TemplateBody }
  | { readonly ok: false; readonly reason: NonSendReason };

function compose(input: WriteMessageInput, messageId: MessageId, token: LinkToken): Composed {
  const { template, cart } = input.read;
  if (!template || !cart) return { ok: false, reason: 'not_renderable' };
  const { imagePath } = input.prepared;
  const rendered = renderTemplate({
    name: template.name,
    language: template.language,
    content: template.content,
    values: mergeValues(storyOf(input, cart, template.language)),
    imageUrl: imagePath && `${input.publicUrl}${imagePath}`,
    linkToken: token,
    replyPayload: messageId,
  });
  if (!rendered.ok) return { ok: false, reason: 'not_renderable' };
  const mismatches = checkPayload(rendered.body, template);
  return mismatches.length > 0 ? { ok: false, reason: 'template_mismatch' } : rendered;
}

const storyOf = (
  { read: { customer, shop, reach }, prepared }: WriteMessageInput,
  cart: Cart,
  language: string,
): CartStory => ({
  firstName: customer && customer.firstName,
  shopName: shop.name,
  items: cart.lineItems,
  total: cart.total,
  discount: prepared.discount,
  language,
  timeZone: reach.zones[0] ?? shop.timeZone,
});

function outbound(
  { recovery, row, read, now }: WriteMessageInput,
  { body }: Extract<Composed, { ok: true }>,
  id: MessageId,
  linkToken: LinkToken,
): (OutboundMessage & { readonly recoveryId: Recovery['id'] }) | null {
  const { channel, customer, reach } = read;
  if (!channel || !customer || !reach.recipient) return null;
  return {
    id,
    shopId: recovery.shopId,
    channelId: channel.id,
    customerId: customer.id,
    conversationId: null,
    key: stepKey(recovery.id, row),
    to: reach.recipient,
    body,
    category: 'marketing',
    recoveryId: recovery.id,
    stepId: row.id,
    linkToken,
    state: 'queued',
    attempts: 0,
    vendorId: null,
    failureCode: null,
    createdAt: now,
    sentAt: null,
  };
}

function linkOf(
  { recovery, prepared, now }: WriteMessageInput,
  message: OutboundMessage,
  token: LinkToken,
): StepLink {
  if (!recovery.sequenceId) throw new Error('a recovery without a sequence has no steps');
  return {
    token,
    shopId: recovery.shopId,
    customerId: message.customerId,
    recoveryId: recovery.id,
    sequenceId: recovery.sequenceId,
    messageId: message.id,
    cartId: recovery.cartId,
    discountCode: prepared.discount?.code ?? null,
    createdAt: now,
    expiresAt: new Date(now.getTime() + LINK_LIFE_MS),
  };
}

/** The step's message was written before: one key, one message. */
async function existing(
  message: OutboundMessage,
  messages: Pick<MessageStore, 'byKey'>,
): Promise<MessageId> {
  const known = await messages.byKey(message.shopId, message.key);
  if (!known) throw new Error('the send ledger refused a key that it does not hold');
  return known.id;
}
