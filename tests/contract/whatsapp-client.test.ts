import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  createWhatsAppCloud,
  type WhatsAppCloud,
} from '#adapters/messaging/whatsapp-cloud/client.server';
import type { MessageId } from '#core/kernel/ids';
import { isVendorFault, type VendorFaultDetails } from '#core/kernel/vendor-fault';
import { STANDARD_TEMPLATES } from '#core/messaging/index';
import { access, accepted, graphError, json, startGraph, type GraphServer } from './whatsapp-graph';

const id = 'message-1' as MessageId;
const to = { kind: 'phone', phone: '+393471234567' } as const;
const text = { kind: 'text', text: 'Ciao' } as const;

let graph: GraphServer;
let client: WhatsAppCloud;
const connect = (baseUrl: string, timeoutMs = 10_000): WhatsAppCloud =>
  createWhatsAppCloud({
    baseUrl,
    apiVersion: 'v26.0',
    now: () => new Date('2026-11-24T10:00:00Z'),
    timeoutMs,
  });
const always = (): boolean => true;
const send = () => client.send(access, to, text, id, always);

async function faultOf(work: Promise<unknown>): Promise<VendorFaultDetails & { message: string }> {
  try {
    await work;
  } catch (error) {
    if (isVendorFault(error)) return { ...error.details, message: error.message };
    throw error;
  }
  throw new Error('The call did not fail.');
}

beforeEach(async () => {
  graph = await startGraph();
  client = connect(graph.baseUrl);
});
afterEach(async () => {
  await graph.close();
  await client.close();
});

describe('sending through the Graph API', () => {
  it('posts to the number with the token and our id, and learns who received it', async () => {
    await expect(send()).resolves.toEqual({
      vendorId: 'wamid.1',
      waId: '393471234567',
      userId: 'IT.1349120',
    });
    const [call] = graph.seen;
    expect(call).toMatchObject({ method: 'POST', path: '/v26.0/1000/messages' });
    expect(call?.headers.authorization).toBe('Bearer secret-token');
    expect(JSON.parse(call?.body.toString('utf8') ?? '')).toMatchObject({
      to: '+393471234567',
      biz_opaque_callback_data: 'message-1',
    });
  });

  it.each([
    [131026, 400, { retry: 'never' }],
    [131056, 429, { retry: 'after', afterMs: 10_000 }],
    [131000, 500, { retry: 'after', afterMs: 30_000 }],
    [131049, 400, { retry: 'after', afterMs: 86_400_000 }],
    [132015, 400, { retry: 'never' }],
    [190, 401, { retry: 'after' }],
    [987654, 400, { retry: 'never' }],
  ])('says what to do about error %i, by its code alone', async (code, status, details) => {
    graph.answerWith(graphError(code, status));
    const fault = await faultOf(send());
    expect(fault).toMatchObject({ ...details, code: String(code), httpStatus: status });
    expect(fault.message).not.toContain('347');
    expect(graph.seen).toHaveLength(1);
  });

  it('waits as long as the server asks, when that is longer', async () => {
    graph.answerWith(json(429, { error: { code: 130429 } }, { 'retry-after': '90' }));
    await expect(faultOf(send())).resolves.toMatchObject({ retry: 'after', afterMs: 90_000 });
  });

  it('does not know what happened when the answer never comes', async () => {
    graph.answerWith(() => undefined);
    const impatient = connect(graph.baseUrl, 500);
    const fault = await faultOf(impatient.send(access, to, text, id, always));
    expect(fault).toMatchObject({ code: 'timeout', retry: 'unknown' });
    expect(graph.seen).toHaveLength(1);
    await impatient.close();
  });

  it('does not know what happened when the connection breaks after the request', async () => {
    graph.answerWith((response) => response.destroy());
    await expect(faultOf(send())).resolves.toMatchObject({ code: 'reset', retry: 'unknown' });
    expect(graph.seen).toHaveLength(1);
  });

  it('does not know what happened after a gateway’s 502, or an answer that names no message', async () => {
    const gateway = json(502, '<html>Bad gateway</html>');
    graph.answerWith(gateway, json(200, {}), (response) => response.end('no json'));
    await expect(faultOf(send())).resolves.toMatchObject({ code: 'http_502', retry: 'unknown' });
    await expect(faultOf(send())).resolves.toMatchObject({ code: 'bad-answer', retry: 'unknown' });
    await expect(faultOf(send())).resolves.toMatchObject({ code: 'bad-answer', retry: 'unknown' });
  });

  it('knows that nothing was sent when nobody listens', async () => {
    const closed = createServer();
    await new Promise<void>((resolve) => closed.listen(0, '127.0.0.1', resolve));
    const { port } = closed.address() as AddressInfo;
    await new Promise((resolve) => closed.close(resolve));
    const lost = connect(`http://127.0.0.1:${port}`);
    const fault = await faultOf(lost.send(access, to, text, id, always));
    expect(fault).toMatchObject({ code: 'refused', retry: 'after', afterMs: 30_000 });
    await lost.close();
  });

  it('keeps a hundred messages on the way at once', async () => {
    const waiting: (() => void)[] = [];
    graph.answerWith((response, seen) => {
      waiting.push(() => accepted(response, seen));
      if (waiting.length === 100) for (const answer of waiting) answer();
    });
    const sent = await Promise.all(Array.from({ length: 100 }, () => send()));
    expect(sent).toHaveLength(100);
  });
});

