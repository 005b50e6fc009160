import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Cart } from '#core/commerce/index';
import type { CustomerId, LinkToken, RecoveryId } from '#core/kernel/ids';
import { PHONE, begin, eventTypes, leaveCart, order } from '../recovery/acts';
import { after, openLab, person } from '../recovery/world';
import type { Lab, World } from '../recovery/world';
import { balance, messageSent, open, paid } from './acts';

let lab: Lab;
let world: World;
let ada: CustomerId;
let cart: Cart;
let recovery: RecoveryId;
let token: LinkToken;

beforeAll(async () => {
  lab = await openLab();
});
beforeEach(async () => {
  world = await lab.createWorld();
  ada = await person(world, ['phone', PHONE]);
  cart = await leaveCart(world, ada);
  recovery = await begin(world, cart);
  token = await messageSent(world, recovery);
});
afterAll(() => lab.close());

describe('opening a message’s link', () => {
  it('leads to the checkout, marked with the click, and is a touch', async () => {
    const outcome = await open(world, token, after(26));
    expect(outcome).toEqual({
      kind: 'redirect',
      robot: false,
      url: `https://demo.test/checkouts/${cart.externalId}?key=a%2Cb&utm_source=whatsapp&utm_medium=recovery&utm_campaign=cart-recovery&rp_click=${token}`,
    });
    expect(await eventTypes(world)).toContain('link.clicked');
    const [message] = await world.stores.messages.ofRecovery(world.shop.id, recovery);
    const clicked = message && world.stores.recoveries.clickedMessage(world.shop.id, message.id);
    expect(await clicked).toBe(true);
  });

  it('by WhatsApp’s preview is kept, but is no click', async () => {
    expect(await open(world, token, after(26), 'WhatsApp/2.24.6 A')).toMatchObject({ robot: true });
    expect(await world.query('SELECT robot FROM touch WHERE shop_id = $1')).toEqual([
      { robot: true },
    ]);
    expect(await eventTypes(world)).not.toContain('link.clicked');
    const bought = await order(world, { customerId: ada, placedAt: after(27) });
    expect(await paid(world, bought.id, after(27))).toEqual({ kind: 'no_proof' });
  });

  it('with an unknown or malformed token tells nothing', async () => {
    expect(await open(world, 'A'.repeat(22), after(26))).toEqual({ kind: 'unknown' });
    expect(await open(world, `' OR 1=1 --`, after(26))).toEqual({ kind: 'unknown' });
  });

  it('that has expired names the shop and is no click', async () => {
    expect(await open(world, token, after(24 * 60))).toMatchObject({ kind: 'expired' });
    expect(await world.query('SELECT robot FROM touch WHERE shop_id = $1')).toEqual([]);
  });

  it('of a cart that was bought says so', async () => {
    await world.stores.carts.setState(world.shop.id, cart.id, 'ordered', after(27));
    expect(await open(world, token, after(28))).toMatchObject({ kind: 'bought' });
  });

  it('leads to our own page when the platform knows no address', async () => {
    world.outside.checkoutBase = null;
    expect(await open(world, token, after(26))).toMatchObject({ kind: 'resume', cart });
  });
});

describe('a paid order', () => {
  it('is credited to the click that it names', async () => {
    await open(world, token, after(26));
    const bought = await order(world, { clickToken: token, placedAt: after(27) });
    const credited = { minor: 4_900, currency: 'EUR' };
    expect(await paid(world, bought.id, after(27))).toEqual({
      kind: 'attributed',
      proof: 'click_token',
      credited,
    });
    expect(await world.stores.attributions.byOrder(world.shop.id, bought.id)).toMatchObject({
      recoveryId: recovery,
      sequenceId: world.sequenceId,
      evidence: token,
    });
  });

  it('is credited by its checkout, then by the person, when it names no click', async () => {
    await open(world, token, after(26));
    const same = await order(world, { checkoutToken: cart.externalId, placedAt: after(27) });
    expect(await paid(world, same.id, after(27))).toMatchObject({ proof: 'checkout_token' });
    const other = await order(world, { customerId: ada, placedAt: after(28) });
    expect(await paid(world, other.id, after(28))).toMatchObject({ proof: 'person_click' });
  });

  it('is credited to the click when it names only the storefront’s cart', async () => {
    const own = await person(world, ['phone', '+393479999999']);
    const left = await leaveCart(world, own, { cartToken: 'storefront-cart', phone: null });
    await open(world, await messageSent(world, await begin(world, left)), after(26));
    const bought = await order(world, { cartToken: 'storefront-cart', placedAt: after(27) });
    expect(await paid(world, bought.id, after(27))).toMatchObject({ proof: 'checkout_token' });
  });

  it('is credited by the unique code that only a sent message carried', async () => {
    await world.query(`UPDATE tracked_link SET discount_code = 'BACK-XYZ' WHERE shop_id = $1`);
    const coded = await order(world, { discountCodes: ['back-xyz'], placedAt: after(27) });
    expect(await paid(world, coded.id, after(27))).toMatchObject({
      proof: 'discount_code',
    });
    const late = await order(world, { discountCodes: ['BACK-XYZ'], placedAt: after(25 + 121) });
    expect(await paid(world, late.id, after(150))).toEqual({ kind: 'no_proof' });
  });

  it('is not credited to a message that was only received', async () => {
    const bought = await order(world, { customerId: ada, placedAt: after(27) });
    expect(await paid(world, bought.id, after(27))).toEqual({ kind: 'no_proof' });
  });

  it('is not credited to a click outside the window, or after the order', async () => {
    await open(world, token, after(26));
    const late = await order(world, { customerId: ada, placedAt: after(26 + 5 * 24 + 1) });
    expect(await paid(world, late.id, after(200))).toEqual({ kind: 'no_proof' });
    const early = await order(world, { customerId: ada, placedAt: after(25.9) });
    expect(await paid(world, early.id, after(27))).toEqual({ kind: 'no_proof' });
  });

  it('is credited once, however often and however simultaneously it is told', async () => {
    await open(world, token, after(26));
    const bought = await order(world, { clickToken: token, placedAt: after(27) });
    const told = await Promise.all([1, 2, 3].map(() => paid(world, bought.id, after(27))));
    expect(told.map(({ kind }) => kind).sort()).toEqual(['already', 'already', 'attributed']);
    expect(await balance(world, bought.id)).toBe(4_900);
    const types = await eventTypes(world);
    expect(types.filter((type) => type === 'revenue.attributed')).toHaveLength(1);
  });

  it('that waits for its money is credited only when it is paid', async () => {
    await open(world, token, after(26));
    const cod = await order(world, {
      clickToken: token,
      placedAt: after(27),
      payment: 'pending',
      paidAt: null,
    });
    expect(await paid(world, cod.id, after(27))).toEqual({ kind: 'not_paid' });
    await order(world, { ...cod, payment: 'paid', paidAt: after(90), sourceUpdatedAt: after(90) });
    expect(await paid(world, cod.id, after(90))).toMatchObject({ kind: 'attributed' });
  });

  it('is credited in its shop’s own currency', async () => {
    await open(world, token, after(26));
    const yen = { minor: 8_000, currency: 'JPY' };
    const bought = await order(world, {
      clickToken: token,
      placedAt: after(27),
      total: yen,
      currentTotal: yen,
      refunded: { minor: 0, currency: 'JPY' },
    });
    expect(await paid(world, bought.id, after(27))).toMatchObject({ credited: yen });
    expect(await balance(world, bought.id, 'EUR')).toBe(0);
  });
});
