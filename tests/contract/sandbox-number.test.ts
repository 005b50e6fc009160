import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { at, startStage, type Stage } from './sandbox-fixture';

const PHONE = '100000000000001';
const WABA = '200000000000001';

let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
});
afterAll(() => stage.close());
beforeEach(async () => {
  await stage.control('POST', 'reset');
  stage.app.webhooks = [];
});

const write = (to: string) =>
  stage.graph('POST', `${PHONE}/messages`, {
    messaging_product: 'whatsapp',
    to,
    type: 'text',
    text: { body: 'Ciao' },
  });
const limitField = 'whatsapp_business_manager_messaging_limit';

describe('the business’s number', () => {
  it('answers its rating, its limit and its portfolio', async () => {
    const number = await stage.graph('GET', PHONE);
    expect(number.body).toMatchObject({ quality_rating: 'GREEN', [limitField]: 'TIER_2K' });
    const account = await stage.graph('GET', WABA);
    expect(at(account.body, 'owner_business_info')).toMatchObject({ id: '600000000000001' });
  });

  it('tells the app when Meta rates or limits it anew', async () => {
    await stage.control('POST', 'whatsapp/number', { quality: 'RED', tier: 'TIER_250' });
    const bodies = stage.app.webhooks.map(({ raw }) => raw).join();
    expect(bodies).toContain('"event":"FLAGGED"');
    expect(bodies).toContain('"max_daily_conversations_per_business":"TIER_250"');
    const number = await stage.graph('GET', PHONE);
    expect(number.body).toMatchObject({ quality_rating: 'RED', [limitField]: 'TIER_250' });
  });

  it('refuses a second message to one person within six seconds when it is asked to', async () => {
    await write('+393471234567');
    expect((await write('+393471234567')).status).toBe(200);
    await stage.control('POST', 'whatsapp/number', { pairSeconds: 6 });
    const refused = await write('+393471234567');
    expect(at(refused.body, 'error')).toMatchObject({ code: 131056 });
    expect((await write('+393471234568')).status).toBe(200);
  });

  it('reaches no more people a day than its limit, but goes on with those whom it has reached', async () => {
    await stage.control('POST', 'whatsapp/number', { tier: 'TIER_250' });
    for (let count = 0; count < 250; count += 1) {
      const { status } = await write(`+39347100${1_000 + count}`);
      expect(status).toBe(200);
    }
    expect(at((await write('+393471009999')).body, 'error')).toMatchObject({ code: 131048 });
    expect((await write('+393471001000')).status).toBe(200);
    await stage.control('POST', 'whatsapp/reply', { from: '+393471009999', text: 'Ciao' });
    expect((await write('+393471009999')).status).toBe(200);
  });

  it('says what it does not understand', async () => {
    const answer = await stage.control('POST', 'whatsapp/number', { tier: 'TIER_9' });
    expect(answer.status).toBe(400);
  });
});
