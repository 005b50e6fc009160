import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  createWhatsAppCloud,
  normalize,
  verifyWebhook,
  type WhatsAppCloud,
} from '#adapters/messaging/whatsapp-cloud/index';
import type { Fact } from '#core/intake/index';
import type { MessageId } from '#core/kernel/ids';
import { isVendorFault } from '#core/kernel/vendor-fault';
import { renderTemplate, STANDARD_TEMPLATES, type SendingAccess } from '#core/messaging/index';
import { startStage, type Stage } from './sandbox-fixture';
import { withMetaSchemas } from '../support/meta-schemas';

const access: SendingAccess = {
  phoneNumberId: '100000000000001',
  wabaId: '200000000000001',
  accessToken: 'demo-whatsapp-token',
  messagesPerSecond: 80,
};
const to = { kind: 'phone', phone: '+393471234567' } as const;
const always = (): boolean => true;
const id = '0190aaaa-0000-7000-8000-00000000000a' as MessageId;
const italian = STANDARD_TEMPLATES.find((one) => one.language === 'it') ?? never();

let stage: Stage;
let client: WhatsAppCloud;

beforeAll(async () => {
  stage = await startStage();
  client = createWhatsAppCloud({
    baseUrl: `http://127.0.0.1:${stage.running.ports.meta}`,
    apiVersion: 'v26.0',
    now: () => new Date(),
    timeoutMs: 10_000,
  });
});
afterAll(async () => {
  await client.close();
  await stage.close();
});

/** Facts of every delivery that the app got so far, once waiting ones were delivered. */
async function facts(): Promise<readonly Fact[]> {
  await stage.running.sandbox.schedule.flush();
  return stage.app.webhooks.flatMap(({ raw, headers }) => {
    const body = Buffer.from(raw);
    expect(verifyWebhook(body, headers, ['ripresa-demo-whatsapp-secret']).kind).toBe('verified');
    const normalized = normalize({ body, receivedAt: new Date() });
    return normalized.kind === 'facts' ? normalized.facts : [];
  });
}

const reminder = () => {
  const rendered = renderTemplate({
    ...italian,
    values: { first_name: null, first_item: 'Lampada', shop_name: 'Bottega Demo' },
    imageUrl: `${stage.app.url}/media/card.jpg`,
    linkToken: 'k3JvY2FsLXRva2VuLWV4YQ',
    replyPayload: 'question',
  });
  return rendered.ok ? rendered.body : never();
};

async function codeOf(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'no fault',
    (error: unknown) => (isVendorFault(error) ? error.details.code : 'another error'),
  );
}

