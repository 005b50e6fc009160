import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { whatsappFaults } from '#adapters/messaging/whatsapp-cloud/index';
import { normalize } from '#adapters/messaging/whatsapp-cloud/parse-webhook';
import { newId } from '#boot/chance';
import { applyFacts } from '#core/intake/index';
import { channelId, shopId } from './shop';
import { NOW, openWorld, type World } from './world';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
beforeEach(() => world.reset());
afterAll(() => world.end());

/** Meta tells one change of the account; answers what was made of it. */
async function tell(field: string, value: Record<string, unknown>, wabaId = '200000000000001') {
  const entry = [{ id: wabaId, changes: [{ field, value }] }];
  const body = Buffer.from(JSON.stringify({ object: 'whatsapp_business_account', entry }));
  const read = normalize({ body, receivedAt: NOW });
  if (read.kind !== 'facts') throw new Error(read.reason);
  const receipt = {
    source: 'whatsapp' as const,
    externalId: 'receipt-1',
    shopId: null,
    receivedAt: NOW,
    triggeredAt: null,
  };
  const source = { receipt, align: (outside: Date) => outside, now: NOW, newId };
  const [outcome] = await applyFacts(read.facts, source, {
    ...world.stores,
    faults: whatsappFaults,
  });
  return outcome?.kind;
}

const template = { message_template_id: 77, message_template_name: 'cart_reminder' };
const italian = { ...template, message_template_language: 'it' };
const inItalian = () => world.stores.templates.byName(shopId, 'cart_reminder', 'it');
const number = () => world.stores.channels.byId(shopId, channelId);

describe('the rating of a template', () => {
  const rate = (score: string) =>
    tell('message_template_quality_update', { ...italian, new_quality_score: score });

  it('is kept, told once, and changes nothing else', async () => {
    const before = await inItalian();
    expect(before?.quality).toBe('UNKNOWN');
    expect(await rate('YELLOW')).toBe('applied');
    await rate('YELLOW');
    expect(await inItalian()).toEqual({ ...before, quality: 'YELLOW' });
    expect(await world.told()).toEqual(['template.rated']);
  });

  it('falls to the lowest when the template is flagged, and goes on being sent', async () => {
    await tell('message_template_status_update', { ...italian, event: 'FLAGGED' });
    expect(await inItalian()).toMatchObject({ quality: 'RED', state: 'approved' });
  });

  it('survives when the template is saved anew, and a change of its state', async () => {
    await rate('RED');
    const rated = await inItalian();
    if (!rated) throw new Error('no template');
    await world.stores.templates.save(rated);
    await tell('message_template_status_update', { ...italian, event: 'PAUSED' });
    expect(await inItalian()).toMatchObject({ quality: 'RED', state: 'paused' });
    await tell('message_template_status_update', { ...italian, event: 'REINSTATED' });
    expect(await inItalian()).toMatchObject({ state: 'approved' });
  });

  it('of a template that is not ours is left alone', async () => {
    const other = { ...italian, message_template_name: 'elsewhere', new_quality_score: 'RED' };
    await tell('message_template_quality_update', other);
    expect(await world.told()).toEqual([]);
  });
});

describe('news of a template', () => {
  it.each([
    ['DISABLED', 'disabled'],
    ['PENDING_DELETION', 'deleted'],
    ['REJECTED', 'rejected'],
  ])('%s makes it %s', async (event, state) => {
    await tell('message_template_status_update', { ...italian, event });
    expect(await inItalian()).toMatchObject({ state, vendorId: '77' });
  });
});

describe('news of a number', () => {
  it('tell its rating and its pace', async () => {
    const ours = { display_phone_number: '39 06 9480 0001' };
    await tell('phone_number_quality_update', { ...ours, event: 'FLAGGED' });
    await tell('phone_number_quality_update', { ...ours, event: 'THROUGHPUT_UPGRADE' });
    expect(await number()).toMatchObject({ quality: 'RED', messagesPerSecond: 1_000 });
    const access = await world.stores.channels.access(shopId, channelId);
    expect(access?.messagesPerSecond).toBe(1_000);
  });

  it('tell how many people a day its portfolio may reach', async () => {
    await tell('business_capability_update', { max_daily_conversations_per_business: 'TIER_250' });
    expect(await number()).toMatchObject({ portfolio: { dailyLimit: 250 } });
    await tell('business_capability_update', { max_daily_conversation_per_phone: 2_000 });
    expect(await number()).toMatchObject({ portfolio: { dailyLimit: 2_000 } });
    await tell('business_capability_update', {
      max_daily_conversations_per_business: 'TIER_UNLIMITED',
    });
    expect(await number()).toMatchObject({ portfolio: { dailyLimit: null } });
  });

  it('of another number of the account change nothing', async () => {
    const theirs = { display_phone_number: '39 06 0000 0000' };
    await tell('phone_number_quality_update', { ...theirs, event: 'THROUGHPUT_UPGRADE' });
    expect(await number()).toMatchObject({ messagesPerSecond: 80 });
  });
});

describe('news of the account', () => {
  const ban = (waba_ban_state: string) =>
    tell('account_update', { event: 'DISABLED_UPDATE', ban_info: { waba_ban_state } });

  it('stop its number, whose messages then wait', async () => {
    await ban('DISABLE');
    expect(await number()).toMatchObject({
      state: 'paused',
      stateReason: expect.stringContaining('switched off the WhatsApp account') as string,
    });
    expect(await world.send(await world.queue())).toMatchObject({ kind: 'waiting' });
    expect(await world.told()).toEqual(['channel.changed paused']);
  });

  it('leave it to the merchant to resume, once the stop is lifted', async () => {
    await ban('DISABLE');
    await ban('REINSTATE');
    expect(await number()).toMatchObject({
      state: 'paused',
      stateReason: expect.stringContaining('Resume') as string,
    });
  });

  it('warn without stopping, and the warning goes with the stop that was announced', async () => {
    await ban('SCHEDULE_FOR_DISABLE');
    expect(await number()).toMatchObject({
      state: 'connected',
      stateReason: expect.stringContaining('announced') as string,
    });
    expect(await world.send(await world.queue())).toMatchObject({ kind: 'sent' });
    await ban('REINSTATE');
    expect(await number()).toMatchObject({ state: 'connected', stateReason: null });
  });

  it('disconnect a number whose account is gone, and nothing revives it by itself', async () => {
    await tell('account_update', { event: 'ACCOUNT_DELETED' });
    await ban('REINSTATE');
    expect(await number()).toMatchObject({ state: 'disconnected' });
  });

  it('of an account that no store has are left alone', async () => {
    expect(await tell('account_update', { event: 'ACCOUNT_DELETED' }, '999')).toBe('ignored');
  });
});
