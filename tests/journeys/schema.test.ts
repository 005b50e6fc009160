import { afterAll, beforeAll, expect, test } from 'vitest';
import type { SequenceId } from '#core/kernel/ids';
import { DEFAULT_STEPS } from '#core/recovery/index';
import { reconcileShops } from '../../workers/sweeps/shops-behind';
import type { RecordedRequest } from '../support/outside';
import { DAY, openStage, tell } from './acts';
import type { Stage } from './acts';
import { objections } from '../support/official-schemas';
import { browse, CUPS, MOKA } from './storefront';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.rehearsal.close());

/** Every kind of call that the product makes by itself: install, sell, remind, code, consent, sweep. */
async function walk(): Promise<void> {
  const { services } = stage.rehearsal;
  const [first, last] = DEFAULT_STEPS;
  if (!first || !last) throw new Error('the default sequence has two steps');
  const discount = { kind: 'fixed' as const, minor: 500, validHours: 96 };
  await services.stores.sequences.save({
    id: 'with-code' as SequenceId,
    shopId: (await stage.shop()).id,
    name: 'With a code',
    state: 'active',
    steps: [first, { ...last, discount }],
    priority: -1,
  });
  const shopper = browse(stage);
  await shopper.add(MOKA);
  await shopper.add(CUPS, 3);
  const token = await shopper.checkOut({
    phone: '+393487000001',
    email: 'nives@example.com',
    firstName: 'Nives “日本” O’Hara & Söhne <b>',
    whatsapp: 'yes',
  });
  // The checkout's own marketing box, which the demo shop says covers WhatsApp.
  await stage.world.advance(4 * DAY);
  await stage.world.reply('+393487000001', { text: 'Basta' });
  await stage.world.advance(16);
  await shopper.pay(token, { phone: '+393487000001' });
  await tell(stage, 'products/update', { id: 1, title: 'A', variants: [], images: [] });
  await reconcileShops(services);
  await stage.world.advance(0);
}

test('all that leaves the product in a broad walk is what Shopify and Meta publish', async () => {
  await walk();
  const { found, shopify, whatsapp } = await objections(stage.world);
  expect(found).toEqual([]);
  expect(shopify).toBeGreaterThanOrEqual(6);
  if (whatsapp !== null) expect(whatsapp).toBeGreaterThanOrEqual(6);
  const requests = await stage.world.call<RecordedRequest[]>('GET', 'shopify/requests');
  const asked = requests.map(({ body }) => String(body.query)).join('\n');
  for (const name of [
    'discountCodeBasicCreate',
    'customerWhatsAppMarketingConsentUpdate',
    'abandonedCheckouts',
    'orders(',
    'shop {',
  ]) {
    expect(asked, name).toContain(name);
  }
  expect((await stage.world.messages()).map(({ status }) => status)).toEqual([200, 200]);
});

test('a call that the schema does not know would be noticed', async () => {
  const wrong = (path: string, body: object): RecordedRequest => ({
    at: '',
    method: 'POST',
    path,
    body: body as Record<string, unknown>,
    status: 200,
    answer: null,
  });
  const tampered = {
    ...stage.world,
    call: <Answer>(_method: string, path: string): Promise<Answer> => {
      const requests =
        path === 'shopify/requests'
          ? [
              wrong('/admin/api/2026-07/graphql.json', { query: '{ shop { nickname } }' }),
              wrong('/admin/api/2026-07/graphql.json', {
                query: 'query ($first: Int!) { orders(first: $first) { nodes { id } } }',
                variables: { first: 'ten' },
              }),
              wrong('/admin/api/2026-07/orders.json', {}),
            ]
          : [
              wrong('/v26.0/100/messages', {
                messaging_product: 'whatsapp',
                type: 'text',
                text: {},
              }),
            ];
      return Promise.resolve(requests as Answer);
    },
  };
  const { found, whatsapp } = await objections(tampered);
  expect(found.slice(0, 3)).toEqual([
    expect.stringContaining('nickname'),
    expect.stringContaining('first'),
    expect.stringContaining('orders.json'),
  ]);
  if (whatsapp !== null) expect(found.length).toBeGreaterThan(3);
});
