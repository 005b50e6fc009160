import { expect } from 'vitest';
import {
  askForPayment,
  loadRequests,
  takeBack,
} from '../../app/routes/app.conversations.$id/requests.server';
import type { SignedIn } from '../../app/routes/app/signed-in.server';
import type { Item } from '../../sandbox/woocommerce/state';
import type { ConversationId } from '../../app/core/kernel/ids';
import { sentTo } from '../support/ledger';
import type { DeskOwner } from '../support/payment-desks';
import { sessionIn, startPaying } from './paying';

export const REPAIR = { what: 'sum', amount: '12,50', reason: 'Repair of the lamp' };

/** A store whose shoppers write, and an agent who asks them for payments. */
export async function startAsking(options: Parameters<typeof startPaying>[0] = {}) {
  const { shop, of } = await startPaying(options);
  return { shop, of, agent: agentOf(shop, of) };
}

type Started = Awaited<ReturnType<typeof startPaying>>;
export type Asking = Awaited<ReturnType<typeof startAsking>>;

export async function signedInto(shop: DeskOwner, domain = shop.domain): Promise<SignedIn> {
  const { services } = shop.rehearsal;
  const found = await services.stores.shops.byDomain(domain);
  if (!found) throw new Error('no such store');
  return {
    ...{ shop: found, services, now: services.clock.now(), place: 'standalone' },
    redirect: () => new Response() as never,
  };
}

/** A shopper writes; answers the conversation. */
export async function conversationWith(
  phone: string,
  { world, book }: Pick<Started['of'], 'world' | 'book'>,
): Promise<ConversationId> {
  await world.reply(phone, { text: 'Quanto costa la riparazione?' });
  await world.advance(0);
  const [row] = await book.rows<{ id: string }>(
    `SELECT v.id FROM conversation v JOIN customer_identity i
       ON i.shop_id = v.shop_id AND i.customer_id = v.customer_id WHERE i.value = $1`,
    [phone],
  );
  return (row?.id ?? '') as ConversationId;
}

/** The link's word in the latest message that a shopper got. */
export async function requestSentTo(phone: string, world: Started['of']['world']): Promise<string> {
  await world.advance(0);
  const text = JSON.stringify(sentTo(await world.messages(), phone).at(-1)?.body);
  const token = /\/p\/([\w-]{22})/.exec(text)?.[1];
  expect(token, text).toBeDefined();
  return token ?? '';
}

let forms = 0;

function agentOf(shop: Started['shop'], of: Started['of']) {
  const writtenBy = (phone: string) => conversationWith(phone, of);
  const ask = async (id: ConversationId, form: Record<string, string>) => {
    forms += 1;
    return askForPayment({ key: `form-number-${forms}`, ...form }, id, await signedInto(shop));
  };
  const withdraw = async (id: ConversationId, request: string) =>
    takeBack({ request }, id, await signedInto(shop));
  /** What the agent sees beside the messages, oldest first. */
  const sees = async (id: ConversationId) => {
    const messages = await of.book.rows<{ id: string }>(
      'SELECT id FROM message WHERE conversation_id = $1 ORDER BY created_at, id',
      [id],
    );
    const requests = await loadRequests(
      await signedInto(shop),
      messages.map((message) => message.id),
    );
    return messages.flatMap((message) => requests.get(message.id) ?? []);
  };
  const tokenSentTo = (phone: string) => requestSentTo(phone, of.world);
  /** A shopper who wrote was asked for the repair; answers what is needed to go on. */
  const askedForRepair = async (phone: string) => {
    const id = await writtenBy(phone);
    expect(await ask(id, REPAIR)).toEqual({ ok: true, said: 'Payment request sent' });
    const token = await tokenSentTo(phone);
    const [request] = await sees(id);
    return { id, token, request: request?.id ?? '' };
  };
  /** Pays at Stripe, which tells of it; answers the session. */
  const pays = async (token: string, total = 1_250): Promise<string> => {
    const session = sessionIn(await of.press(token, 'stripe', total));
    shop.stripe.shopper.pays(session);
    expect(await shop.stripeTells('checkout.session.completed', session)).toBe(200);
    await of.world.advance(0);
    return session;
  };
  const repairsPaid = (): Item[] =>
    shop.site.state.orders.filter(({ fee_lines: fees }) => Array.isArray(fees));
  return { writtenBy, ask, withdraw, sees, tokenSentTo, askedForRepair, pays, repairsPaid };
}
