import { createHttp } from '#adapters/http/request';
import { isVendorFault } from '#core/kernel/vendor-fault';
import type {
  ChannelAccess,
  MessagingGateway,
  SendAccepted,
  SendingAccess,
  SlotBook,
} from '#core/messaging/index';
import { faultOf, ruleOf } from './faults';
import { createGraph, type Graph } from './graph.server';
import { listOf, recordOf, textOf, type JsonRecord } from './json-reading';
import { readMedia, uploadMedia } from './media.server';
import { readNumber } from './number.server';
import { ownSlots } from './own-slots';
import { createPace, type Pace } from './pace';
import { createSeats, type GiveSeat, type Seats } from './seats';
import { messagePayload, readReceiptPayload } from './template-payload';
import { createTemplate, deleteTemplate, editTemplate, listTemplates } from './templates.server';

export interface WhatsAppOptions {
  /** "https://graph.facebook.com" */
  readonly baseUrl: string;
  /** "v26.0" */
  readonly apiVersion: string;
  /** The Meta app that example pictures are uploaded to; the token's own app when left out. */
  readonly appId?: string;
  /** For Retry-After dates only. */
  readonly now: () => Date;
  /** Who gives out the sending slots; this process alone when left out. */
  readonly slots?: SlotBook;
  /** Connections kept open to Meta; 128 when left out. */
  readonly connections?: number;
  /** For a whole call, milliseconds; 15,000 when left out. */
  readonly timeoutMs?: number;
  readonly connectTimeoutMs?: number;
}

export interface WhatsAppCloud extends MessagingGateway {
  /** Waits for running calls, then drops every connection. */
  close(): Promise<void>;
}

/** Meta's WhatsApp Cloud API behind our port. Nothing is retried here: the ledger decides that. */
export function createWhatsAppCloud(options: WhatsAppOptions): WhatsAppCloud {
  const connections = options.connections ?? 128;
  const http = createHttp({
    now: options.now,
    connections,
    connectTimeoutMs: options.connectTimeoutMs ?? 5_000,
  });
  const graph = createGraph({
    http,
    baseUrl: options.baseUrl,
    apiVersion: options.apiVersion,
    timeoutMs: options.timeoutMs ?? 15_000,
  });
  const pace = realTimePace(options.slots ?? ownSlots(tick));
  const seats = createSeats(connections);
  const appId = options.appId ?? 'app';
  return {
    send: (access, to, body, callbackId, mayLeave) =>
      sendInTurn({ pace, seats, access, mayLeave }, (mayLeaveNow) =>
        graph.call({
          method: 'POST',
          path: `${access.phoneNumberId}/messages`,
          token: access.accessToken,
          json: messagePayload(to, body, callbackId),
          repeatable: false,
          mayLeave: mayLeaveNow,
        }),
      ),
    markRead: (access, vendorMessageId) => markRead(graph, access, vendorMessageId),
    uploadMedia: (access, media) => uploadMedia(graph, access, media),
    readMedia: (access, mediaId) => readMedia(graph, access, mediaId),
    createTemplate: (access, template) => createTemplate({ graph, access, template, appId }),
    editTemplate: (access, template) => editTemplate({ graph, access, template, appId }),
    listTemplates: (access) => listTemplates(graph, access),
    deleteTemplate: (access, name) => deleteTemplate(graph, access, name),
    readNumber: (access) => readNumber(graph, access, options.apiVersion),
    subscribeWebhooks: (access) => subscribeWebhooks(graph, access),
    close: () => http.close(),
  };
}

const tick = (): number => performance.now();

const realTimePace = (slots: SlotBook): Pace =>
  createPace({
    slots,
    sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    tick,
    longestWaitMs: 3_000,
  });

interface Sending {
  readonly pace: Pace;
  readonly seats: Seats;
  readonly access: SendingAccess;
  readonly mayLeave: () => boolean;
}

type Post = (mayLeave: () => boolean) => Promise<JsonRecord>;

/**
 * Nobody takes a slot while every connection is busy: it would pass in vain. Whoever sleeps until its
 * slot comes needs no connection meanwhile, may find none then, and goes behind the others.
 */
async function sendInTurn(sending: Sending, post: Post): Promise<SendAccepted | null> {
  while (sending.mayLeave()) {
    const giveSeat = await sending.seats.take();
    const answer = await sendSeated(sending, giveSeat, post).finally(giveSeat);
    if (answer) return answer;
  }
  return null;
}

/** Null when it was kept from leaving: its turn passed, or it may not go any more. */
async function sendSeated(
  sending: Sending,
  giveSeat: GiveSeat,
  post: Post,
): Promise<SendAccepted | null> {
  const { pace, access, mayLeave } = sending;
  if (!mayLeave()) return null;
  const turn = await pace.turn(access.phoneNumberId, access.messagesPerSecond, giveSeat);
  if (!turn) throw faultOf('paced', { repeatable: false });
  return sendOnce(sending, () => post(() => mayLeave() && !turn.isMissed()));
}

async function sendOnce(
  { pace, access }: Sending,
  post: () => Promise<JsonRecord>,
): Promise<SendAccepted | null> {
  try {
    return readAccepted(await post());
  } catch (error) {
    if (!isVendorFault(error)) throw error;
    if (error.details.code === 'held') return null;
    if (ruleOf(error.details.code).effect === 'slow_down') {
      await pace.slowDown(access.phoneNumberId, access.messagesPerSecond);
    }
    throw error;
  }
}

/** A 2xx without a message id: Meta has taken something, so the outcome is unknown. */
function readAccepted(answer: JsonRecord): SendAccepted {
  const vendorId = textOf(recordOf(listOf(answer.messages)[0]).id);
  if (vendorId === null) throw faultOf('bad-answer', { repeatable: false, httpStatus: 200 });
  const contact = recordOf(listOf(answer.contacts)[0]);
  return { vendorId, waId: textOf(contact.wa_id), userId: textOf(contact.user_id) };
}

async function markRead(graph: Graph, access: ChannelAccess, messageId: string): Promise<void> {
  await graph.call({
    method: 'POST',
    path: `${access.phoneNumberId}/messages`,
    token: access.accessToken,
    json: readReceiptPayload(messageId),
    repeatable: true,
  });
}

/** Subscribes the token's app to the account's webhooks; doing it again changes nothing. */
async function subscribeWebhooks(graph: Graph, access: ChannelAccess): Promise<void> {
  await graph.call({
    method: 'POST',
    path: `${access.wabaId}/subscribed_apps`,
    token: access.accessToken,
    repeatable: true,
  });
}
