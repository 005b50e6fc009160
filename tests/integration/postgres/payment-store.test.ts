import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createCipher } from '#adapters/postgres/cipher';
import { rotateSecrets } from '#adapters/postgres/rotate-secrets';
import { createStores } from '#adapters/postgres/stores';
import type { CartId, PaymentId, ShopId } from '#core/kernel/ids';
import type { PaymentAccount, PaymentLink } from '#core/payments/index';
import { paymentLinkOf, paymentOf } from './sample-payments';
import { KEYS, minutes, NOW, openRig, shopOf, type Rig } from './sample-rows';

let rig: Rig;
beforeAll(async () => {
  rig = await openRig(6);
});
afterAll(() => rig.end());

async function shop(id: string) {
  const saved = { ...shopOf(id), platform: 'woocommerce' as const, domain: `${id}.example` };
  await rig.stores.shops.save(saved);
  return saved;
}

const account = (shopId: ShopId, id: string): Omit<PaymentAccount, 'lastEventAt'> => ({
  ...{ id, shopId, provider: 'stripe', live: false },
  ...{ state: 'active', stateReason: null, connectedAt: NOW },
});
const ACCESS = { secret: 'rk_test_secret', live: false };
const WEBHOOK = { id: 'we_1', secret: 'whsec_1' };

async function linkOf(id: string): Promise<PaymentLink> {
  const link = paymentLinkOf((await shop(id)).id, `cart-${id}` as CartId);
  await rig.stores.payments.offer(link);
  return link;
}

const due = (now: Date) => rig.stores.payments.claimDue(now, minutes(30), 10);

describe('an account at a payment provider', () => {
  test('has no secret in clear, is sealed anew with new keys, and goes with the store', async () => {
    const { id: shopId, domain } = await shop('account');
    const { paymentAccounts } = rig.stores;
    await paymentAccounts.save(account(shopId, 'acc-1'), ACCESS, WEBHOOK);
    expect(await paymentAccounts.keysById('acc-1')).toMatchObject({
      ...{ access: ACCESS, webhook: WEBHOOK, domain },
    });
    const [row] = await rig.database.sql.query<{ text: string }>(
      'SELECT t::text AS text FROM payment_account t',
    );
    expect(row?.text).not.toMatch(/rk_test_secret|whsec_1/);
    const newest = `k2:${Buffer.alloc(32, 2).toString('base64')}`;
    await rotateSecrets(rig.database, createCipher(`${newest},${KEYS}`));
    const stores = createStores(rig.database.sql, createCipher(newest));
    expect((await stores.paymentAccounts.keys(shopId, 'stripe'))?.access).toEqual(ACCESS);
    await stores.sessions.deleteForShop(domain);
    expect(await stores.paymentAccounts.ofShop(shopId)).toEqual([]);
  });
});

describe('a payment', () => {
  test('is open once for a cart, whoever opens it at the same time', async () => {
    const link = await linkOf('once');
    const tries = ['a', 'b', 'c'].map((id) =>
      rig.stores.payments.begin(paymentOf(link, id), minutes(10)),
    );
    expect((await Promise.all(tries)).filter(Boolean)).toHaveLength(1);
    const [open] = await rig.stores.payments.ofLink(link.shopId, link.id);
    expect(JSON.stringify(open?.quote)).toBe(JSON.stringify(paymentOf(link, 'a').quote));
    await rig.stores.payments.change(link.shopId, open!.id, { state: 'expired' }, null);
    expect(await rig.stores.payments.begin(paymentOf(link, 'd'), minutes(10))).toBe(true);
    await rig.stores.payments.change(link.shopId, 'd' as PaymentId, { state: 'failed' }, null);
  });

  test('is looked at by one at a time, and news that come meanwhile are not lost', async () => {
    const link = await linkOf('turns');
    const payment = paymentOf(link, 'turns');
    const { payments } = rig.stores;
    await payments.begin(payment, minutes(10));
    expect(await due(minutes(9))).toEqual([]);
    const mine = { shopId: link.shopId, id: payment.id };
    expect((await Promise.all([due(minutes(11)), due(minutes(11))])).flat()).toEqual([mine]);
    await payments.lookBy(link.shopId, payment.id, minutes(12));
    expect(await due(minutes(13))).toEqual([]);
    await payments.change(link.shopId, payment.id, { attempts: 1 }, minutes(600));
    await payments.release(link.shopId, payment.id);
    expect(await due(minutes(13))).toEqual([mine]);
    await payments.change(link.shopId, payment.id, {}, minutes(600));
    await payments.release(link.shopId, payment.id);
    expect(await due(minutes(599))).toEqual([]);
    expect(await payments.nextLookAt()).toEqual(minutes(600));
  });

  test('can’t be called paid without the provider’s name of the money', async () => {
    const link = await linkOf('nameless');
    await rig.stores.payments.begin(paymentOf(link, 'nameless'), minutes(10));
    const change = { state: 'paid', paid: { minor: 990, currency: 'EUR' } } as const;
    const { change: write } = rig.stores.payments;
    await expect(write(link.shopId, 'nameless' as PaymentId, change, null)).rejects.toThrow(
      'payment_of_money',
    );
  });
});
