import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createWhatsAppCloud, type WhatsAppCloud } from '#adapters/messaging/whatsapp-cloud/index';
import { STANDARD_TEMPLATES } from '#core/messaging/index';
import { graphError, json, startGraph, type GraphAnswer, type GraphServer } from './whatsapp-graph';

const access = { phoneNumberId: '1000', wabaId: '2000', accessToken: 'secret-token' };
const { name, language, content } = STANDARD_TEMPLATES.find((one) => one.language === 'en')!;
const linkBase = 'https://app.example/r/';
const edited = { vendorId: '55', name, language, content, linkBase, headerExample: null };

const lost: GraphAnswer = (response) => response.destroy();
const listed = (id: string, footer: string) =>
  json(200, {
    data: [
      {
        id,
        name,
        language,
        status: 'PENDING',
        category: 'MARKETING',
        components: [
          { type: 'HEADER', format: 'IMAGE' },
          { type: 'BODY', text: content.body },
          { type: 'FOOTER', text: footer },
          {
            type: 'BUTTONS',
            buttons: [
              { type: 'URL', text: content.buttons[0]?.text, url: `${linkBase}{{1}}` },
              { type: 'QUICK_REPLY', text: content.buttons[1]?.text },
            ],
          },
        ],
      },
    ],
  });

let graph: GraphServer;
let client: WhatsAppCloud;
beforeEach(async () => {
  graph = await startGraph();
  const now = () => new Date('2026-11-24T10:00:00Z');
  client = createWhatsAppCloud({ baseUrl: graph.baseUrl, apiVersion: 'v26.0', now });
});
afterEach(async () => {
  await graph.close();
  await client.close();
});

describe('editing a template through the Graph API', () => {
  it('posts its components to its own id, and neither its name nor its category', async () => {
    graph.answerWith(json(200, { success: true }));
    await client.editTemplate(access, edited);
    expect(graph.seen).toMatchObject([{ method: 'POST', path: '/v26.0/55' }]);
    expect(Object.keys(JSON.parse(graph.seen[0]!.body.toString('utf8')) as object)).toEqual([
      'components',
    ]);
  });

  it('counts as done when only the answer was lost', async () => {
    graph.answerWith(lost, listed('55', content.footer ?? ''));
    await expect(client.editTemplate(access, edited)).resolves.toBeUndefined();
  });

  it('stays unknown when the template still has another text', async () => {
    graph.answerWith(lost, listed('55', 'The footer of before'));
    await expect(client.editTemplate(access, edited)).rejects.toMatchObject({
      details: { retry: 'unknown' },
    });
  });

  it('gives the merchant Meta’s own words when it is refused', async () => {
    const words = 'An approved template can be edited once a day.';
    graph.answerWith(json(400, { error: { code: 100, error_user_msg: words } }));
    await expect(client.editTemplate(access, edited)).rejects.toThrow(words);
    graph.answerWith(graphError(190, 401));
    await expect(client.editTemplate(access, edited)).rejects.toMatchObject({
      details: { code: '190' },
    });
  });
});
