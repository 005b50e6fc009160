import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { OutboundMessage, TemplateBody } from '#core/messaging/message';
import { decideSend, type SendFacts, type SendVerdict } from '#core/messaging/send-decision';
import type { Template, TemplateState } from '#core/messaging/template';

const NOW = new Date('2026-11-24T10:00:00Z');
const hours = (count: number): Date => new Date(NOW.getTime() + count * 3_600_000);
const body: TemplateBody = {
  kind: 'template',
  name: 'cart_reminder',
  language: 'en',
  headerImageUrl: null,
  bodyParameters: [],
  buttons: [],
  preview: '',
};
const message = { body, createdAt: NOW } as Partial<OutboundMessage> as OutboundMessage;
const template = {
  name: 'cart_reminder',
  language: 'en',
  state: 'approved',
  pausedUntil: null,
  content: { header: 'none', body: 'Hello', fields: [], footer: null, buttons: [] },
} as Partial<Template> as Template;
const number = (change: Partial<NonNullable<SendFacts['channel']>> = {}) => ({
  state: 'connected' as const,
  quality: 'GREEN' as const,
  hold: null,
  ...change,
});
const decide = (change: Partial<SendFacts> = {}): SendVerdict =>
  decideSend({
    message,
    guard: { kind: 'send' },
    channel: number(),
    template,
    now: NOW,
    ...change,
  });

describe('whether a message may still go out', () => {
  it('may, when nothing speaks against it', () => {
    expect(decide()).toEqual({ kind: 'send' });
  });

  it('says the truest reason first', () => {
    const guard: SendVerdict = { kind: 'cancel', reason: 'purchased' };
    expect(decide({ guard, channel: null, template: null })).toEqual(guard);
  });

  it('looks at a stopped number again in a quarter of an hour', () => {
    expect(decide({ channel: number({ state: 'paused' }) })).toEqual({
      kind: 'wait',
      until: hours(0.25),
      why: 'channel_paused',
    });
    expect(decide({ channel: null, now: hours(24) })).toEqual({
      kind: 'cancel',
      reason: 'channel_not_connected',
    });
  });

  it('does not wait for a pause that ends after the message has lost its use', () => {
    const paused = { ...template, state: 'paused' as const, pausedUntil: hours(6) };
    expect(decide({ template: paused })).toEqual({
      kind: 'wait',
      until: hours(6),
      why: 'template_paused',
    });
    expect(decide({ template: { ...paused, pausedUntil: hours(25) } })).toEqual({
      kind: 'cancel',
      reason: 'template_paused',
    });
  });

  it('keeps marketing back while the number is on hold or rated low, and lets answers go', () => {
    const until = hours(6);
    const held = number({ hold: { cause: 'complaints', until, level: 2 } });
    const low = number({ quality: 'RED' });
    const reminder = { ...message, category: 'marketing' as const };
    const waits = { kind: 'wait', until, why: 'marketing_held' };
    expect(decide({ message: reminder, channel: held })).toEqual(waits);
    expect(decide({ message: reminder, channel: held, now: until })).toEqual({ kind: 'send' });
    expect(decide({ message: reminder, channel: low })).toMatchObject({ why: 'quality_low' });
    const answer = { ...message, category: 'service' as const };
    expect(decide({ message: answer, channel: held })).toEqual({ kind: 'send' });
    expect(decide({ message: answer, channel: low })).toEqual({ kind: 'send' });
  });

  it('needs no template for a free answer', () => {
    const answer = { ...message, body: { kind: 'text' as const, text: 'Yes' } };
    expect(decide({ message: answer, template: null })).toEqual({ kind: 'send' });
  });

  it('sends only through a connected number and a usable, fitting template, whatever else is true', () => {
    const states: readonly TemplateState[] = [
      'draft',
      'pending',
      'approved',
      'rejected',
      'paused',
      'disabled',
      'deleted',
    ];
    const facts = fc.record({
      channel: fc.constantFrom(
        'connected' as const,
        'paused' as const,
        'disconnected' as const,
        null,
      ),
      state: fc.constantFrom(...states),
      pausedUntil: fc.option(fc.integer({ min: -48, max: 48 }).map(hours)),
      now: fc.integer({ min: 0, max: 48 }).map(hours),
      header: fc.constantFrom('none' as const, 'image' as const),
    });
    fc.assert(
      fc.property(facts, ({ channel, state, pausedUntil, now, header }) => {
        const content = { ...template.content, header };
        const verdict = decide({
          channel: channel && number({ state: channel }),
          template: { ...template, state, pausedUntil, content },
          now,
        });
        if (verdict.kind === 'wait') expect(verdict.until.getTime()).toBeGreaterThan(now.getTime());
        if (verdict.kind !== 'send') return;
        expect(channel).toBe('connected');
        expect(header).toBe('none');
        expect(['approved', 'paused']).toContain(state);
      }),
    );
  });
});
