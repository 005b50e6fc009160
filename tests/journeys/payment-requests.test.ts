import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { askForPayment, takeBack } from '../../app/routes/app.conversations.$id/requests.server';
import type { Item } from '../../sandbox/woocommerce/state';
import { sentTo } from '../support/ledger';
import { REPAIR, signedInto, startAsking, type Asking } from './asking';
import { sessionIn } from './paying';

let shop: Asking['shop'];
let of: Asking['of'];
let agent: Asking['agent'];

beforeAll(async () => {
  ({ shop, of, agent } = await startAsking());
});
afterAll(() => shop.close());

const feeOf = (order: Item | undefined): unknown => (order?.fee_lines as Item[] | undefined)?.[0];

describe('an amount that an agent asks for', () => {
  test('is paid by the link in the chat, and becomes one paid order with its reason', async () => {
    const phone = '+393485000001';
    const { id, token } = await agent.askedForRepair(phone);
    expect(await agent.sees(id)).toMatchObject([{ standing: 'sent', isWithdrawable: true }]);
    const page = await (await of.see(`/p/${token}`)).text();
    for (const words of ['€12.50', 'Repair of the lamp', 'You can pay here until']) {
      expect(page).toContain(words);
    }
    expect(await agent.sees(id)).toMatchObject([{ standing: 'opened' }]);
    const session = await agent.pays(token);
    await shop.stripeTells('checkout.session.completed', session);
    await of.world.advance(60);
    const [order, ...others] = agent.repairsPaid();
    expect(others).toEqual([]);
    expect(order).toMatchObject({ status: 'completed', total: '12.50', currency: 'EUR' });
    expect(order?.billing).toMatchObject({ phone });
    expect(feeOf(order)).toEqual({
      name: 'Repair of the lamp',
      total: '12.50',
      tax_status: 'none',
    });
    expect(await agent.sees(id)).toMatchObject([
      {
        standing: 'paid',
        paidMinor: 1_250,
        order: `#${String(order?.number)}`,
        isWithdrawable: false,
      },
    ]);
    expect(JSON.stringify(sentTo(await of.world.messages(), phone).at(-1))).toContain('12,50');
    expect(await (await of.see(`/p/${token}`)).text()).toContain('your payment has arrived');
    expect((await of.press(token, 'stripe', 1_250)).status).toBe(200);
    expect(agent.repairsPaid()).toHaveLength(1);
  });

  test('is asked for once, by a form that is sent twice and by two agents', async () => {
    const phone = '+393485000003';
    const id = await agent.writtenBy(phone);
    const twice = { ...REPAIR, key: 'the-same-form' };
    expect(await Promise.all([agent.ask(id, twice), agent.ask(id, twice)])).toEqual([
      { ok: true, said: 'Payment request sent' },
      { ok: true, said: 'Payment request sent' },
    ]);
    const second = await agent.ask(id, { ...REPAIR, reason: 'repair of the LAMP' });
    expect(second).toMatchObject({ ok: false });
    expect(JSON.stringify(second)).toContain('Take that request back first');
    expect(await agent.sees(id)).toHaveLength(1);
    expect(await agent.ask(id, { ...REPAIR, amount: '3' })).toMatchObject({ ok: true });
  });

  test('is refused with a reason when it is none, or too little for every provider', async () => {
    const id = await agent.writtenBy('+393485000006');
    const wrong = [
      [{ amount: '-5' }, 'amount', 'above zero'],
      [{ amount: '1,250' }, 'amount', '2 decimals'],
      [{ amount: 'ten' }, 'amount', '12.50'],
      [{ amount: '123456789' }, 'amount', 'at most'],
      [{ reason: '  ' }, 'reason', 'what it is for'],
    ] as const;
    for (const [change, field, words] of wrong) {
      const answer = await agent.ask(id, { ...REPAIR, ...change });
      expect(answer).toMatchObject({ ok: false });
      expect(answer.ok ? '' : answer.errors[field]).toContain(words);
    }
    expect(await agent.sees(id)).toEqual([]);
  });
});

describe('a request that is taken back', () => {
  test('can’t be paid any more, also at the page that was open already', async () => {
    const { id, token, request } = await agent.askedForRepair('+393485000011');
    const session = sessionIn(await of.press(token, 'stripe', 1_250));
    expect(await agent.withdraw(id, request)).toMatchObject({ ok: true });
    expect(await agent.withdraw(id, request)).toMatchObject({ ok: true });
    expect(() => shop.stripe.shopper.pays(session)).toThrow('expired');
    expect(await (await of.see(`/p/${token}`)).text()).toContain('taken back');
    expect((await of.press(token, 'stripe', 1_250)).status).toBe(410);
    expect(await agent.sees(id)).toMatchObject([{ standing: 'withdrawn', isWithdrawable: false }]);
    expect(await agent.ask(id, REPAIR)).toMatchObject({ ok: true });
  });

  test('belongs to its store: another’s agent finds neither conversation nor request', async () => {
    const { id, request } = await agent.askedForRepair('+393485000014');
    const other = await signedInto(shop, 'demo.myshopify.com');
    const form = { ...REPAIR, key: 'from-elsewhere' };
    await expect(askForPayment(form, id, other)).rejects.toMatchObject({ status: 404 });
    await expect(takeBack({ request }, id, other)).rejects.toMatchObject({ status: 404 });
    await expect(takeBack({ request: 'none' }, id, await signedInto(shop))).rejects.toMatchObject({
      status: 404,
    });
    expect(await agent.sees(id)).toMatchObject([{ standing: 'sent' }]);
  });
});
