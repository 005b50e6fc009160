import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HOLDOUT_EXPERIMENT } from '#core/experiments/index';
import type { CustomerId } from '#core/kernel/ids';
import { PHONE, begin, eventTypes, leaveCart, order, run, start, stepOf, stop } from './acts';
import { MONDAY, after, openLab, person, unit } from './world';
import type { Lab, World } from './world';

let lab: Lab;
let world: World;
beforeAll(async () => {
  lab = await openLab();
  world = await lab.createWorld();
});
afterAll(() => lab.close());

let people = 0;
const somebody = (): Promise<CustomerId> => {
  people += 1;
  return person(world, ['phone', `+39347${String(1_000_000 + people)}`]);
};

/** Something to wait for, and what lets it happen. */
function gate(): readonly [Promise<void>, () => void] {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return [
    opened,
    () => {
      open();
    },
  ];
}

/** How many wait for a lock that another holds. */
const waiting = async (): Promise<number | undefined> => {
  const [row] = await world.query<{ n: number }>(
    'SELECT count(*)::int AS n, $1 AS shop FROM pg_locks WHERE NOT granted',
  );
  return row?.n;
};

describe('an abandoned cart', () => {
  it('starts a recovery with its steps, the first a day after it was abandoned', async () => {
    const cart = await leaveCart(world, await somebody());
    const outcome = await start(world, cart);
    expect(outcome.kind).toBe('started');
    if (outcome.kind !== 'started') return;
    const steps = await world.stores.recoveries.steps(world.shop.id, outcome.recoveryId);
    expect(steps.map(({ dueAt }) => dueAt)).toEqual([after(25), after(73)]);
    expect(await world.stores.recoveries.byCart(world.shop.id, cart.id)).toMatchObject({
      state: 'active',
      cartId: cart.id,
    });
  });

  it('starts once, however often it is told', async () => {
    const cart = await leaveCart(world, await somebody());
    const id = await begin(world, cart);
    expect(await start(world, cart)).toEqual({ kind: 'already', recoveryId: id });
    const both = await Promise.all([start(world, cart), start(world, cart)]);
    expect(both.map(({ kind }) => kind)).toEqual(['already', 'already']);
  });

  it('comes under the running recovery of the same person, and the newest cart is shown', async () => {
    const somebodyId = await somebody();
    const first = await leaveCart(world, somebodyId);
    const id = await begin(world, first);
    const second = await leaveCart(world, somebodyId, { lastActivityAt: after(3) });
    expect(await start(world, second)).toEqual({ kind: 'adopted', recoveryId: id });
    expect((await world.stores.recoveries.byId(world.shop.id, id))?.cartId).toBe(second.id);
    expect((await stepOf(world, id, 0)).dueAt).toEqual(after(28));
    expect(await eventTypes(world)).toContain('recovery.cart_adopted');
    expect(await world.stores.recoveries.checkoutTokens(world.shop.id, id)).toHaveLength(2);
  });

  it('that is older than the shown one comes under the recovery without being shown', async () => {
    const somebodyId = await somebody();
    const newer = await leaveCart(world, somebodyId, { lastActivityAt: after(3) });
    const id = await begin(world, newer);
    const older = await leaveCart(world, somebodyId);
    expect((await start(world, older, after(5))).kind).toBe('adopted');
    expect((await world.stores.recoveries.byId(world.shop.id, id))?.cartId).toBe(newer.id);
    expect((await stepOf(world, id, 0)).dueAt).toEqual(after(28));
  });

  it('makes one recovery when two carts of a person are found at the same moment', async () => {
    const somebodyId = await somebody();
    const both = [await leaveCart(world, somebodyId), await leaveCart(world, somebodyId)];
    const outcomes = await Promise.all(both.map((cart) => start(world, cart)));
    expect(outcomes.map(({ kind }) => kind).sort()).toEqual(['adopted', 'started']);
    const ids = outcomes.map((outcome) => 'recoveryId' in outcome && outcome.recoveryId);
    expect(new Set(ids).size).toBe(1);
  });

  it('that is bought at the same moment starts nothing, and neither waits for the other for good', async () => {
    const somebodyId = await somebody();
    const running = await begin(world, await leaveCart(world, somebodyId));
    const second = await leaveCart(world, somebodyId, { lastActivityAt: after(3) });
    const { id: shopId } = world.shop;
    const [locked, hasLocked] = gate();
    const [startWaits, goOn] = gate();
    const bought = world.transact(async (stores) => {
      await stores.carts.setState(shopId, second.id, 'ordered', after(5));
      hasLocked();
      await startWaits;
      return stores.recoveries.lock(shopId, running);
    });
    await locked;
    const started = start(world, second);
    await expect.poll(waiting).toBe(1);
    goOn();
    expect((await bought)?.state).toBe('active');
    expect(await started).toEqual({ kind: 'not_abandoned' });
  });

  it('that the shopper is busy with again starts nothing', async () => {
    const cart = await leaveCart(world, await somebody(), { state: 'open' });
    expect(await start(world, cart)).toEqual({ kind: 'not_abandoned' });
  });

  it('that was filled again after it was emptied gets another recovery', async () => {
    const cart = await leaveCart(world, await somebody());
    const id = await begin(world, cart);
    await world.stores.carts.setState(world.shop.id, cart.id, 'emptied', after(2));
    await stop(world, { kind: 'cart_emptied', cartId: cart.id }, after(2));
    await world.stores.carts.setState(world.shop.id, cart.id, 'abandoned', after(4));
    const again = await start(world, cart, after(4));
    expect(again.kind).toBe('started');
    expect(again).not.toMatchObject({ recoveryId: id });
  });
});

