import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Phone } from '#core/kernel/phone';
import type { CartId, CustomerId, RecoveryId, RecoveryStepId } from '#core/kernel/ids';
import type { OutboundMessage, SendVerdict } from '#core/messaging/index';
import type { Payment, PaymentState } from '#core/payments/index';
import { guardMessages } from '#core/recovery/index';
import { paymentLinkOf, paymentOf } from '../postgres/sample-payments';
import { begin, leaveCart, order, run } from './acts';
import { after, newId, openLab, person } from './world';
import type { Lab, World } from './world';

let lab: Lab;
let world: World;
beforeAll(async () => {
  lab = await openLab();
  world = await lab.createWorld();
});
afterAll(() => lab.close());

interface Written {
  readonly customerId: CustomerId;
  readonly phone: Phone;
  readonly email: string;
  readonly cartId: CartId;
  readonly token: string;
  readonly cartToken: string | null;
  readonly clickToken: string | null;
  readonly recovery: RecoveryId;
  readonly message: OutboundMessage;
}

let people = 0;

/** Somebody whose first reminder is written and due a day after the cart was left. */
async function written(): Promise<Written> {
  people += 1;
  const phone = `+3934712346${String(people).padStart(2, '0')}` as Phone;
  const customerId = await person(world, ['phone', phone]);
  const email = `shopper-${people}@example.com`;
  const cart = await leaveCart(world, customerId, { phone, email, cartToken: `cart-${people}` });
  const recovery = await begin(world, cart);
  await run(world, recovery, 0);
  const [message] = await world.stores.messages.ofRecovery(world.shop.id, recovery);
  if (!message) throw new Error('no message');
  const { id: cartId, externalId: token, cartToken } = cart;
  const clickToken = message.linkToken;
  return { customerId, phone, email, cartId, token, cartToken, clickToken, recovery, message };
}

const change = (sql: string, id: string) => world.query(sql, id);
const send: SendVerdict = { kind: 'send' };
const cancel = (reason: string): SendVerdict => ({ kind: 'cancel', reason });

/** What happens to each person after the reminder is written, and what it means for it. */
const HAPPENINGS: readonly (readonly [
  SendVerdict,
  (who: Written) => Promise<unknown>,
  Partial<OutboundMessage>?,
])[] = [
  [send, () => Promise.resolve()],
  [cancel('purchased'), ({ phone }) => order(world, { phone, placedAt: after(20) })],
  [cancel('purchased'), ({ email }) => order(world, { email, placedAt: after(20) })],
  [cancel('purchased'), ({ customerId }) => order(world, { customerId, placedAt: after(20) })],
  [cancel('purchased'), ({ token }) => order(world, { checkoutToken: token, placedAt: after(-9) })],
  [cancel('purchased'), ({ cartToken }) => order(world, { cartToken, placedAt: after(-9) })],
  [cancel('purchased'), ({ clickToken }) => order(world, { clickToken, placedAt: after(-9) })],
  [
    cancel('purchased'),
    async ({ recovery }) => {
      await change(
        `UPDATE tracked_link SET discount_code = 'Torna10' WHERE shop_id = $1 AND recovery_id = $2`,
        recovery,
      );
      await order(world, { discountCodes: ['TORNA10'], placedAt: after(-9) });
    },
  ],
  [send, ({ customerId }) => order(world, { customerId, placedAt: after(-9) })],
  [cancel('opted_out'), ({ customerId }) => withdraw(customerId)],
  [cancel('replied'), (who) => writeBack(who, 'text')],
  [send, (who) => writeBack(who, 'reaction')],
  [
    cancel('cart_emptied'),
    ({ cartId }) =>
      change(`UPDATE cart SET state = 'emptied' WHERE shop_id = $1 AND id = $2`, cartId),
  ],
  [
    cancel('merged'),
    ({ recovery }) =>
      change(
        `UPDATE recovery SET state = 'stopped', reason = 'merged' WHERE shop_id = $1 AND id = $2`,
        recovery,
      ),
  ],
  [
    send,
    ({ recovery }) =>
      change(`UPDATE recovery SET state = 'completed' WHERE shop_id = $1 AND id = $2`, recovery),
  ],
  [
    cancel('shop_uninstalled'),
    ({ recovery }) =>
      change(`UPDATE recovery SET steps = '[]' WHERE shop_id = $1 AND id = $2`, recovery),
  ],
  [cancel('shop_uninstalled'), () => Promise.resolve(), { stepId: 'gone' as RecoveryStepId }],
  [send, ({ customerId }) => withdraw(customerId), { recoveryId: null, stepId: null }],
  [
    { kind: 'wait', until: after(30), why: 'shopper_active' },
    ({ cartId }) =>
      change(
        `UPDATE cart SET last_activity_at = last_activity_at + interval '5 hours'
         WHERE shop_id = $1 AND id = $2`,
        cartId,
      ),
  ],
  [
    { kind: 'wait', until: after(25 + 1 / 6), why: 'payment_pending' },
    ({ cartId }) => pay(cartId, 'pending'),
  ],
  [
    { kind: 'wait', until: after(25 + 1 / 6), why: 'payment_pending' },
    ({ cartId }) => pay(cartId, 'paid'),
  ],
  [
    { kind: 'wait', until: after(25 + 1 / 6), why: 'payment_pending' },
    async ({ cartId }) => {
      const { shopId, id } = await pay(cartId);
      await world.stores.payments.lookBy(shopId, id, after(24));
    },
  ],
  [send, ({ cartId }) => pay(cartId)],
  [send, ({ cartId }) => pay(cartId, 'failed')],
];

/** Somebody opened a page that takes money for the cart. */
async function pay(cartId: CartId, state: PaymentState = 'open'): Promise<Payment> {
  const { payments } = world.stores;
  const link = paymentLinkOf(world.shop.id, cartId);
  const payment = paymentOf(link, newId());
  await payments.offer(link);
  await payments.begin(payment, after(99));
  const money = { reference: `pi_${payment.id}`, paid: payment.quote.total };
  const change = { state, ...(state === 'paid' ? money : {}) };
  await payments.change(world.shop.id, payment.id, change, after(99));
  return payment;
}

const withdraw = (customerId: CustomerId) =>
  world.stores.consents.append(world.shop.id, {
    customerId,
    state: 'withdrawn',
    source: 'whatsapp_keyword',
    occurredAt: after(2),
    proof: {},
    key: `stop:${customerId}`,
  });

const writeBack = ({ message }: Written, kind: string) =>
  world.query(
    `INSERT INTO message (shop_id, id, direction, channel_id, customer_id, body, category, state,
       created_at)
     SELECT shop_id, $2, 'in', channel_id, customer_id, jsonb_build_object('kind', $3::text),
       'service', 'received', $4
     FROM message WHERE shop_id = $1 AND id = $5`,
    newId(),
    kind,
    after(20),
    message.id,
  );

test('the facts behind many messages are read at once, and each gets its own verdict', async () => {
  const messages: OutboundMessage[] = [];
  for (const [, happen, as] of HAPPENINGS) {
    const who = await written();
    await happen(who);
    messages.push({ ...who.message, ...as });
  }
  const input = { now: after(25) };
  const verdicts = await guardMessages({ ...input, messages }, world.stores);
  expect(verdicts).toEqual(HAPPENINGS.map(([verdict]) => verdict));
  const reversed = await guardMessages({ ...input, messages: messages.toReversed() }, world.stores);
  expect(reversed.toReversed()).toEqual(verdicts);
});
