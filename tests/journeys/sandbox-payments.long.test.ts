import { afterAll, beforeAll, expect, test } from 'vitest';
import { merchantPages } from '../../app/doors/merchant-pages';
import { linkTokenOf, sentTo } from '../support/ledger';
import { DAY, openStage, PHONE_BROWSER } from './acts';
import type { Stage } from './acts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage({ pages: merchantPages });
});
afterAll(() => stage.rehearsal.close());

const HOME = {
  ...{ firstName: 'Ada', lastName: 'Rossi', address1: 'Via Roma 1', address2: '' },
  ...{ postcode: '10121', city: 'Torino', province: 'TO', country: 'IT' },
};
const PHONE = '+393481112223';
const browser = { redirect: 'manual', headers: { 'user-agent': PHONE_BROWSER } } as const;
const see = (path: string) => fetch(new URL(path, stage.rehearsal.url), browser);
const send = (path: string, fields: Record<string, string>) =>
  fetch(new URL(path, stage.rehearsal.url), {
    ...browser,
    method: 'POST',
    body: new URLSearchParams(fields),
  });
const desk = async () => (await see('/sandbox/woocommerce')).text();
const press = async (what: string, more: Record<string, string> = {}) =>
  (await send('/sandbox/woocommerce', { do: what, ...more })).status;

async function reminded(phone: string): Promise<string> {
  await stage.world.advance(2 * DAY);
  return linkTokenOf(sentTo(await stage.world.messages(), phone).at(-1));
}

test('the sandbox shows a WooCommerce cart that is paid by a link, with forms alone', async () => {
  expect(await (await see('/')).text()).toContain('href="/sandbox/woocommerce"');
  expect(await desk()).toContain('Connect it');
  expect(await press('equip')).toBe(409);
  expect(await press('connect')).toBe(303);
  expect(await press('equip')).toBe(303);
  expect(await press('leave', { phone: PHONE })).toBe(303);
  const token = await reminded(PHONE);
  const page = (await see(`/r/${token}`)).headers.get('location') ?? '';
  expect(await (await see(page)).text()).toContain('Where should it be sent?');
  expect(await (await send(page, HOME)).text()).toContain('Pay with PayPal');
  const pressed = await send(page, { ...HOME, provider: 'stripe', total: '10530 EUR' });
  const provider = pressed.headers.get('location') ?? '';
  expect(new URL(provider).pathname).toMatch(/^\/sandbox\/pay\/stripe\/cs_test_/);
  expect(await (await see(provider)).text()).toContain('Pay 105.30 EUR');
  const back = (await send(provider, { do: 'pay' })).headers.get('location') ?? '';
  await stage.world.advance(0);
  expect(await (await see(back)).text()).toContain('your payment has arrived');
  expect(await desk()).toMatch(/105\.30 EUR, processing, pi_/);
  expect(await (await see(provider)).text()).toContain('this page is closed');
});

test('the store’s owner comes into the admin from the sandbox, in a tab of its own', async () => {
  expect(await desk()).toContain('Open its admin');
  const opened = await send('/sandbox/woocommerce', { do: 'admin' });
  expect(opened.status).toBe(303);
  const ticket = opened.headers.get('location') ?? '';
  expect(new URL(ticket).pathname).toBe('/woocommerce/sign-in');
  expect((await see(ticket)).headers.get('set-cookie')).toBeTruthy();
});

test('and PayPal’s page in the same way', async () => {
  const phone = '+393481112224';
  expect(await press('leave', { phone })).toBe(303);
  const token = await reminded(phone);
  const page = (await see(`/r/${token}`)).headers.get('location') ?? '';
  const pressed = await send(page, { ...HOME, provider: 'paypal', total: '10530 EUR' });
  const provider = pressed.headers.get('location') ?? '';
  expect(new URL(provider).pathname).toBe('/sandbox/pay/paypal/checkoutnow');
  expect((await send(provider, { do: 'pay' })).status).toBe(303);
  await stage.world.advance(0);
  expect((await desk()).match(/processing/g)).toHaveLength(2);
});