describe('a recovery is declined, with its reason', () => {
  it('for a cart without anybody', async () => {
    expect(await start(world, await leaveCart(world, null))).toEqual({
      kind: 'declined',
      reason: 'no_phone',
    });
  });

  it('for a phone that can’t be one, until the shopper types a real one', async () => {
    const cart = await leaveCart(world, null, { phoneProblem: 'too_short' });
    expect(await start(world, cart)).toEqual({ kind: 'declined', reason: 'phone_invalid' });
    const customerId = await somebody();
    const mended = { ...cart, customerId, phoneProblem: null, phone: PHONE };
    await world.stores.carts.upsertNewest(mended);
    expect((await start(world, mended)).kind).toBe('started');
  });

  it('for a person with an e-mail alone', async () => {
    const customerId = await person(world, ['email', 'only@mail.test']);
    const cart = await leaveCart(world, customerId, { phone: null, email: 'only@mail.test' });
    expect(await start(world, cart)).toMatchObject({ kind: 'declined', reason: 'no_phone' });
  });

  it('for someone who opted out', async () => {
    const customerId = await somebody();
    await world.stores.consents.append(world.shop.id, {
      customerId,
      state: 'withdrawn',
      source: 'whatsapp_keyword',
      occurredAt: MONDAY,
      proof: {},
      key: `stop:${customerId}`,
    });
    const cart = await leaveCart(world, customerId);
    expect(await start(world, cart)).toMatchObject({ kind: 'declined', reason: 'opted_out' });
  });

  it('for a number of the United States, where no marketing message is delivered', async () => {
    const customerId = await person(world, ['phone', '+14155550123']);
    const cart = await leaveCart(world, customerId, { phone: '+14155550123' });
    expect(await start(world, cart)).toMatchObject({ reason: 'country_not_possible' });
  });

  it('for someone who bought meanwhile, with another address of theirs', async () => {
    const cart = await leaveCart(world, await somebody(), { email: 'bought@mail.test' });
    await order(world, { email: 'bought@mail.test', placedAt: after(0.5) });
    expect(await start(world, cart)).toMatchObject({ kind: 'declined', reason: 'purchased' });
  });

  it('but not for a purchase that came before the cart', async () => {
    const customerId = await somebody();
    await order(world, { customerId, placedAt: after(-1) });
    expect((await start(world, await leaveCart(world, customerId))).kind).toBe('started');
  });

  it('while no sequence is switched on', async () => {
    await world.stores.sequences.setState(world.shop.id, world.sequenceId, 'paused');
    const cart = await leaveCart(world, await somebody());
    expect(await start(world, cart)).toMatchObject({ reason: 'no_active_sequence' });
    await world.stores.sequences.setState(world.shop.id, world.sequenceId, 'active');
  });
});

describe('the holdout', () => {
  it('is drawn once per person and stands; held-out people run without being written to', async () => {
    await world.stores.shops.saveSettings(world.shop.id, {
      ...world.shop.settings,
      holdoutPercent: 50,
    });
    let heldOut = 0;
    for (let tries = 0; tries < 8; tries += 1) {
      const customerId = await somebody();
      const cart = await leaveCart(world, customerId, { phone: null });
      const outcome = await start(world, cart);
      const place = unit(
        `${HOLDOUT_EXPERIMENT.length}:${HOLDOUT_EXPERIMENT}:${world.shop.id}:${customerId}`,
      );
      expect(outcome.kind).toBe(place < 0.5 ? 'held_out' : 'started');
      if (outcome.kind !== 'held_out') continue;
      heldOut += 1;
      expect((await run(world, outcome.recoveryId, 0)).kind).toBe('would_have_sent');
      expect(await world.stores.messages.ofRecovery(world.shop.id, outcome.recoveryId)).toEqual([]);
    }
    expect(heldOut).toBeLessThanOrEqual(8);
  });
});
