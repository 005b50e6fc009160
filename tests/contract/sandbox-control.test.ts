import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { at, startStage, type Stage } from './sandbox-fixture';

const PHONE = '100000000000001';
const SHOPPER = '+39 347 123 4567';
let stage: Stage;

beforeAll(async () => {
  stage = await startStage();
});
afterAll(() => stage.close());
beforeEach(async () => {
  await stage.control('POST', 'reset');
  stage.app.webhooks = [];
  stage.app.due = [];
  stage.app.onDue = () => Promise.resolve();
});

function hello(): Promise<{ status: number; body: unknown }> {
  return stage.graph('POST', `${PHONE}/messages`, {
    messaging_product: 'whatsapp',
    to: SHOPPER,
    type: 'interactive',
    interactive: {
      type: 'button',
      body: { text: 'How can we help?' },
      action: { buttons: [{ type: 'reply', reply: { id: 'q', title: 'A question' } }] },
    },
  });
}

function dueIn(minutes: number, what: string): { dueAt: string; what: string } {
  return { dueAt: new Date(Date.now() + minutes * 60_000).toISOString(), what };
}

const value = (index: number): unknown =>
  at(stage.app.webhooks.at(index)?.body, 'entry', 0, 'changes', 0, 'value');

describe('the clock', () => {
  it('stops at every due instant on its way, and delivers what that caused', async () => {
    const seen: string[] = [];
    stage.app.onDue = async (what) => {
      seen.push(what);
      if (what === 'step') await hello();
    };
    stage.app.due = [dueIn(30, 'inactivity'), dueIn(60, 'step'), dueIn(600, 'later')];
    const before = Date.now();
    const answer = await stage.control('POST', 'clock', { advanceMinutes: 120 });
    expect(seen).toEqual(['inactivity', 'step']);
    const moved = Date.parse(String(at(answer.body, 'now'))) - before;
    expect(moved).toBeGreaterThanOrEqual(120 * 60_000);
    expect(stage.app.webhooks).toHaveLength(1);
  });

  it('fast-forwards over the quiet moment to what the shopper can see', async () => {
    stage.app.due = [dueIn(30, 'inactivity'), dueIn(60, 'step')];
    const answer = await stage.control('POST', 'fast-forward');
    expect(at(answer.body, 'what')).toBe('step');
    expect((await stage.control('POST', 'fast-forward')).status).toBe(409);
  });

  it.each([-5, 'soon', undefined])('refuses to advance by %s', async (advanceMinutes) => {
    const answer = await stage.control('POST', 'clock', { advanceMinutes });
    expect(answer.status).toBe(400);
    expect(typeof at(answer.body, 'error')).toBe('string');
  });
});

describe('replies', () => {
  it('of text arrive as an inbound message with both ids of the shopper', async () => {
    await stage.control('POST', 'whatsapp/reply', {
      from: SHOPPER,
      text: 'Is it dishwasher safe?',
    });
    expect(value(-1)).toMatchObject({
      contacts: [{ wa_id: '393471234567' }],
      messages: [{ from: '393471234567', text: { body: 'Is it dishwasher safe?' } }],
    });
    expect(at(value(-1), 'messages', 0, 'from_user_id')).toMatch(/^IT\.\d+$/);
  });

  it('of a tapped button carry the context of its message', async () => {
    await stage.control('POST', 'whatsapp/reply', { from: SHOPPER, text: 'Hi' });
    const sent = await hello();
    await stage.control('POST', 'whatsapp/reply', { from: SHOPPER, button: 'A question' });
    expect(at(value(-1), 'messages', 0)).toMatchObject({
      type: 'interactive',
      context: { id: at(sent.body, 'messages', 0, 'id') },
      interactive: { type: 'button_reply', button_reply: { id: 'q', title: 'A question' } },
    });
    const none = await stage.control('POST', 'whatsapp/reply', { from: SHOPPER, button: 'No' });
    expect(none.status).toBe(404);
  });

  it('of a person without a visible number carry only the business-scoped id', async () => {
    await stage.control('POST', 'whatsapp/reply', { from: SHOPPER, text: 'Hi', hideNumber: true });
    expect(at(value(-1), 'messages', 0, 'from')).toBeUndefined();
    expect(at(value(-1), 'contacts', 0, 'wa_id')).toBeUndefined();
    const userId = at(value(-1), 'messages', 0, 'from_user_id');
    await stage.control('POST', 'whatsapp/reply', { from: userId, text: 'Me again' });
    expect(at(value(-1), 'messages', 0, 'from_user_id')).toBe(userId);
  });
});

