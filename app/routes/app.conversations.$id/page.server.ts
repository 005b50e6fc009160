import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node';
import type { useLoaderData } from '@remix-run/react';
import { z } from 'zod';
import { REPLY_REFUSALS, sendReply, windowClosesAt } from '#core/inbox/index';
import type { ConversationId } from '#core/kernel/ids';
import { isNonSendReason, NON_SEND_REASONS } from '#core/recovery/index';
import { conversationThread } from '#queries/conversation-thread';
import type { ThreadMessage } from '#queries/conversation-thread';
import type { SaveAnswer } from '#ui/save-bar';
import { found, readForm, refuse, signedIn } from '../app/signed-in.server';
import type { SignedIn } from '../app/signed-in.server';
import { askForPayment, loadAsking, loadRequests, takeBack } from './requests.server';

const idOf = (text: string | undefined): ConversationId => (text ?? '') as ConversationId;

/** A conversation; seeing it marks it as read. */
export async function loadThread({ request, params }: LoaderFunctionArgs) {
  const signed = await signedIn(request);
  const { shop, services, now } = signed;
  const { sql } = services.database;
  const thread = found(await conversationThread(shop.id, sql, idOf(params['id'])), 'conversation');
  const closesAt = windowClosesAt(thread);
  if (thread.unreadCount > 0)
    await services.stores.conversations.markRead(shop.id, idOf(thread.id));
  const ids = thread.messages.map(({ id }) => id);
  const requests = await loadRequests(signed, ids);
  return {
    ...thread,
    asking: await loadAsking(signed, thread.customerId),
    closesAt,
    isOpen: closesAt !== null && closesAt > now,
    messages: thread.messages.map((message) => ({
      ...message,
      failure: failureOf(message, services),
      quoted: quotedBy(message, thread.messages),
      request: requests.get(message.id) ?? null,
    })),
  };
}

function failureOf({ state, failureCode }: ThreadMessage, { faults }: SignedIn['services']) {
  if (state === 'unknown') {
    return 'WhatsApp’s answer got lost. Its report is waited for; the message is not sent twice.';
  }
  if (state !== 'failed') return null;
  if (failureCode && isNonSendReason(failureCode)) return NON_SEND_REASONS[failureCode];
  const { title, advice } = faults.explain(failureCode ?? '0');
  return `${title} ${advice}`;
}

/** The message that a reaction or an answer is about, when it is in sight. */
function quotedBy(message: ThreadMessage, all: readonly ThreadMessage[]) {
  const vendorId = message.body.kind === 'reaction' ? message.body.toVendorId : message.inReplyTo;
  const quoted = vendorId ? all.find((other) => other.vendorId === vendorId) : undefined;
  return quoted ? { direction: quoted.direction, body: quoted.body } : null;
}

/** What an agent does in a conversation: answer, ask for a payment, or take that back. */
export async function act({ request, params }: ActionFunctionArgs): Promise<SaveAnswer> {
  const signed = await signedIn(request);
  const form = await readForm(request);
  const conversationId = idOf(params['id']);
  if (form['intent'] === 'request') return askForPayment(form, conversationId, signed);
  if (form['intent'] === 'withdraw') return takeBack(form, conversationId, signed);
  return answerShopper(form, conversationId, signed);
}

async function answerShopper(
  given: Readonly<Record<string, unknown>>,
  conversationId: ConversationId,
  { shop, services, now }: SignedIn,
): Promise<SaveAnswer> {
  const form = z.object({ text: z.string() }).safeParse(given);
  if (!form.success) refuse(400, 'Not understood.');
  const outcome = await services.transact((stores) =>
    sendReply(
      {
        shopId: shop.id,
        conversationId,
        body: { kind: 'text', text: form.data.text },
        now,
        newId: services.newId,
      },
      stores,
    ),
  );
  if (outcome.kind === 'refused') {
    if (outcome.reason === 'conversation_unknown') refuse(404, 'There is no such conversation.');
    return { ok: false, errors: { text: REPLY_REFUSALS[outcome.reason] } };
  }
  services.wake();
  return { ok: true, said: 'Sent' };
}

/** As it arrives in the browser. */
export type ThreadData = ReturnType<typeof useLoaderData<typeof loadThread>>;
