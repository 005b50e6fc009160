import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { REPLY_REFUSALS, sendReply } from '#core/inbox/index';
import type { SendReplyInput } from '#core/inbox/index';
import type { ConversationId } from '#core/kernel/ids';
import { conversationList } from '#queries/conversation-list';
import { conversationThread } from '#queries/conversation-thread';
import { messageText } from '#queries/message-words';
import { arrived, DAY, leave, openStage } from './acts';
import type { Stage } from './acts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.rehearsal.close());

const sql = () => stage.rehearsal.services.database.sql;
const conversations = async () =>
  (await conversationList((await stage.shop()).id, sql(), null)).rows;

/** The newest conversation, as the merchant sees it. */
async function newest() {
  const shown = await conversations();
  const [first] = shown.toSorted((a, b) => b.lastMessageAt.getTime() - a.lastMessageAt.getTime());
  if (!first) throw new Error('there is no conversation');
  const { id } = await stage.shop();
  const thread = await conversationThread(id, sql(), first.id as ConversationId);
  if (!thread) throw new Error('the conversation can’t be read');
  return thread;
}

const wordsOf = ({ messages }: Awaited<ReturnType<typeof newest>>): string[] =>
  messages.map(({ direction, body }) => `${direction}: ${messageText(body)}`);

async function answer(conversationId: string, body: SendReplyInput['body']) {
  const { id: shopId } = await stage.shop();
  const { services } = stage.rehearsal;
  const outcome = await services.transact((stores) =>
    sendReply(
      {
        shopId,
        conversationId: conversationId as ConversationId,
        body,
        now: services.clock.now(),
        newId: services.newId,
      },
      stores,
    ),
  );
  services.wake();
  await stage.world.advance(1);
  return outcome;
}

async function says(from: string, what: Record<string, unknown>): Promise<void> {
  await stage.world.reply(from, what);
  await stage.world.advance(1);
}

describe('what a shopper sends', () => {
  const PHONE = '+393486000001';

  test('stays in the order of the talk, also within one second', async () => {
    const words = Array.from({ length: 6 }, (_, n) => `word ${n}`);
    for (const text of words) await stage.world.reply('+393486000009', { text });
    await stage.world.advance(0);
    const thread = await newest();
    expect(wordsOf(thread)).toEqual(words.map((text) => `in: ${text}`));
    const listed = (await conversations()).find(({ id }) => id === thread.id);
    expect(listed?.last?.body).toEqual({ kind: 'text', text: 'word 5' });
  });

  test('is there to be read, whatever it is: words, a picture, a basket, something unknown', async () => {
    await says(PHONE, { text: 'Buongiorno 👋' });
    await says(PHONE, { image: { caption: 'Questa?' } });
    const items = [
      { id: 'MOKA-3', quantity: 2, price: 34.9, currency: 'EUR' },
      { id: 'CUPS', quantity: 1, price: 24, currency: 'EUR' },
    ];
    await says(PHONE, { order: { items } });
    await says(PHONE, { unsupported: true });
    const thread = await newest();
    expect(wordsOf(thread)).toEqual([
      'in: Buongiorno 👋',
      'in: Picture: Questa?',
      'in: Sent a basket with 3 items',
      expect.stringContaining('Sent something that can’t be shown here'),
    ]);
    expect(thread).toMatchObject({ phone: PHONE, unreadCount: 4 });
    expect(thread.messages[2]?.body).toMatchObject({
      kind: 'order',
      items: [
        { retailerId: 'MOKA-3', quantity: 2, price: 34.9, currency: 'EUR' },
        { retailerId: 'CUPS', quantity: 1, price: 24, currency: 'EUR' },
      ],
    });
  });

  test('is answered within the day, in words, with a choice, and the answer arrives', async () => {
    const { id } = await newest();
    const text = 'Sì, abbiamo entrambe le misure.';
    expect(await answer(id, { kind: 'text', text })).toMatchObject({ kind: 'queued' });
    const choice = {
      kind: 'interactive' as const,
      text: 'Quale preferisce?',
      buttons: [
        { id: 'small', title: 'Piccola' },
        { id: 'large', title: 'Grande' },
      ],
    };
    expect(await answer(id, choice)).toMatchObject({ kind: 'queued' });
    await says(PHONE, { button: 'Grande' });
    const thread = await newest();
    expect(wordsOf(thread).slice(-3)).toEqual([
      `out: ${text}`,
      'out: Quale preferisce?',
      'in: Grande',
    ]);
    expect(thread.messages.at(-1)).toMatchObject({
      body: { kind: 'interactive', id: 'large' },
      inReplyTo: thread.messages.at(-2)?.vendorId,
    });
    expect((await arrived(stage, PHONE)).map(({ status, body }) => [status, body.type])).toEqual([
      [200, 'text'],
      [200, 'interactive'],
    ]);
    const states = thread.messages.flatMap((one) => (one.direction === 'out' ? [one.state] : []));
    for (const state of states) expect(['delivered', 'read']).toContain(state);
  });

  test('a day ago is answered no more, and the agent reads why', async () => {
    const { id } = await newest();
    await stage.world.advance(DAY);
    const before = (await arrived(stage, PHONE)).length;
    const outcome = await answer(id, { kind: 'text', text: 'È ancora lì?' });
    expect(outcome).toEqual({ kind: 'refused', reason: 'window_closed' });
    expect(REPLY_REFUSALS.window_closed).toMatch(/24 hours/);
    expect(await arrived(stage, PHONE)).toHaveLength(before);
  });

  test('as a reaction is shown and asks for no answer', async () => {
    const { unreadCount } = await newest();
    await says(PHONE, { reaction: '❤️' });
    const thread = await newest();
    expect(wordsOf(thread).at(-1)).toBe('in: Reacted with ❤️');
    expect(thread.unreadCount).toBe(unreadCount);
  });
});

