import type { EventLog } from '../kernel/event-envelope';
import type { MessagingEvent } from './events';
import type { FaultEffect, FaultGuide } from './fault-guide';
import type { OutboundMessage } from './message';
import { holdMarketing, watchReception } from './hold-marketing';
import type { ChannelStore, MessageStore, TemplateStore } from './ports';
import { recordTemplateStatus } from './record-template-status';

export interface EffectPorts {
  readonly channels: Pick<ChannelStore, 'byId' | 'setState' | 'setHold'>;
  readonly messages: Pick<MessageStore, 'reception'>;
  readonly templates: Pick<TemplateStore, 'byName' | 'setState'>;
  readonly events: EventLog<MessagingEvent>;
  readonly faults: FaultGuide;
}

export interface FailedSend {
  readonly message: OutboundMessage;
  /** The vendor's error code. */
  readonly code: string;
  readonly now: Date;
}

/**
 * What a vendor's error does beyond the one message: stops a number that would only fail again,
 * pauses a template, or notes that a person can't be reached. In the caller's transaction.
 */
export async function applyFaultEffect(failed: FailedSend, ports: EffectPorts): Promise<void> {
  await EFFECTS[ports.faults.effectOf(failed.code)](failed, ports);
}

type Effect = (failed: FailedSend, ports: EffectPorts) => Promise<void>;

const nothing: Effect = () => Promise.resolve();

const EFFECTS: Readonly<Record<FaultEffect, Effect>> = {
  retry: nothing,
  delay_recipient: nothing,
  slow_down: nothing,
  fail: nothing,
  unreachable: noteUnreachable,
  opted_out: noteOptOut,
  unwanted: watchNumber,
  pause_campaign: (failed, ports) => stopTemplate(failed, 'paused', ports),
  stop_template: (failed, ports) => stopTemplate(failed, 'disabled', ports),
  hold_marketing: holdNumber,
  pause_number: (failed, ports) => stopChannel(failed, 'paused', ports),
  billing: (failed, ports) => stopChannel(failed, 'paused', ports),
  token: (failed, ports) => stopChannel(failed, 'disconnected', ports),
};

/** A number that is stopped already keeps its first reason. */
async function stopChannel(
  { message, code, now }: FailedSend,
  state: 'paused' | 'disconnected',
  ports: EffectPorts,
): Promise<void> {
  const { shopId, channelId } = message;
  const channel = await ports.channels.byId(shopId, channelId);
  if (!channel || channel.state !== 'connected') return;
  const { title, advice } = ports.faults.explain(code);
  const reason = `${title} ${advice}`;
  await ports.channels.setState(shopId, channelId, state, reason);
  await ports.events.append({
    type: 'channel.changed',
    shopId,
    subjectId: channelId,
    occurredAt: now,
    payload: { channelId, state, reason },
  });
}

async function holdNumber(
  { message: { shopId, channelId }, now }: FailedSend,
  ports: EffectPorts,
): Promise<void> {
  const channel = await ports.channels.byId(shopId, channelId);
  if (channel) await holdMarketing({ channel, cause: 'vendor_limit', now }, ports);
}

async function watchNumber(
  { message: { shopId, channelId }, now }: FailedSend,
  ports: EffectPorts,
): Promise<void> {
  const channel = await ports.channels.byId(shopId, channelId);
  if (channel) await watchReception({ channel, now }, ports);
}

async function stopTemplate(
  { message, code, now }: FailedSend,
  state: 'paused' | 'disabled',
  ports: EffectPorts,
): Promise<void> {
  if (message.body.kind !== 'template') return;
  const { name, language } = message.body;
  await recordTemplateStatus(
    {
      shopId: message.shopId,
      vendorId: null,
      name,
      language,
      state,
      reason: ports.faults.explain(code).title,
      category: null,
      now,
    },
    ports,
  );
}

async function noteUnreachable(
  { message, code, now }: FailedSend,
  { events }: EffectPorts,
): Promise<void> {
  const { shopId, customerId } = message;
  await events.append({
    type: 'customer.unreachable',
    shopId,
    subjectId: customerId,
    occurredAt: now,
    payload: { customerId, code },
  });
}

async function noteOptOut({ message, now }: FailedSend, { events }: EffectPorts): Promise<void> {
  const { shopId, customerId, id } = message;
  await events.append({
    type: 'customer.opted_out',
    shopId,
    subjectId: customerId,
    occurredAt: now,
    payload: { customerId, messageId: id },
  });
}
