import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { at, startStage, type Answered, type Stage } from './sandbox-fixture';

const PHONE = '100000000000001';
const WABA = '200000000000001';
const SHOPPER = '+39 347 123 4567';

let stage: Stage;

beforeAll(async () => {
  stage = await startStage();
});
afterAll(() => stage.close());
beforeEach(async () => {
  await stage.control('POST', 'reset');
  stage.app.webhooks = [];
});

async function createTemplate(name = 'cart_reminder'): Promise<Answered> {
  const upload = await stage.graph('POST', 'app/uploads?file_length=3&file_type=image/jpeg');
  const session = String(at(upload.body, 'id'));
  const sent = await fetch(`http://127.0.0.1:${stage.running.ports.meta}/v26.0/${session}`, {
    method: 'POST',
    headers: { authorization: 'OAuth demo-whatsapp-token', file_offset: '0' },
    body: new Uint8Array([1, 2, 3]),
  });
  const handle = String(at(await sent.json(), 'h'));
  const answer = await stage.graph('POST', `${WABA}/message_templates`, {
    name,
    language: 'en',
    category: 'MARKETING',
    components: [
      { type: 'HEADER', format: 'IMAGE', example: { header_handle: [handle] } },
      {
        type: 'BODY',
        text: 'Hi {{1}}, your {{2}} is waiting.',
        example: { body_text: [['Giulia', 'Moka']] },
      },
      { type: 'FOOTER', text: 'Reply STOP to opt out' },
      {
        type: 'BUTTONS',
        buttons: [
          {
            type: 'URL',
            text: 'Checkout now',
            url: `${stage.gateway}/r/{{1}}`,
            example: [`${stage.gateway}/r/abc`],
          },
          { type: 'QUICK_REPLY', text: 'Ask a question' },
        ],
      },
    ],
  });
  await stage.running.sandbox.schedule.flush();
  return answer;
}

function message(more: Record<string, unknown> = {}): Record<string, unknown> {
  return { messaging_product: 'whatsapp', to: SHOPPER, ...more };
}

function reminder(body: unknown[] = [text('Giulia'), text('Moka')], path = '/media/card.jpg') {
  return message({
    type: 'template',
    biz_opaque_callback_data: 'send-1',
    template: {
      name: 'cart_reminder',
      language: { code: 'en' },
      components: [
        {
          type: 'header',
          parameters: [{ type: 'image', image: { link: `${stage.app.url}${path}` } }],
        },
        { type: 'body', parameters: body },
        { type: 'button', sub_type: 'url', index: '0', parameters: [text('tok123')] },
      ],
    },
  });
}

function text(value: string): Record<string, string> {
  return { type: 'text', text: value };
}

function send(body: unknown): Promise<Answered> {
  return stage.graph('POST', `${PHONE}/messages`, body);
}

function statuses(): string[] {
  return stage.app.webhooks
    .map((webhook) => at(webhook.body, 'entry', 0, 'changes', 0, 'value', 'statuses', 0, 'status'))
    .filter((status) => status !== undefined)
    .map(String);
}

function lastError(): unknown {
  return at(
    stage.app.webhooks.at(-1)?.body,
    'entry', 0, 'changes', 0, 'value', 'statuses', 0, 'errors', 0, 'code',
  ); // prettier-ignore
}

describe('templates', () => {
  it('are pending when created and approved a moment later, by webhook', async () => {
    const created = await createTemplate();
    expect(created.body).toMatchObject({ status: 'PENDING', category: 'MARKETING' });
    const listed = await stage.graph('GET', `${WABA}/message_templates?name=cart_reminder`);
    expect(at(listed.body, 'data', 0, 'status')).toBe('APPROVED');
    expect(at(stage.app.webhooks[0]?.body, 'entry', 0, 'changes', 0, 'value', 'event')).toBe(
      'APPROVED',
    );
  });

  it('are refused when a media header has no sample from the upload API', async () => {
    const answer = await stage.graph('POST', `${WABA}/message_templates`, {
      name: 'no_sample',
      language: 'en',
      category: 'MARKETING',
      components: [
        { type: 'HEADER', format: 'IMAGE' },
        { type: 'BODY', text: 'Hello there, friend.' },
      ],
    });
    expect(answer.status).toBe(400);
    expect(at(answer.body, 'error', 'code')).toBe(100);
  });

  it('are listed in pages and deleted by name', async () => {
    await createTemplate('one');
    await createTemplate('two');
    const first = await stage.graph('GET', `${WABA}/message_templates?limit=1`);
    const after = String(at(first.body, 'paging', 'cursors', 'after'));
    const second = await stage.graph('GET', `${WABA}/message_templates?limit=1&after=${after}`);
    expect(at(second.body, 'data', 0, 'name')).toBe('two');
    await stage.graph('DELETE', `${WABA}/message_templates?name=two`);
    const left = await stage.graph('GET', `${WABA}/message_templates`);
    expect(at(left.body, 'data')).toHaveLength(1);
  });
});