describe('a shopper who hides the number', () => {
  const PHONE = '+393486000002';

  test('is answered by user id', async () => {
    await says(PHONE, { text: 'Spedite a Malta?', hideNumber: true });
    const thread = await newest();
    expect(thread.phone).toBeNull();
    await answer(thread.id, { kind: 'text', text: 'Sì, in tre giorni.' });
    const [sent] = (await stage.world.messages()).slice(-1);
    expect(sent).toMatchObject({ status: 200, body: { type: 'text' } });
    expect(sent?.body.to).toBeUndefined();
    expect(sent?.body.recipient).toMatch(/^IT\.\d+$/);
    expect((await newest()).messages.at(-1)?.state).toMatch(/delivered|read/);
  });

  test('is the same person under a new user id', async () => {
    const before = await newest();
    await stage.world.reply(PHONE, { changeUserId: true });
    await says(PHONE, { text: 'Ottimo, grazie' });
    const after = await newest();
    expect(after.id).toBe(before.id);
    expect(wordsOf(after).at(-1)).toBe('in: Ottimo, grazie');
  });

  test('and leaves a cart with it is one person: a STOP from the hidden side ends the reminders', async () => {
    const hidden = await newest();
    await leave(stage, 'hidden-1', PHONE, { buyer_accepts_marketing: true });
    await stage.world.advance(2 * DAY);
    expect(await arrived(stage, PHONE)).toHaveLength(1);
    expect(await newest()).toMatchObject({ id: hidden.id, phone: PHONE });
    await says(PHONE, { text: 'Stop' });
    await leave(stage, 'hidden-2', PHONE, { buyer_accepts_marketing: false });
    await stage.world.advance(5 * DAY);
    expect(await arrived(stage, PHONE)).toHaveLength(1);
    expect((await stage.book.recoveriesOf('hidden-1'))[0]?.reason).toBe('opted_out');
    expect((await stage.book.recoveriesOf('hidden-2'))[0]?.reason).toBe('opted_out');
    expect((await conversations()).filter(({ phone }) => phone === PHONE)).toHaveLength(1);
  });
});
