import { describe, expect, it } from 'vitest';
import { normalize } from '#adapters/messaging/whatsapp-cloud/parse-webhook';
import type { Fact } from '#core/intake/index';
import { change, delivery, metadata, RECEIVED_AT, system } from './deliveries';

const factsOf = (...changes: readonly unknown[]): readonly Fact[] => {
  const body = Buffer.from(JSON.stringify(delivery(...changes)));
  const normalized = normalize({ body, receivedAt: RECEIVED_AT });
  return normalized.kind === 'facts' ? normalized.facts : [];
};
const AT = new Date('2026-11-24T02:40:00Z');

describe('a change of identity or preference', () => {
  it('tells the new phone of a person', () => {
    const notice = { body: 'Maria changed', wa_id: '393479999999', type: 'user_changed_number' };
    expect(factsOf(system({ system: notice }))).toMatchObject([
      {
        kind: 'identity_changed',
        from: { waId: '393471234567', userId: null },
        newWaId: '393479999999',
        newUserId: null,
      },
    ]);
  });

  it('tells the new user id, also when the old one stands in the sentence only', () => {
    const notice = {
      body: 'User Maria changed from IT.111 to IT.222',
      user_id: 'IT.222',
      type: 'user_changed_user_id',
    };
    expect(factsOf(system({ from: undefined, system: notice }))).toMatchObject([
      { from: { waId: null, userId: 'IT.111' }, newUserId: 'IT.222' },
    ]);
    const update = { user_id: { previous: 'IT.111', current: 'IT.222' }, timestamp: 1795514400 };
    expect(factsOf(change('user_id_update', { metadata, user_id_update: [update] }))).toMatchObject(
      [{ from: { userId: 'IT.111' }, newUserId: 'IT.222' }],
    );
  });

  it('tells that a shopper has stopped or resumed marketing in WhatsApp’s own menu', () => {
    const chosen = (value: string, category = 'marketing_messages') => ({
      wa_id: '393471234567',
      category,
      value,
      timestamp: 1795488000,
    });
    const facts = factsOf(
      change('user_preferences', {
        metadata,
        contacts: [],
        user_preferences: [chosen('stop'), chosen('resume'), chosen('stop', 'other')],
      }),
    );
    expect(facts).toMatchObject([
      { kind: 'marketing_preference', preference: 'stop', at: AT },
      { kind: 'marketing_preference', preference: 'resume' },
      { kind: 'ignored' },
    ]);
  });
});