describe('messages', () => {
  it('are accepted and then sent, delivered and read, with the callback data', async () => {
    await createTemplate();
    const answer = await send(reminder());
    expect(answer.status).toBe(200);
    expect(at(answer.body, 'contacts', 0, 'wa_id')).toBe('393471234567');
    await stage.running.sandbox.schedule.flush();
    expect(statuses()).toEqual(['sent', 'delivered', 'read']);
    const last = stage.app.webhooks.at(-1);
    expect(
      at(last?.body, 'entry', 0, 'changes', 0, 'value', 'statuses', 0, 'biz_opaque_callback_data'),
    ).toBe('send-1');
  });

  it('carry a signature over the raw bytes', async () => {
    await createTemplate();
    const webhook = stage.app.webhooks[0];
    const expected = createHmac('sha256', stage.settings.whatsappAppSecret)
      .update(webhook?.raw ?? '')
      .digest('hex');
    expect(webhook?.headers['x-hub-signature-256']).toBe(`sha256=${expected}`);
  });

  it('with the wrong number of parameters are refused with 132000', async () => {
    await createTemplate();
    const answer = await send(reminder([text('Giulia')]));
    expect(answer.status).toBe(400);
    expect(at(answer.body, 'error', 'code')).toBe(132000);
    expect(at(answer.body, 'error', 'error_data', 'messaging_product')).toBe('whatsapp');
  });

  it('without the header image are refused with 132012', async () => {
    await createTemplate();
    const body = reminder();
    (at(body, 'template', 'components') as unknown[]).shift();
    expect(at((await send(body)).body, 'error', 'code')).toBe(132012);
  });

  it('of an unknown or unapproved template are refused with 132001', async () => {
    const answer = await send(reminder());
    expect(answer.status).toBe(404);
    expect(at(answer.body, 'error', 'code')).toBe(132001);
  });

  it('of a paused template are refused with 132015, of a disabled one with 132016', async () => {
    await createTemplate();
    for (const [status, code] of [
      ['PAUSED', 132015],
      ['DISABLED', 132016],
    ]) {
      await stage.control('POST', 'whatsapp/templates', { name: 'cart_reminder', status });
      expect(at((await send(reminder())).body, 'error', 'code')).toBe(code);
    }
  });

  it('whose header image can not be fetched fail with 131053', async () => {
    await createTemplate();
    await send(reminder(undefined, '/no-image'));
    await stage.running.sandbox.schedule.flush();
    expect(statuses()).toEqual(['failed']);
    expect(lastError()).toBe(131053);
  });

  it('of free form fail with 131047 until the shopper has written', async () => {
    const hello = message({ type: 'text', text: { body: 'Hello' } });
    await send(hello);
    await stage.running.sandbox.schedule.flush();
    expect(lastError()).toBe(131047);
    await stage.control('POST', 'whatsapp/reply', { from: SHOPPER, text: 'Hi' });
    stage.app.webhooks = [];
    await send(hello);
    await stage.running.sandbox.schedule.flush();
    expect(statuses()).toEqual(['sent', 'delivered', 'read']);
  });

  it('of marketing to a US number are accepted and fail with 131049', async () => {
    await createTemplate();
    await send({ ...reminder(), to: '+1 415 555 2671' });
    await stage.running.sandbox.schedule.flush();
    expect(lastError()).toBe(131049);
  });

  it('to a number without an account are accepted and fail with 131026', async () => {
    await createTemplate();
    await send({ ...reminder(), to: '+39 347 123 0000' });
    await stage.running.sandbox.schedule.flush();
    expect(lastError()).toBe(131026);
  });

  it('with an unexpected key or without a recipient are refused', async () => {
    const hello = { type: 'text', text: { body: 'Hello' } };
    expect(at((await send(message({ ...hello, priority: 1 }))).body, 'error', 'code')).toBe(100);
    const nobody = await send({ messaging_product: 'whatsapp', ...hello });
    expect(at(nobody.body, 'error', 'code')).toBe(131008);
  });

  it('with a wrong access token are refused with 190', async () => {
    const url = `http://127.0.0.1:${stage.running.ports.meta}/v26.0/${PHONE}/messages`;
    const answer = await stage.call('POST', url, message(), { authorization: 'Bearer wrong' });
    expect(answer.status).toBe(401);
    expect(at(answer.body, 'error', 'code')).toBe(190);
  });
});