describe('templates through the Graph API', () => {
  const [template] = STANDARD_TEMPLATES;
  const submission = {
    name: 'cart_reminder',
    language: 'en',
    category: 'MARKETING' as const,
    content: template?.content ?? never(),
    linkBase: 'https://shop.example/r/',
    headerExample: Buffer.from('jpeg bytes'),
  };

  it('uploads the example picture first and submits its handle', async () => {
    graph.answerWith(
      json(200, { id: 'upload:abc?sig=1' }),
      json(200, { h: '4:handle' }),
      json(200, { id: '55', status: 'PENDING', category: 'MARKETING' }),
    );
    await expect(client.createTemplate(access, submission)).resolves.toEqual({
      vendorId: '55',
      state: 'pending',
      category: 'MARKETING',
    });
    const [open, upload, create] = graph.seen;
    expect(open?.path).toBe(
      '/v26.0/app/uploads?file_name=example.jpg&file_length=10&file_type=image%2Fjpeg',
    );
    expect(upload?.path).toBe('/v26.0/upload:abc?sig=1');
    expect(upload?.headers).toMatchObject({
      authorization: 'OAuth secret-token',
      file_offset: '0',
    });
    expect(upload?.body.toString('utf8')).toBe('jpeg bytes');
    expect(create?.body.toString('utf8')).toContain('4:handle');
  });

  it('takes a template that is there already for created', async () => {
    const there = {
      id: '55',
      name: 'cart_reminder',
      language: 'en',
      status: 'APPROVED',
      category: 'MARKETING',
      components: [{ type: 'BODY', text: submission.content.body }],
    };
    graph.answerWith(graphError(100), json(200, { data: [there] }));
    const created = client.createTemplate(access, { ...submission, headerExample: null });
    await expect(created).resolves.toMatchObject({ vendorId: '55', state: 'approved' });
  });

  it('gives the merchant Meta’s own words when a template is refused', async () => {
    const words = 'Variables can’t be at the start.';
    graph.answerWith(json(400, { error: { code: 100, error_user_msg: words } }), json(200, {}));
    const refused = client.createTemplate(access, { ...submission, headerExample: null });
    await expect(faultOf(refused)).resolves.toMatchObject({
      retry: 'never',
      message: expect.stringContaining(words) as string,
    });
  });

  it('lists every page', async () => {
    const page = (name: string, next?: string) =>
      json(200, {
        data: [{ id: '1', name, language: 'en', status: 'PAUSED', category: 'MARKETING' }],
        paging: { cursors: { after: name }, ...(next ? { next } : {}) },
      });
    graph.answerWith(page('first', 'https://graph.example/next'), page('second'));
    const all = await client.listTemplates(access);
    expect(all.map((one) => `${one.name} ${one.state}`)).toEqual(['first paused', 'second paused']);
    expect(graph.seen[1]?.path).toContain('after=first');
  });
});

describe('files through the Graph API', () => {
  it('loads a shopper’s picture in two steps', async () => {
    graph.answerWith(
      json(200, { url: `${graph.baseUrl}/file`, mime_type: 'image/jpeg' }),
      (response) => response.end('picture'),
    );
    const media = await client.readMedia(access, '900');
    expect(Buffer.from(media.bytes).toString('utf8')).toBe('picture');
    expect(media.type).toBe('image/jpeg');
    expect(graph.seen[0]?.path).toBe('/v26.0/900?phone_number_id=1000');
  });

  it('never carries the token to a host that is not Meta’s', async () => {
    const stranger = await startGraph();
    graph.answerWith(json(200, { url: `${stranger.baseUrl}/file`, mime_type: 'image/jpeg' }));
    await expect(faultOf(client.readMedia(access, '900'))).resolves.toMatchObject({
      code: 'foreign_address',
      retry: 'never',
    });
    expect(stranger.seen).toHaveLength(0);
    await stranger.close();
  });

  it('may repeat a read that got no answer', async () => {
    graph.answerWith((response) => response.destroy());
    await expect(faultOf(client.readNumber(access))).resolves.toMatchObject({ retry: 'after' });
  });
});

function never(): never {
  throw new Error('There are no standard templates.');
}
