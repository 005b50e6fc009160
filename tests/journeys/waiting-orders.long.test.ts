import { afterAll, beforeAll, expect, test } from 'vitest';
import { orderPayload } from '../support/outside';
import { arrived, DAY, leave, openStage, tell } from './acts';
import type { Stage } from './acts';

/** Ways of having ordered without the money being there, as Shopify names them. */
const WAITING = ['pending', 'authorized', 'partially_paid', null] as const;

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.rehearsal.close());

test('an order on hold, on delivery or by bank transfer is an order: nobody is reminded of it', async () => {
  const phoneOf = (place: number) => `+39348900000${place}`;
  for (const place of WAITING.keys()) await leave(stage, `waiting-${place}`, phoneOf(place));
  await stage.world.advance(120);
  const at = await stage.world.now();
  for (const [place, status] of WAITING.entries()) {
    const order = orderPayload({ id: 9_000 + place, token: `waiting-${place}`, at });
    await tell(stage, 'orders/create', { ...order, financial_status: status });
  }
  await stage.world.advance(10 * DAY);
  for (const place of WAITING.keys()) {
    expect(await arrived(stage, phoneOf(place)), String(WAITING[place])).toEqual([]);
    expect(await stage.book.cart(`waiting-${place}`)).toMatchObject({ state: 'ordered' });
    const [recovery] = await stage.book.recoveriesOf(`waiting-${place}`);
    expect(recovery).toMatchObject({ state: 'stopped', reason: 'purchased' });
    expect(await stage.book.credit(`#${9_000 + place}`)).toEqual({ minor: null, proof: null });
  }
});
