import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { RecoveryStepId } from '#core/kernel/ids';
import { channelId, shopId } from './shop';
import { accept, hours, NOW, openWorld, refuse, type World } from './world';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
beforeEach(() => world.reset());
afterAll(() => world.end());

const template = () => world.stores.templates.byName(shopId, 'cart_reminder', 'it');

describe('the send ledger', () => {
  it('sends a queued message once and learns who received it', async () => {
    const message = await world.queue();
    await expect(world.send(message)).resolves.toMatchObject({ kind: 'sent' });
    await expect(world.message(message.id)).resolves.toMatchObject({
      state: 'sent',
      vendorId: `wamid.${message.id}`,
      attempts: 1,
    });
    await expect(world.send(message)).resolves.toEqual({ kind: 'not_due' });
    expect(world.calls).toEqual([message.id]);
    expect(world.learned).toMatchObject([{ userId: 'IT.1349120' }]);
    expect(await world.told()).toEqual(['message.status sent']);
  });

  it('keeps one message for one key', async () => {
    const first = await world.queue({ key: 'recovery:r:0' });
    const second = await world.queue({ key: 'recovery:r:0' });
    await world.send(first);
    await expect(world.send(second)).resolves.toEqual({ kind: 'not_due' });
    expect(world.calls).toEqual([first.id]);
  });

  it('sends once when many workers take the same message at the same time', async () => {
    const message = await world.queue();
    const outcomes = await Promise.all(Array.from({ length: 8 }, () => world.send(message)));
    expect(outcomes.filter((outcome) => outcome.kind === 'sent')).toHaveLength(1);
    expect(world.calls).toHaveLength(1);
  });

  it('writes nothing to a shopper whose facts have changed', async () => {
    const message = await world.queue();
    world.guard = { kind: 'cancel', reason: 'purchased' };
    await expect(world.send(message)).resolves.toEqual({ kind: 'cancelled', reason: 'purchased' });
    expect(world.calls).toEqual([]);
    await expect(world.message(message.id)).resolves.toMatchObject({
      state: 'cancelled',
      failureCode: 'purchased',
    });
    expect(await world.told()).toEqual(['message.status cancelled purchased']);
  });

  it('looks at the facts again when the call is about to leave seconds after they were read', async () => {
    const message = await world.queue();
    const late = new Date(NOW.getTime() + 3_001);
    await expect(world.send(message, NOW, late)).resolves.toEqual({ kind: 'given_back' });
    expect(world.calls).toEqual([]);
    expect(await world.message(message.id)).toMatchObject({ state: 'queued', attempts: 0 });
    world.guard = { kind: 'cancel', reason: 'purchased' };
    await expect(world.send(message, late)).resolves.toEqual({
      kind: 'cancelled',
      reason: 'purchased',
    });
  });

  it('waits when it is told to, without counting a try', async () => {
    const message = await world.queue();
    world.guard = { kind: 'wait', until: hours(2), why: 'quiet_hours' };
    await expect(world.send(message)).resolves.toEqual({ kind: 'waiting', until: hours(2) });
    await expect(world.message(message.id)).resolves.toMatchObject({
      state: 'queued',
      attempts: 0,
    });
    expect(await world.stores.messages.nextDueAt()).toEqual(hours(2));
  });
});

describe('a call without an answer', () => {
  it('is unknown, never sent again, and settled by the vendor’s status through our own id', async () => {
    const message = await world.queue();
    world.vendor = refuse('timeout');
    await expect(world.send(message)).resolves.toEqual({ kind: 'unknown', code: 'timeout' });
    world.vendor = accept;
    await expect(world.send(message, hours(1))).resolves.toEqual({ kind: 'not_due' });
    expect(world.calls).toHaveLength(1);
    const status = { vendorId: 'wamid.lost', callbackId: message.id, state: 'delivered' } as const;
    await expect(world.report(status)).resolves.toBe('moved');
    await expect(world.message(message.id)).resolves.toMatchObject({
      state: 'delivered',
      vendorId: 'wamid.lost',
      failureCode: null,
    });
    expect(await world.told()).toEqual([
      'message.status unknown timeout',
      'message.status delivered',
    ]);
  });

  it('ends after a day with a reason when no status ever comes', async () => {
    const message = await world.queue();
    world.vendor = refuse('reset');
    await world.send(message);
    await expect(world.stores.messages.settleOverdue(hours(23.9))).resolves.toEqual([]);
    await world.stores.messages.settleOverdue(hours(24));
    await expect(world.message(message.id)).resolves.toMatchObject({
      state: 'failed',
      failureCode: 'outcome_unknown',
    });
    expect(world.calls).toHaveLength(1);
  });

  it('is unknown as well when the process died between the claim and the answer', async () => {
    const message = await world.queue();
    world.vendor = () => Promise.reject(new Error('the process died'));
    await expect(world.send(message)).rejects.toThrow('the process died');
    await expect(world.message(message.id)).resolves.toMatchObject({ state: 'sending' });
    await world.stores.messages.settleOverdue(hours(0.1));
    await expect(world.message(message.id)).resolves.toMatchObject({ state: 'unknown' });
    await expect(world.send(message, hours(1))).resolves.toEqual({ kind: 'not_due' });
    expect(world.calls).toHaveLength(1);
  });

  it('says nothing new when the status came before the call broke', async () => {
    const message = await world.queue();
    world.vendor = async (id) => {
      await world.report({ vendorId: 'wamid.fast', callbackId: id, state: 'sent' });
      return refuse('timeout')(id);
    };
    await expect(world.send(message)).resolves.toEqual({ kind: 'overtaken' });
    await expect(world.message(message.id)).resolves.toMatchObject({ state: 'sent' });
    expect(await world.told()).toEqual(['message.status sent']);
  });

  it('does not turn back when the status was faster than the answer', async () => {
    const message = await world.queue();
    world.vendor = async (id) => {
      await world.report({ vendorId: `wamid.${id}`, callbackId: id, state: 'delivered' });
      return accept(id);
    };
    await expect(world.send(message)).resolves.toMatchObject({ kind: 'sent' });
    await expect(world.message(message.id)).resolves.toMatchObject({ state: 'delivered' });
    expect(await world.told()).toEqual(['message.status delivered']);
  });
});

