import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Cart } from '#core/commerce/index';
import type { CustomerId, RecoveryId } from '#core/kernel/ids';
import { PHONE, begin, leaveCart, order, run, sent, start, stepOf, stop } from './acts';
import { after, openLab, person } from './world';
import type { Lab, World } from './world';

let lab: Lab;
let world: World;
let ada: CustomerId;
let cart: Cart;
let recovery: RecoveryId;

beforeAll(async () => {
  lab = await openLab();
});
beforeEach(async () => {
  world = await lab.createWorld();
  ada = await person(world, ['phone', PHONE], ['email', 'ada@mail.test']);
  cart = await leaveCart(world, ada, { email: 'ada@mail.test', cartToken: 'basket' });
  recovery = await begin(world, cart);
});
afterAll(() => lab.close());

const state = async () => {
  const { state: now, reason } =
    (await world.stores.recoveries.byId(world.shop.id, recovery)) ?? {};
  return { state: now, reason };
};
const buy = async (change: Parameters<typeof order>[1]) => {
  const bought = await order(world, change);
  return stop(world, { kind: 'purchase', orders: [bought] }, after(30));
};
const firstMessageSent = async () => {
  const outcome = await run(world, recovery, 0);
  if (outcome.kind !== 'queued') throw new Error(`not queued: ${outcome.kind}`);
  await sent(world, outcome.messageId, after(25));
};
const STRANGER = { phone: '+393330001112', email: 'eve@mail.test' };

interface Link {
  readonly token: string;
  readonly code: string;
}

const PROOFS = [
  ['the cart', () => ({ cartToken: cart.cartToken })],
  ['the click on our link', ({ token }: Link) => ({ clickToken: token })],
  ['our unique code', ({ code }: Link) => ({ discountCodes: ['OTHER', code.toLowerCase()] })],
] as const;

/** The link of the recovery's message, with a code of its own. */
async function linkSent(): Promise<Link> {
  const [link] = await world.query<Link>(
    `UPDATE tracked_link SET discount_code = 'BACK-' || upper(left(recovery_id, 8))
     WHERE shop_id = $1 AND recovery_id = $2 RETURNING token, discount_code AS code`,
    recovery,
  );
  if (!link) throw new Error('a message without a link');
  return link;
}

describe('a purchase', () => {
  it('before the second reminder stops the sequence, and the cart counts as recovered', async () => {
    await firstMessageSent();
    await buy({ checkoutToken: cart.externalId, placedAt: after(30) });
    expect(await state()).toEqual({ state: 'recovered', reason: 'purchased' });
    expect(await stepOf(world, recovery, 1)).toMatchObject({
      state: 'cancelled',
      reason: 'purchased',
    });
    expect(await run(world, recovery, 1)).toEqual({ kind: 'decided' });
  });

  it('before any message stops the sequence, and nothing was recovered', async () => {
    await buy({ checkoutToken: cart.externalId, placedAt: after(2) });
    expect(await state()).toEqual({ state: 'stopped', reason: 'purchased' });
  });

  it.each([
    ['phone', { phone: PHONE }],
    ['e-mail', { email: 'ada@mail.test' }],
  ])('on another device is matched by %s', async (_name, contact) => {
    const outcome = await buy({ ...contact, checkoutToken: 'other-device', placedAt: after(2) });
    expect(outcome.ended).toEqual([{ id: recovery, state: 'stopped' }]);
  });

  it.each(PROOFS)('by somebody unknown is matched by %s', async (_name, proofOf) => {
    await firstMessageSent();
    const proof = { ...STRANGER, ...proofOf(await linkSent()) };
    const outcome = await buy({ ...proof, placedAt: after(30) });
    expect(outcome.ended).toEqual([{ id: recovery, state: 'recovered' }]);
    expect(await run(world, recovery, 1)).toEqual({ kind: 'decided' });
  });

  it.each(PROOFS)('that %s proves only later stops the next step', async (_name, proofOf) => {
    await firstMessageSent();
    await order(world, { ...STRANGER, ...proofOf(await linkSent()), placedAt: after(30) });
    expect(await run(world, recovery, 1)).toEqual({ kind: 'stopped', reason: 'purchased' });
  });

  it('through a link that was passed on ends the recovery of the link and no other', async () => {
    const bob = await person(world, ['phone', '+393339998887']);
    const his = await begin(world, await leaveCart(world, bob, { phone: '+393339998887' }));
    await run(world, his, 0);
    await firstMessageSent();
    const { token } = await linkSent();
    const outcome = await buy({ ...STRANGER, clickToken: token, placedAt: after(30) });
    expect(outcome.ended).toEqual([{ id: recovery, state: 'recovered' }]);
  });

  it('before the cart was left, or of somebody else, is of no concern', async () => {
    expect((await buy({ customerId: ada, placedAt: after(-1) })).ended).toEqual([]);
    expect((await buy({ email: 'bob@mail.test', placedAt: after(2) })).ended).toEqual([]);
    expect((await state()).state).toBe('active');
  });

  it('while a message is queued cancels the message', async () => {
    await run(world, recovery, 0);
    await buy({ customerId: ada, placedAt: after(25) });
    const [message] = await world.stores.messages.ofRecovery(world.shop.id, recovery);
    expect(message?.state).toBe('cancelled');
    expect((await state()).state).toBe('stopped');
  });

  it('after the last message still counts as recovered, but not weeks later', async () => {
    await firstMessageSent();
    await run(world, recovery, 1);
    expect((await state()).state).toBe('completed');
    expect((await buy({ customerId: ada, placedAt: after(30 * 24) })).ended).toEqual([]);
    await buy({ customerId: ada, placedAt: after(29) });
    expect((await state()).state).toBe('recovered');
  });

  it('told twice ends it once', async () => {
    const bought = await order(world, { customerId: ada, placedAt: after(2) });
    const cause = { kind: 'purchase', orders: [bought] } as const;
    const outcomes = await Promise.all([
      stop(world, cause, after(3)),
      stop(world, cause, after(3)),
    ]);
    expect(outcomes.flatMap(({ ended }) => ended)).toHaveLength(1);
  });
});

describe('what else ends a recovery', () => {
  it.each(['reply', 'opted_out', 'unreachable'] as const)('%s', async (kind) => {
    const outcome = await stop(world, { kind, customerId: ada }, after(3));
    expect(outcome.ended).toHaveLength(1);
    const reasons = { reply: 'replied', opted_out: 'opted_out', unreachable: 'not_on_whatsapp' };
    expect(await state()).toEqual({ state: 'stopped', reason: reasons[kind] });
  });

  it('emptying the cart that messages show, not an older one', async () => {
    const newer = await leaveCart(world, ada, { lastActivityAt: after(2) });
    await start(world, newer);
    expect((await stop(world, { kind: 'cart_emptied', cartId: cart.id }, after(4))).ended).toEqual(
      [],
    );
    await stop(world, { kind: 'cart_emptied', cartId: newer.id }, after(4));
    expect(await state()).toEqual({ state: 'stopped', reason: 'cart_emptied' });
  });

  it('uninstalling, for all people of the shop', async () => {
    const bob = await person(world, ['phone', '+393339998887']);
    await begin(world, await leaveCart(world, bob, { phone: '+393339998887' }));
    const outcome = await stop(world, { kind: 'uninstalled' }, after(3));
    expect(outcome.ended).toHaveLength(2);
    expect(await state()).toEqual({ state: 'stopped', reason: 'shop_uninstalled' });
  });
});
