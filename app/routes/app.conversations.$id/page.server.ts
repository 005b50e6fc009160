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

const idOf = (text: string | undefined): ConversationId => (text ?? '') as ConversationId;

/** A conversation; seeing it marks it as read. */
export async function loadThread({ request, params }: LoaderFunctionArgs) {
  const { shop, services, now } = await signedIn(request);
  const { sql } = services.database;
  const thread = found(await conversationThread(shop.id, sql, idOf(params['id'])), 'conversation');
  const closesAt = windowClosesAt(thread);
  if (thread.unreadCount > 0)
    await services.stores.conversations.markRead(shop.id, idOf(thread.id));
  return {
    ...thread,
    closesAt,
    isOpen: closesAt !== null && closesAt > now,
    messages: thread.messages.map((message) => ({
      ...message,
      failure: failureOf(message, services),
      quoted: quotedBy(message, thread.messages),
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

/** Sends an answer. */
export async function answerShopper({ request, params }: ActionFunctionArgs) {
  const { shop, services, now } = await signedIn(request);
  const form = z.object({ text: z.string() }).safeParse(await readForm(request));
  if (!form.success) refuse(400, 'Not understood.');
  const outcome = await services.transact((stores) =>
    sendReply(
      {
        shopId: shop.id,
        conversationId: idOf(params['id']),
        body: { kind: 'text', text: form.data.text },
        now,
        newId: services.newId,
      },
      stores,
    ),
  );
  if (outcome.kind === 'refused') {
    if (outcome.reason === 'conversation_unknown') refuse(404, 'There is no such conversation.');
    const errors = { text: REPLY_REFUSALS[outcome.reason] };
    return { ok: false, errors } satisfies SaveAnswer;
  }
  services.wake();
  return { ok: true, said: 'Sent' } satisfies SaveAnswer;
}

/** As it arrives in the browser. */
export type ThreadData = ReturnType<typeof useLoaderData<typeof loadThread>>;