describe('what Meta says about templates and numbers', () => {
  const template = (more: Record<string, unknown>) => ({
    message_template_id: 594425479261596,
    message_template_name: 'cart_reminder',
    message_template_language: 'pt-BR',
    ...more,
  });
  const statusOf = (more: Record<string, unknown>) =>
    factsOf(change('message_template_status_update', template(more)))[0];

  it.each([
    ['APPROVED', 'approved'],
    ['REJECTED', 'rejected'],
    ['PAUSED', 'paused'],
    ['DISABLED', 'disabled'],
    ['PENDING_DELETION', 'deleted'],
    ['REINSTATED', 'approved'],
    ['UNARCHIVED', 'approved'],
    ['LOCKED', null],
  ])('reads the event %s as %s', (event, state) => {
    expect(statusOf({ event })).toMatchObject({
      kind: 'template_status',
      wabaId: '200000000000001',
      vendorId: '594425479261596',
      name: 'cart_reminder',
      language: 'pt_BR',
      state,
    });
  });

  it('reads a flag as the lowest rating, for the template can still be sent', () => {
    const named = { wabaId: '200000000000001', name: 'cart_reminder', language: 'pt_BR' };
    expect(statusOf({ event: 'FLAGGED' })).toMatchObject({
      kind: 'template_quality',
      ...named,
      quality: 'RED',
    });
  });

  it.each(['GREEN', 'YELLOW', 'RED', 'UNKNOWN'])('reads the rating %s', (score) => {
    const value = template({ previous_quality_score: 'GREEN', new_quality_score: score });
    expect(factsOf(change('message_template_quality_update', value))).toMatchObject([
      { kind: 'template_quality', vendorId: '594425479261596', quality: score },
    ]);
  });

  it('keeps a rating that Meta has invented since as not known', () => {
    const value = template({ new_quality_score: 'PURPLE' });
    expect(factsOf(change('message_template_quality_update', value))).toMatchObject([
      { kind: 'template_quality', quality: 'UNKNOWN' },
    ]);
  });

  it('keeps which pause it is, and the reason of a rejection with its advice', () => {
    const other_info = { title: 'SECOND_PAUSE', description: 'Paused for 6 hours.' };
    expect(statusOf({ event: 'PAUSED', reason: 'NONE', other_info })).toMatchObject({
      reason: 'SECOND_PAUSE: Paused for 6 hours.',
    });
    const rejection_info = { reason: 'Bad link.', recommendation: 'Use your own domain.' };
    expect(statusOf({ event: 'REJECTED', rejection_info })).toMatchObject({
      reason: 'Bad link.: Use your own domain.',
    });
  });

  it('tells a new category without touching the state', () => {
    const value = template({ previous_category: 'UTILITY', new_category: 'MARKETING' });
    expect(factsOf(change('template_category_update', value))).toMatchObject([
      { kind: 'template_status', state: null, category: 'MARKETING' },
    ]);
  });

  it('reads a number’s quality from its events', () => {
    const quality = (event: string) =>
      factsOf(
        change('phone_number_quality_update', { display_phone_number: '39069480', event }),
      )[0];
    expect(quality('FLAGGED')).toMatchObject({ kind: 'number_quality', quality: 'RED' });
    expect(quality('UNFLAGGED')).toMatchObject({ quality: 'GREEN' });
    expect(quality('ONBOARDING')).toMatchObject({ kind: 'ignored' });
  });

  it('reads the upgrade of a number to a thousand messages a second', () => {
    const value = { display_phone_number: '39069480', event: 'THROUGHPUT_UPGRADE' };
    expect(factsOf(change('phone_number_quality_update', value))).toMatchObject([
      { kind: 'number_pace', displayPhone: '39069480', perSecond: 1_000 },
    ]);
  });
});

describe('what Meta says about the account', () => {
  const told = (value: Record<string, unknown>) => factsOf(change('account_update', value))[0];
  const ban = (waba_ban_state: string) => ({
    event: 'DISABLED_UPDATE',
    ban_info: { waba_ban_state, waba_ban_date: 'November 24, 2026' },
  });
  const restricted = (...types: readonly string[]) => ({
    event: 'ACCOUNT_RESTRICTION',
    restriction_info: types.map((restriction_type) => ({ restriction_type })),
  });

  it.each([
    ['a ban', ban('DISABLE'), 'stopped'],
    ['a ban that is announced', ban('SCHEDULE_FOR_DISABLE'), 'warned'],
    ['a ban that is lifted', ban('REINSTATE'), 'restored'],
    ['a stop of reminders', restricted('RESTRICTED_BIZ_INITIATED_MESSAGING'), 'stopped'],
    ['a stop of something else', restricted('RESTRICTED_ADD_PHONE_NUMBER_ACTION'), 'warned'],
    ['an account that is deleted', { event: 'ACCOUNT_DELETED' }, 'removed'],
    ['an account that is taken away', { event: 'PARTNER_REMOVED' }, 'removed'],
  ])('reads %s, with what to do', (_name, value, changed) => {
    expect(told(value)).toMatchObject({
      kind: 'account_changed',
      wabaId: '200000000000001',
      displayPhone: null,
      change: changed,
      reason: expect.stringMatching(/^[A-Z].*\. .*\.$/) as string,
    });
  });

  it('names a breach by Meta’s own word, and leaves out anything that is no word', () => {
    const breach = (violation_type: string) =>
      told({ event: 'ACCOUNT_VIOLATION', violation_info: { violation_type } });
    expect(breach('SPAM_ACTIVITY')).toMatchObject({
      change: 'warned',
      reason: expect.stringContaining('(spam activity)') as string,
    });
    expect(JSON.stringify(breach('<b>call +39 347</b>'))).not.toContain('347');
  });

  it.each(['VERIFIED_ACCOUNT', 'BUSINESS_PRIMARY_LOCATION_COUNTRY_UPDATE', ''])(
    'leaves %s alone',
    (event) => {
      expect(told({ event })).toMatchObject({ kind: 'ignored' });
    },
  );
});
