import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { learnUserId, markAbandoned, recordCart } from '#core/commerce/index';
import type { CheckoutSeen, ContactSeen } from '#core/commerce/index';
import { after, MONDAY, newId, openLab, person } from '../recovery/world';
import type { Lab, World } from '../recovery/world';

let lab: Lab;
let world: World;
beforeAll(async () => {
  lab = await openLab();
  world = await lab.createWorld();
});
afterAll(() => lab.close());

const eur = (minor: number) => ({ minor, currency: 'EUR' });
const contact = (parts: Partial<ContactSeen> = {}): ContactSeen => ({
  externalCustomerId: null,
  email: null,
  phoneRaw: null,
  countryCode: null,
  firstName: null,
  lastName: null,
  locale: null,
  ...parts,
});
const item = (title: string) => ({
  productId: '1',
  variantId: '11',
  title,
  variantTitle: null,
  sku: null,
  quantity: 1,
  unitPrice: eur(4_900),
  compareAt: null,
  imageUrl: null,
});
const seen = (externalId: string, parts: Partial<CheckoutSeen> = {}): CheckoutSeen => ({
  externalId,
  cartToken: null,
  contact: contact(),
  lineItems: [item('Lampada')],
  total: eur(4_900),
  recoveryUrl: null,
  discountCodes: [],
  locale: null,
  acceptsMarketing: null,
  createdAt: MONDAY,
  updatedAt: MONDAY,
  completedAt: null,
  ...parts,
});

const tell = (checkout: CheckoutSeen, at = checkout.updatedAt) =>
  world.transact((stores) =>
    recordCart({ shop: world.shop, checkout, activityAt: at, newId, now: at }, stores),
  );
const known = async (externalId: string) =>
  world.stores.carts.byExternalId(world.shop.id, externalId);
const abandon = (now: Date) =>
  world.transact((stores) => markAbandoned({ now, limit: 100 }, stores));

describe('a cart', () => {
  test('keeps the phone that a later telling leaves out, and takes the one that is typed anew', async () => {
    await tell(
      seen('sticky', { contact: contact({ phoneRaw: '347 111 2222', countryCode: 'IT' }) }),
    );
    await tell(seen('sticky', { updatedAt: after(1), contact: contact({ email: 'A@B.example' }) }));
    expect(await known('sticky')).toMatchObject({ phone: '+393471112222', email: 'a@b.example' });
    const typed = contact({ phoneRaw: '12', countryCode: 'IT' });
    await tell(seen('sticky', { updatedAt: after(2), contact: typed }));
    const cart = await known('sticky');
    expect(cart?.phone).toBe('+393471112222');
    expect(cart?.phoneProblem).not.toBeNull();
  });

  test('is abandoned after the shop’s own time of silence, and opens again when the shopper is back', async () => {
    await tell(seen('silence'));
    expect(await abandon(after(0.9))).toBe(0);
    expect(await abandon(after(1.1))).toBeGreaterThan(0);
    expect(await known('silence')).toMatchObject({ state: 'abandoned' });
    await tell(seen('silence', { updatedAt: after(2) }));
    expect(await known('silence')).toMatchObject({ state: 'abandoned', lastActivityAt: MONDAY });
    await tell(seen('silence', { updatedAt: after(3), lineItems: [item('A'), item('B')] }));
    expect(await known('silence')).toMatchObject({ state: 'open', lastActivityAt: after(3) });
  });

  test('that was bought stays so, and one that is emptied says so once', async () => {
    await tell(seen('bought', { completedAt: MONDAY }));
    await tell(seen('bought', { updatedAt: after(1), lineItems: [item('Another')] }));
    expect(await known('bought')).toMatchObject({ state: 'ordered' });
    await tell(seen('emptied'));
    for (const hours of [1, 2]) {
      await tell(seen('emptied', { updatedAt: after(hours), lineItems: [], total: eur(0) }));
    }
    const { id } = (await known('emptied')) ?? { id: '' };
    const rows = await world.query(
      `SELECT 1 FROM domain_event WHERE shop_id = $1 AND subject_id = $2 AND type = 'cart.emptied'`,
      id,
    );
    expect(rows).toHaveLength(1);
  });

  test('that a list names by its cart and a webhook by its checkout is one', async () => {
    await tell(seen('basket', { cartToken: 'basket', updatedAt: MONDAY }));
    await tell(seen('checkout-of-basket', { cartToken: 'basket', updatedAt: MONDAY }));
    await tell(seen('basket', { cartToken: 'basket', updatedAt: after(1) }));
    expect(await known('basket')).toBeNull();
    expect(await known('checkout-of-basket')).toMatchObject({ sourceUpdatedAt: after(1) });
  });

  test('told by two workers at once is one cart of one person', async () => {
    const phone = contact({ phoneRaw: '+393471113333' });
    await tell(seen('first-meeting', { contact: phone }));
    const tellings = [1, 2, 3, 4].map((hours) =>
      tell(seen('at-once', { updatedAt: after(hours), contact: phone })),
    );
    await Promise.all(tellings);
    const rows = await world.query<{ people: number; carts: number }>(
      `SELECT count(DISTINCT customer_id)::int AS people, count(*)::int AS carts
       FROM cart WHERE shop_id = $1 AND external_id IN ('at-once', 'first-meeting')`,
    );
    expect(rows).toEqual([{ people: 1, carts: 2 }]);
  });
});

describe('a user id that comes with a message', () => {
  const learn = (customerId: Awaited<ReturnType<typeof person>>, userId: string | null) =>
    world.transact((stores) =>
      learnUserId({ shopId: world.shop.id, customerId, userId, newId, now: after(5) }, stores),
    );
  const ownersOf = (value: string) =>
    world.stores.customers.withAny(world.shop.id, [{ kind: 'whatsapp_user', value }]);

  test('becomes the person’s, once', async () => {
    const ada = await person(world, ['phone', '+393471114444']);
    await learn(ada, 'IT.1001');
    await learn(ada, 'IT.1001');
    await learn(ada, null);
    expect((await ownersOf('IT.1001')).map(({ id }) => id)).toEqual([ada]);
  });

  test('joins the one who wrote under it before to the one whose phone it is', async () => {
    const hidden = await person(world, ['whatsapp_user', 'IT.1002']);
    const phoned = await person(world, ['phone', '+393471115555'], ['email', 'p@example.com']);
    await learn(phoned, 'IT.1002');
    const [one, ...others] = await ownersOf('IT.1002');
    expect(others).toEqual([]);
    expect([hidden, phoned]).toContain(one?.id);
    expect(one?.identities.map(({ kind }) => kind).sort()).toEqual([
      'email',
      'phone',
      'whatsapp_user',
    ]);
  });

  test('of somebody who was erased meanwhile is nobody’s', async () => {
    await learn(newId(), 'IT.1003');
    expect(await ownersOf('IT.1003')).toEqual([]);
  });
});
