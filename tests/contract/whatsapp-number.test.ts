import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  createWhatsAppCloud,
  type WhatsAppCloud,
} from '#adapters/messaging/whatsapp-cloud/client.server';
import type { MessageId } from '#core/kernel/ids';
import type { SendingAccess } from '#core/messaging/index';
import { access, graphError, json, startGraph, type GraphServer } from './whatsapp-graph';

let graph: GraphServer;
let client: WhatsAppCloud;
async function sendFrom(number: SendingAccess): Promise<void> {
  await client.send(
    number,
    { kind: 'phone', phone: '+393471234567' },
    { kind: 'text', text: 'Ciao' },
    'message-1' as MessageId,
    () => true,
  );
}

beforeEach(async () => {
  graph = await startGraph();
  client = createWhatsAppCloud({
    baseUrl: graph.baseUrl,
    apiVersion: 'v26.0',
    now: () => new Date('2026-11-24T10:00:00Z'),
  });
});
afterEach(async () => {
  await graph.close();
  await client.close();
});

describe('the pace of a number', () => {
  it.each([
    ['a standard number', { throughput: { level: 'STANDARD' } }, 80],
    ['an upgraded number', { throughput: { level: 'HIGH' } }, 1_000],
    ['a number of the Business app too', { throughput: {}, is_on_biz_app: true }, 20],
    ['a number of which Meta says nothing', {}, 80],
  ])('is learned for %s', async (_what, told, perSecond) => {
    graph.answerWith(json(200, { quality_rating: 'GREEN', ...told }));
    const number = await client.readNumber(access);
    expect(number).toMatchObject({ messagesPerSecond: perSecond, quality: 'GREEN' });
    expect(graph.seen[0]?.path).toContain('throughput,is_on_biz_app');
  });

  it('comes with its portfolio and the people that it may reach a day', async () => {
    const told = { whatsapp_business_manager_messaging_limit: 'TIER_2K' };
    graph.answerWith(json(200, told), json(200, { owner_business_info: { id: '77' } }));
    const number = await client.readNumber(access);
    expect(number.portfolio).toEqual({ id: '77', dailyLimit: 2_000 });
    expect(graph.seen[1]?.path).toContain(`${access.wabaId}?fields=owner_business_info`);
  });

  it('is learned also when the token may not see the portfolio', async () => {
    graph.answerWith(json(200, { quality_rating: 'GREEN' }), graphError(10, 403));
    const number = await client.readNumber(access);
    expect(number.portfolio).toEqual({ id: null, dailyLimit: null });
  });

  it('is each number’s own', async () => {
    const slow = { ...access, phoneNumberId: '1001', messagesPerSecond: 0.05 };
    await sendFrom(slow);
    const paced = { details: { code: 'paced', retry: 'after' } };
    await expect(sendFrom(slow)).rejects.toMatchObject(paced);
    await sendFrom(access);
    expect(graph.seen).toHaveLength(2);
  });
});
