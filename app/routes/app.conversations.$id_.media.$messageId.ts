import type { LoaderFunctionArgs } from '@remix-run/node';
import type { ConversationId } from '#core/kernel/ids';
import { isVendorFault } from '#core/kernel/vendor-fault';
import { conversationThread } from '#queries/conversation-thread';
import { found, refuse, signedIn } from './app/signed-in.server';

/** Kinds of picture that a browser shows and that hold no script. */
const SAFE = new Set(['image/jpeg', 'image/png', 'image/webp', 'image/gif']);

/** A picture that a shopper sent, fetched from WhatsApp, which keeps it for 30 days. */
export async function loader({ request, params }: LoaderFunctionArgs): Promise<Response> {
  const { shop, services } = await signedIn(request);
  const id = (params['id'] ?? '') as ConversationId;
  const thread = found(
    await conversationThread(shop.id, services.database.sql, id),
    'conversation',
  );
  const message = found(
    thread.messages.find((one) => one.id === params['messageId']),
    'message',
  );
  if (message.body.kind !== 'image') refuse(404, 'There is no such picture.');
  const channel = found(await services.stores.channels.ofShop(shop.id), 'number');
  const access = found(await services.stores.channels.access(shop.id, channel.id), 'number');
  try {
    const { bytes, type } = await services.gateway.readMedia(access, message.body.mediaId);
    if (!SAFE.has(type)) return new Response('There is no picture.', { status: 404 });
    return new Response(new Uint8Array(bytes), {
      headers: {
        'content-type': type,
        'cache-control': 'private, max-age=3600',
        'x-content-type-options': 'nosniff',
      },
    });
  } catch (error) {
    if (!isVendorFault(error)) throw error;
    return new Response('WhatsApp does not have the picture any more.', { status: 404 });
  }
}