describe('a refusal', () => {
  it('delays one recipient on 131056 and tries again', async () => {
    const message = await world.queue();
    world.vendor = refuse('131056');
    const at = new Date(NOW.getTime() + 10_000);
    await expect(world.send(message)).resolves.toEqual({ kind: 'retrying', at, code: '131056' });
    world.vendor = accept;
    await expect(world.send(message)).resolves.toEqual({ kind: 'not_due' });
    await expect(world.send(message, at)).resolves.toMatchObject({ kind: 'sent' });
    expect(await world.told()).toEqual(['message.status queued 131056', 'message.status sent']);
  });

  it('is tried five times at most', async () => {
    const message = await world.queue();
    world.vendor = refuse('131000');
    let last = await world.send(message);
    for (let tries = 0; tries < 10 && last.kind === 'retrying'; tries += 1) {
      last = await world.send(message, last.at);
    }
    expect(last).toEqual({ kind: 'failed', code: '131000' });
    expect(world.calls).toHaveLength(5);
  });

  it('ends on 131049, and says that another may be written a day later', async () => {
    const message = await world.queue({ stepId: 'step-1' as RecoveryStepId });
    world.vendor = refuse('131049');
    await expect(world.send(message)).resolves.toEqual({ kind: 'failed', code: '131049' });
    await expect(world.send(message, hours(24))).resolves.toEqual({ kind: 'not_due' });
    expect(world.calls).toHaveLength(1);
    expect(await world.secondTries()).toEqual([{ messageId: message.id, notBefore: hours(24) }]);
  });

  it('pauses the template on 132015, and the next message waits for the pause to end', async () => {
    const message = await world.queue();
    world.vendor = refuse('132015');
    const held = { kind: 'cancelled', reason: 'template_paused' };
    await expect(world.send(message)).resolves.toEqual(held);
    const kept = { state: 'cancelled', failureCode: 'template_paused' };
    await expect(world.message(message.id)).resolves.toMatchObject(kept);
    await expect(template()).resolves.toMatchObject({ state: 'paused', pausedUntil: hours(3) });
    const next = await world.queue();
    await expect(world.send(next)).resolves.toEqual({ kind: 'waiting', until: hours(3) });
    expect(await world.told()).toContain('template.changed paused');
  });

  it('switches the template off on 132016, and the next message is cancelled', async () => {
    world.vendor = refuse('132016');
    await world.send(await world.queue());
    await expect(template()).resolves.toMatchObject({ state: 'disabled' });
    await expect(world.send(await world.queue())).resolves.toEqual({
      kind: 'cancelled',
      reason: 'template_paused',
    });
  });

  it('tells that a person can’t be reached', async () => {
    world.vendor = refuse('131026');
    await expect(world.send(await world.queue())).resolves.toMatchObject({ kind: 'failed' });
    expect(await world.told()).toContain('customer.unreachable 131026');
  });

  it.each([
    ['131042', 'paused', 'channel_paused'],
    ['190', 'disconnected', 'channel_not_connected'],
  ])(
    'stops the number on %s, and its messages wait for a day at most',
    async (code, state, reason) => {
      const message = await world.queue();
      world.vendor = refuse(code);
      await expect(world.send(message)).resolves.toMatchObject({ kind: 'retrying', code });
      const channel = await world.stores.channels.byId(shopId, channelId);
      expect(channel).toMatchObject({ state });
      expect(channel?.stateReason).toMatch(/\w.*\./);
      const next = await world.queue();
      await expect(world.send(next)).resolves.toMatchObject({ kind: 'waiting' });
      await expect(world.send(next, hours(24))).resolves.toEqual({ kind: 'cancelled', reason });
      expect(world.calls).toHaveLength(1);
    },
  );
});

describe('a message that does not fit its template', () => {
  it('is not sent', async () => {
    const message = await world.queue();
    const body =
      message.body.kind === 'template' ? { ...message.body, headerImageUrl: null } : null;
    const bare = await world.queue({ body: body ?? message.body });
    await expect(world.send(bare)).resolves.toEqual({
      kind: 'cancelled',
      reason: 'template_mismatch',
    });
    const ghost = body ? { ...body, name: 'ghost' } : message.body;
    await expect(world.send(await world.queue({ body: ghost }))).resolves.toEqual({
      kind: 'cancelled',
      reason: 'template_missing',
    });
    expect(world.calls).toEqual([]);
  });
});