describe('against a server that refuses what Meta refuses', () => {
  it('submits every standard template, and hears that it is approved', async () => {
    for (const template of STANDARD_TEMPLATES) {
      const created = await client.createTemplate(access, {
        ...template,
        linkBase: `${stage.gateway}/r/`,
        headerExample: Buffer.from('ffd8ffe000104a46494600', 'hex'),
      });
      expect(created.state).toBe('pending');
    }
    const states = (await facts()).map((fact) =>
      fact.kind === 'template_status' ? `${fact.name} ${fact.state}` : fact.kind,
    );
    expect(states).toHaveLength(STANDARD_TEMPLATES.length);
    expect(new Set(states)).toEqual(
      new Set(['cart_reminder approved', 'cart_reminder_last approved']),
    );
  });

  it('lists them as they were written', async () => {
    const listed = await client.listTemplates(access);
    expect(listed).toHaveLength(STANDARD_TEMPLATES.length);
    for (const template of STANDARD_TEMPLATES) {
      const same = listed.find(
        (one) => one.name === template.name && one.language === template.language,
      );
      const { fields, ...content } = template.content;
      expect(same).toMatchObject({ state: 'approved', bodyParameterCount: fields.length, content });
    }
  });

  it('hears how a template is rated, and finds the rating in the list', async () => {
    const rating = { name: 'cart_reminder', language: 'it', quality: 'YELLOW' };
    const answer = await stage.control('POST', 'whatsapp/templates', rating);
    expect(answer.status).toBe(200);
    const ratings = (await facts()).filter(({ kind }) => kind === 'template_quality');
    expect(ratings).toMatchObject([rating]);
    const listed = await client.listTemplates(access);
    const rated = listed.filter(({ quality }) => quality !== 'UNKNOWN');
    expect(rated).toMatchObject([{ ...rating, state: 'approved' }]);
    const wrong = { ...rating, quality: 'PURPLE' };
    expect((await stage.control('POST', 'whatsapp/templates', wrong)).status).toBe(400);
  });

  it('edits a template in place, an approved one once a day, and sees it as it is then', async () => {
    const find = async () =>
      (await client.listTemplates(access)).find(
        (one) => one.name === 'cart_reminder_last' && one.language === 'en',
      ) ?? never();
    const { vendorId, name, language } = await find();
    const { content } =
      STANDARD_TEMPLATES.find((one) => one.name === name && one.language === language) ?? never();
    const edit = (body: string) =>
      client.editTemplate(access, {
        vendorId,
        name,
        language,
        content: { ...content, body },
        linkBase: `${stage.gateway}/r/`,
        headerExample: Buffer.from('ffd8ffe000104a46494600', 'hex'),
      });
    const body = `${content.body} Thank you.`;
    await edit(body);
    await facts();
    expect(await find()).toMatchObject({ vendorId, state: 'approved', content: { body } });
    expect(await codeOf(edit(content.body))).toBe('100');
    await stage.control('POST', 'whatsapp/templates', { name, language, status: 'REJECTED' });
    expect(await find()).toMatchObject({ state: 'rejected', stateReason: 'INVALID_FORMAT' });
    await edit(content.body);
    await facts();
    expect(await find()).toMatchObject({ state: 'approved', content: { body: content.body } });
  });

  it('sends a reminder that is delivered and read, each status with our own id', async () => {
    const sent = await client.send(access, to, reminder(), id, always);
    expect(sent?.vendorId).toMatch(/^wamid\./);
    const states = (await facts()).flatMap((fact) =>
      fact.kind === 'message_status' && fact.status.callbackId === id ? [fact.status.state] : [],
    );
    expect(states).toEqual(['sent', 'delivered', 'read']);
  });

  it('is told by code when a template does not fit', async () => {
    const body = reminder();
    const short = { ...body, bodyParameters: ['Maria'] };
    const bare = { ...body, headerImageUrl: null };
    const unknown = { ...body, language: 'ja' };
    expect(await codeOf(client.send(access, to, short, id, always))).toBe('132000');
    expect(await codeOf(client.send(access, to, bare, id, always))).toBe('132012');
    expect(await codeOf(client.send(access, to, unknown, id, always))).toBe('132001');
    const stranger = { ...access, accessToken: 'wrong' };
    expect(await codeOf(client.send(stranger, to, body, id, always))).toBe('190');
  });

  it('moves pictures, reads the number, subscribes, and deletes a template', async () => {
    const picture = Buffer.from('ffd8ffe000104a46494600', 'hex');
    const mediaId = await client.uploadMedia(access, { bytes: picture, type: 'image/jpeg' });
    const media = await client.readMedia(access, mediaId);
    expect(Buffer.from(media.bytes).equals(picture)).toBe(true);
    await expect(client.readNumber(access)).resolves.toMatchObject({
      displayPhone: '+39 06 9480 0001',
      quality: 'GREEN',
      messagesPerSecond: 80,
    });
    await client.subscribeWebhooks(access);
    await client.deleteTemplate(access, 'cart_reminder_last');
    const names = new Set((await client.listTemplates(access)).map((one) => one.name));
    expect([...names]).toEqual(['cart_reminder']);
    const again = client.createTemplate(access, {
      ...italian,
      name: 'cart_reminder_last',
      linkBase: `${stage.gateway}/r/`,
      headerExample: picture,
    });
    // The name of a deleted template is blocked for 30 days.
    expect(await codeOf(again)).toBe('100');
  });

  withMetaSchemas((schemas) => {
    it('has sent nothing that Meta’s schema refuses', () => {
      const message = schemas.messaging('Message');
      const template = schemas.body('message_templates_create');
      const sent = stage.running.sandbox.meta.ledger
        .entries()
        .filter((one) => one.method === 'POST');
      const of = (end: string) => sent.filter((one) => one.path.endsWith(end));
      expect(of('/messages').length).toBeGreaterThan(0);
      expect(of('/message_templates').length).toBeGreaterThan(0);
      for (const { body } of of('/messages')) expect(message(body)).toEqual([]);
      for (const { body } of of('/message_templates')) expect(template(body)).toEqual([]);
      const edits = sent.filter(({ path }) => /\/v26\.0\/\d+$/.test(path));
      expect(edits.length).toBeGreaterThan(0);
      const named = { name: 'any', language: 'en', category: 'MARKETING' };
      for (const { body } of edits) {
        expect(template({ ...(body as object), ...named })).toEqual([]);
      }
    });
  });
});

function never(): never {
  throw new Error('This can’t happen with the standard templates.');
}
