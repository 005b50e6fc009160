import { createHmac } from 'node:crypto';
import type { Parcel } from '../postman';
import type { StatusError } from './errors';
import type { ChatMessage, Phone } from './phones';
import type { Template, TemplateQuality } from './template';

/** Ids of the demo business on WhatsApp. */
export const BUSINESS = {
  phoneNumberId: '100000000000001',
  wabaId: '200000000000001',
  portfolioId: '600000000000001',
  displayNumber: '+39 06 9480 0001',
  verifiedName: 'Bottega Demo',
  token: 'demo-whatsapp-token',
} as const;

export const BUSINESS_DIGITS = BUSINESS.displayNumber.replace(/\D/g, '');

const METADATA = {
  display_phone_number: BUSINESS_DIGITS,
  phone_number_id: BUSINESS.phoneNumberId,
};

/** Wraps one change in the envelope that Meta posts, signed over the raw bytes. */
export function whatsappParcel(field: string, value: unknown, appSecret: string, at: Date): Parcel {
  const body = JSON.stringify({
    object: 'whatsapp_business_account',
    entry: [{ id: BUSINESS.wabaId, time: Number(seconds(at)), changes: [{ value, field }] }],
  });
  const signature = createHmac('sha256', appSecret).update(body).digest('hex');
  return {
    service: 'whatsapp',
    topic: field,
    path: '/webhooks/whatsapp',
    headers: { 'x-hub-signature-256': `sha256=${signature}`, 'user-agent': 'facebookexternalua' },
    body,
  };
}

export function seconds(at: Date): string {
  return String(Math.floor(at.getTime() / 1000));
}

export interface StatusFacts {
  phone: Phone;
  message: ChatMessage;
  status: 'sent' | 'delivered' | 'read' | 'failed';
  at: Date;
  error?: StatusError;
  /** False for a person who hides the phone number behind a username. */
  showsNumber: boolean;
}

export function statusValue(facts: StatusFacts): unknown {
  const { phone, message } = facts;
  return {
    messaging_product: 'whatsapp',
    metadata: METADATA,
    statuses: [
      {
        id: message.id,
        status: facts.status,
        timestamp: seconds(facts.at),
        ...(facts.showsNumber ? { recipient_id: phone.waId } : {}),
        recipient_user_id: phone.userId,
        ...(message.callbackData === null
          ? {}
          : { biz_opaque_callback_data: message.callbackData }),
        ...(facts.error === undefined ? billing(facts) : { errors: [facts.error] }),
      },
    ],
  };
}

function billing(facts: StatusFacts): Record<string, unknown> {
  const day = 24 * 60 * 60 * 1000;
  const conversation = {
    id: `conversation-${facts.phone.waId}`,
    ...(facts.status === 'sent'
      ? { expiration_timestamp: seconds(new Date(facts.at.getTime() + day)) }
      : {}),
    origin: { type: facts.message.category },
  };
  const pricing = {
    billable: true,
    pricing_model: 'PMP',
    category: facts.message.category,
    type: 'regular',
  };
  return facts.status === 'read' ? {} : { conversation, pricing };
}

/** Value of a `messages` change that carries one inbound message of a shopper. */
export function inboundValue(
  phone: Phone,
  message: Record<string, unknown>,
  showsNumber: boolean,
): unknown {
  return {
    messaging_product: 'whatsapp',
    metadata: METADATA,
    contacts: [
      {
        profile: { name: phone.name },
        ...(showsNumber ? { wa_id: phone.waId } : {}),
        user_id: phone.userId,
      },
    ],
    messages: [
      {
        ...(showsNumber ? { from: phone.waId } : {}),
        from_user_id: phone.userId,
        ...message,
      },
    ],
  };
}

/** System messages have no contacts array. */
export function systemValue(phone: Phone, message: Record<string, unknown>): unknown {
  return {
    messaging_product: 'whatsapp',
    metadata: METADATA,
    messages: [{ from: phone.waId, ...message }],
  };
}

export function preferenceValue(phone: Phone, value: 'stop' | 'resume', at: Date): unknown {
  return {
    messaging_product: 'whatsapp',
    metadata: METADATA,
    contacts: [{ profile: { name: phone.name }, wa_id: phone.waId, user_id: phone.userId }],
    user_preferences: [
      {
        wa_id: phone.waId,
        user_id: phone.userId,
        detail: `User requested to ${value} marketing messages`,
        category: 'marketing_messages',
        value,
        timestamp: Math.floor(at.getTime() / 1000),
      },
    ],
  };
}

export function templateStatusValue(template: Template): unknown {
  return {
    event: template.status,
    message_template_id: Number(template.id),
    message_template_name: template.name,
    message_template_language: template.language,
    message_template_category: template.category,
    reason: template.rejectedReason,
  };
}

/** A template's rating has changed; `template` has the new one. */
export function templateQualityValue(template: Template, previous: TemplateQuality): unknown {
  return {
    previous_quality_score: previous,
    new_quality_score: template.quality,
    message_template_id: Number(template.id),
    message_template_name: template.name,
    message_template_language: template.language,
  };
}

/** Null for a rating of which Meta tells nothing by itself. */
export function numberQualityValue(quality: string): unknown {
  const event = { RED: 'FLAGGED', GREEN: 'UNFLAGGED' }[quality];
  return event === undefined ? null : { display_phone_number: BUSINESS_DIGITS, event };
}

/** The business portfolio may reach more, or fewer, people a day. */
export const capabilityValue = (tier: string): unknown => ({
  max_daily_conversations_per_business: tier,
  max_phone_numbers_per_waba: 25,
});