describe('faults', () => {
  it('refuse an unknown kind and list the known ones', async () => {
    const answer = await stage.control('POST', 'faults', { service: 'whatsapp', kind: 'storm' });
    expect(answer.status).toBe(400);
    expect(at(answer.body, 'error')).toContain('130429');
    expect(at(answer.body, 'error')).toContain('lose-webhooks');
  });

  it('with a code answer it as often as asked, and then no more', async () => {
    await stage.control('POST', 'faults', { service: 'whatsapp', kind: '130429', times: 2 });
    expect((await hello()).status).toBe(429);
    expect(at((await hello()).body, 'error', 'code')).toBe(130429);
    expect((await hello()).status).toBe(200);
  });

  it('can process a message and never answer', async () => {
    await stage.control('POST', 'whatsapp/reply', { from: SHOPPER, text: 'Hi' });
    await stage.control('POST', 'faults', { service: 'whatsapp', kind: 'timeout-after' });
    await expect(hello()).rejects.toThrow();
    await stage.running.sandbox.schedule.flush();
    expect(at(value(-1), 'statuses', 0, 'status')).toBe('read');
    const ledger = (await stage.control('GET', 'whatsapp/requests')).body;
    expect(at(ledger, 0, 'status')).toBe(0);
  });

  it('can lose, repeat and reorder webhooks', async () => {
    const say = (text: string): Promise<unknown> =>
      stage.control('POST', 'whatsapp/reply', { from: SHOPPER, text });
    const fault = (kind: string): Promise<unknown> =>
      stage.control('POST', 'faults', { service: 'whatsapp', kind });
    await fault('lose-webhooks');
    await say('lost');
    await fault('duplicate-webhooks');
    await say('twice');
    await fault('reorder-webhooks');
    await say('late');
    await say('early');
    const texts = stage.app.webhooks.map((w) =>
      at(w.body, 'entry', 0, 'changes', 0, 'value', 'messages', 0, 'text', 'body'),
    );
    expect(texts).toEqual(['twice', 'twice', 'early', 'late']);
  });

  it('retry a webhook that the app did not take, with the same bytes', async () => {
    stage.app.answers = [500];
    await stage.control('POST', 'whatsapp/reply', { from: SHOPPER, text: 'Hi' });
    await stage.running.sandbox.schedule.flush();
    expect(stage.app.webhooks).toHaveLength(2);
    expect(stage.app.webhooks[1]?.raw).toBe(stage.app.webhooks[0]?.raw);
  });
});

describe('the ledgers', () => {
  it('keep every request with its answer in order, and are empty after a reset', async () => {
    await hello();
    await stage.graph('GET', PHONE);
    const { body } = await stage.control('GET', 'whatsapp/requests');
    expect(body).toMatchObject([
      { method: 'POST', path: `/v26.0/${PHONE}/messages`, body: { type: 'interactive' } },
      { method: 'GET', status: 200, answer: { id: PHONE, quality_rating: 'GREEN' } },
    ]);
    await stage.control('POST', 'reset');
    expect((await stage.control('GET', 'whatsapp/requests')).body).toEqual([]);
  });
});

describe('the gateway', () => {
  it('passes the app’s pages through and lets only itself frame them too', async () => {
    const response = await fetch(`${stage.gateway}/app?embedded=1`);
    const policy = response.headers.get('content-security-policy') ?? '';
    expect(policy).toContain('https://demo.myshopify.com');
    expect(policy).toContain(stage.gateway);
    expect(`http://${response.headers.get('x-seen-host') ?? ''}`).toBe(stage.gateway);
  });

  it('never passes the control door through', async () => {
    expect((await stage.call('GET', `${stage.gateway}/control/clock`)).status).toBe(404);
  });

  it('refuses controls to the pages of another origin', async () => {
    const answer = await stage.call(
      'POST',
      `${stage.gateway}/sandbox/api/reset`,
      {},
      {
        origin: 'https://evil.example',
      },
    );
    expect(answer.status).toBe(403);
  });

  it('serves its page and nothing outside its folder', async () => {
    expect((await stage.call('GET', `${stage.gateway}/`)).status).toBe(200);
    const escape = await stage.call('GET', `${stage.gateway}/sandbox/..%2f..%2fpackage.json`);
    expect(escape.status).toBe(404);
  });
});
