import { identifyCustomer } from '#core/commerce/index';
import type { Identity } from '#core/commerce/index';
import { consentKeyword, recordConsent } from '#core/consent/index';
import { receiveReply } from '#core/inbox/index';
import type { Channel, InboundBody } from '#core/messaging/index';
import { phoneFromWaId } from '../kernel/phone';
import type { CustomerId } from '../kernel/ids';
import { APPLIED, ignored } from './fact-ports';
import type { FactContext, FactOutcome, FactPorts } from './fact-ports';
import type { InboundSeen, SenderSeen } from './facts';

export async function applyInbound(
  message: InboundSeen,
  channel: Channel,
  context: FactContext,
  ports: FactPorts,
): Promise<FactOutcome> {
  const customerId = await senderOf(message.from, context, ports);
  if (!customerId) return ignored('the message names no sender');
  const { shop, now, newId } = context;
  const at = context.onOurClock(message.at);
  // First, so that a STOP ends a recovery as what it is and not as just any reply.
  await applyKeyword({ ...message, at }, customerId, context, ports);
  const received = await receiveReply(
    {
      shopId: shop.id,
      channelId: channel.id,
      customerId,
      vendorId: message.vendorId,
      body: message.body,
      inReplyTo: message.inReplyTo,
      at,
      now,
      newId,
    },
    ports,
  );
  return received.kind === 'repeated' ? ignored('this message was received before') : APPLIED;
}

/** A whole message that says stop or start is the person's own word about marketing. */
async function applyKeyword(
  { vendorId, body, at }: InboundSeen,
  customerId: CustomerId,
  { shop, now }: FactContext,
  ports: FactPorts,
): Promise<void> {
  const intent = consentKeyword(spokenText(body));
  if (!intent) return;
  await recordConsent(
    {
      shopId: shop.id,
      now,
      record: {
        customerId,
        state: intent === 'stop' ? 'withdrawn' : 'granted',
        source: 'whatsapp_keyword',
        occurredAt: at,
        proof: { message: vendorId },
        key: `keyword:${vendorId}`,
      },
    },
    ports,
  );
}

export async function applyPreference(
  fact: { from: SenderSeen; preference: 'stop' | 'resume'; at: Date },
  context: FactContext,
  ports: FactPorts,
): Promise<FactOutcome> {
  const customerId = await senderOf(fact.from, context, ports);
  if (!customerId) return ignored('the preference names nobody');
  const { shop, now, receipt } = context;
  await recordConsent(
    {
      shopId: shop.id,
      now,
      record: {
        customerId,
        state: fact.preference === 'stop' ? 'withdrawn' : 'granted',
        source: 'whatsapp_preferences',
        occurredAt: context.onOurClock(fact.at),
        proof: { receipt: receipt.externalId },
        key: `preference:${receipt.externalId}:${customerId}:${fact.preference}`,
      },
    },
    ports,
  );
  return APPLIED;
}

/** A shopper has a new number or user id: the person stays, a number given up is forgotten. */
export async function applyIdentityChange(
  fact: { from: SenderSeen; newWaId: string | null; newUserId: string | null },
  context: FactContext,
  ports: FactPorts,
): Promise<FactOutcome> {
  const customerId = await senderOf(fact.from, context, ports);
  if (!customerId) return ignored('the change names nobody');
  const { id } = context.shop;
  const before = identitiesOf({ ...fact.from, profileName: null });
  const after = identitiesOf({ waId: fact.newWaId, userId: fact.newUserId, profileName: null });
  for (const identity of after) {
    for (const old of before.filter(({ kind }) => kind === identity.kind)) {
      await ports.customers.removeIdentity(id, old);
    }
  }
  await ports.customers.moveIdentities(id, after, customerId);
  return APPLIED;
}

function senderOf(
  from: SenderSeen,
  { shop, newId, now }: FactContext,
  ports: FactPorts,
): Promise<CustomerId | null> {
  return identifyCustomer(
    {
      shopId: shop.id,
      identities: identitiesOf(from),
      displayName: null,
      firstName: null,
      locale: null,
      countryCode: null,
      newId,
      now,
    },
    ports,
  );
}

function identitiesOf({ waId, userId }: SenderSeen): Identity[] {
  const parsed = waId === null ? null : phoneFromWaId(waId);
  return [
    ...(userId ? [{ kind: 'whatsapp_user' as const, value: userId }] : []),
    ...(parsed?.ok ? [{ kind: 'phone' as const, value: parsed.phone }] : []),
  ];
}

/** The words of a message that can be a wish to stop or start. */
function spokenText(body: InboundBody): string {
  if (body.kind === 'text' || body.kind === 'button') return body.text;
  if (body.kind === 'interactive') return body.title;
  return body.kind === 'image' ? (body.caption ?? '') : '';
}
