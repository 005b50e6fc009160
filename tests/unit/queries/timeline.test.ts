import { describe, expect, it } from 'vitest';
import { timelineOf } from '#queries/shopper-timeline';
import type { EventRow, MessageRow, StatusRow, TimelineRows } from '#queries/timeline-rows';

const NOTHING: TimelineRows = {
  carts: [],
  recoveries: [],
  steps: [],
  messages: [],
  statuses: [],
  events: [],
  touches: [],
  consents: [],
  orders: [],
  credits: [],
};
const at = (minute: number): Date => new Date(Date.UTC(2026, 10, 24, 9, minute));
const words = {
  money: ({ minor, currency }: { minor: number; currency: string }) => `${minor} ${currency}`,
  dateTime: (instant: Date) => instant.toISOString().slice(11, 16),
  explainFault: (code: string) => ({ title: `Fault ${code}.`, advice: 'Do this.' }),
};
const settings = { words, softOptIn: false };
const titles = (rows: Partial<TimelineRows>): readonly string[] =>
  timelineOf({ ...NOTHING, ...rows }, settings).entries.map(({ title }) => title);

const event = (id: number, type: string, payload: EventRow['payload']): EventRow => ({
  id,
  type,
  subjectId: 'r',
  at: at(id),
  payload,
});

const message: MessageRow = {
  id: 'm',
  direction: 'out',
  body: { kind: 'text', text: 'Ciao' },
  state: 'failed',
  failureCode: '131026',
  recoveryId: 'r',
  stepIndex: 1,
  createdAt: at(1),
  sentAt: null,
  endedAt: at(2),
  nextAttemptAt: null,
  waitReason: null,
  dailyLimit: null,
  deadlineAt: null,
};

describe('a shopper’s timeline', () => {
  it.each([
    ['daily_limit', /daily limit of 2,000 people is used up/],
    ['pair_rate', /once every six seconds/],
    ['marketing_held', /on hold/],
    ['quality_low', /quality as low/],
    ['quiet_hours', /quiet hours/],
  ])('says why a message waits, and until when: %s', (waitReason, sentence) => {
    const waiting = { ...message, state: 'queued' as const, failureCode: null, endedAt: null };
    const until = { nextAttemptAt: at(9), waitReason, dailyLimit: 2_000 };
    const { entries } = timelineOf({ ...NOTHING, messages: [{ ...waiting, ...until }] }, settings);
    expect(entries[0]).toMatchObject({
      tone: 'wait',
      title: 'The message of step 2 waits until 09:09',
      detail: expect.stringMatching(sentence) as string,
    });
  });

  it('gives the reason of everything that was not sent', () => {
    const { entries } = timelineOf(
      {
        ...NOTHING,
        events: [
          event(1, 'recovery.declined', { reason: 'no_phone' }),
          event(2, 'recovery.step_skipped', { index: 1, reason: 'no_consent' }),
        ],
      },
      settings,
    );
    expect(entries.map(({ title, detail }) => [title, detail])).toEqual([
      [
        'Step 2 was not sent',
        'This shopper’s country asks for a consent that the shopper has not given.',
      ],
      ['No recovery started', 'The cart has no phone number, so there is nobody to write to.'],
    ]);
  });

  it('explains a failure in plain words with its code', () => {
    const { entries } = timelineOf({ ...NOTHING, messages: [message] }, settings);
    expect(entries[0]).toMatchObject({
      tone: 'bad',
      title: 'The message of step 2 was not delivered',
      detail: 'Fault 131026. Do this. (WhatsApp code 131026)',
    });
  });

  it('takes the first report that a message was sent for no repetition of the answer', () => {
    const sent = { ...message, state: 'read' as const, failureCode: null, sentAt: at(2) };
    const report: StatusRow = {
      messageId: 'm',
      state: 'sent',
      code: null,
      at: at(2),
      moved: false,
    };
    const notes = (...statuses: readonly StatusRow[]) =>
      timelineOf({ ...NOTHING, messages: [sent], statuses }, settings)
        .entries.filter(({ title }) => / was (sent|read)$/.test(title))
        .map(({ title, detail }) => [title, detail]);
    const [read, late] = [{ ...report, state: 'read' as const, at: at(4), moved: true }, at(3)];
    const note = 'The report came late or twice; it changed nothing.';
    const name = 'The message of step 2';
    expect(notes(read, report)).toEqual([
      [`${name} was read`, null],
      [`${name} was sent`, null],
    ]);
    expect(notes(read, { ...report, at: late }, report)).toEqual([
      [`${name} was read`, null],
      [`${name} was sent`, note],
      [`${name} was sent`, null],
    ]);
    expect(notes({ ...report, moved: true }, report)).toContainEqual([`${name} was sent`, note]);
  });

  it('tells a wait that is repeated for the same cause once, and the shortest ones never', () => {
    const wait = { index: 0, until: at(30).toISOString() };
    const events = [
      event(1, 'recovery.step_waiting', { ...wait, why: 'unread_receipts' }),
      event(2, 'recovery.step_waiting', { ...wait, why: 'channel_paused' }),
      event(3, 'recovery.step_waiting', { ...wait, why: 'channel_paused' }),
      event(4, 'recovery.step_waiting', { ...wait, why: 'quiet_hours' }),
    ];
    expect(titles({ events })).toEqual(['Step 1 waits until 09:30', 'Step 1 waits until 09:30']);
  });

  it('names a robot’s look at the link as no click', () => {
    const touches = [
      { at: at(1), robot: true, client: 'whatsapp-preview' },
      { at: at(2), robot: false, client: 'mobile browser' },
    ];
    expect(titles({ touches })).toEqual(['The shopper opened the link', 'A link preview was made']);
  });

  it('lists what is still to come, the next first', () => {
    const step = { recoveryId: 'r', state: 'pending' as const, reason: null };
    const steps = [
      { ...step, index: 1, dueAt: at(40) },
      { ...step, index: 0, dueAt: at(20) },
    ];
    const { planned } = timelineOf({ ...NOTHING, steps }, settings);
    expect(planned.map(({ title }) => title)).toEqual(['Step 1 is due', 'Step 2 is due']);
  });

  it('tells since when a past buyer may be reminded, where a purchase stands for a consent', () => {
    const order = { totalMinor: 100, currency: 'EUR', paidAt: null, cancelledAt: null };
    const orders = [
      { ...order, id: 'o2', name: '#1002', placedAt: at(9) },
      { ...order, id: 'o1', name: '#1001', placedAt: at(3) },
    ];
    const told = (rows: Partial<TimelineRows>, softOptIn: boolean) =>
      timelineOf({ ...NOTHING, orders, ...rows }, { words, softOptIn }).entries.filter(
        ({ kind }) => kind === 'consent',
      );
    expect(told({}, true)).toMatchObject([{ at: at(3), tone: 'good' }]);
    expect(told({}, true)[0]?.detail).toContain('#1001');
    expect(told({}, false)).toEqual([]);
    expect(told({ orders: [] }, true)).toEqual([]);
  });

  it('shows a consent that was given in words instead, and an objection after the purchase', () => {
    const order = { id: 'o', name: '#1', totalMinor: 1, currency: 'EUR', placedAt: at(3) };
    const orders = [{ ...order, paidAt: null, cancelledAt: null }];
    const source = 'checkout_checkbox' as const;
    const told = (state: 'granted' | 'withdrawn', minute: number) =>
      timelineOf(
        { ...NOTHING, orders, consents: [{ at: at(minute), state, source }] },
        { words, softOptIn: true },
      )
        .entries.filter(({ kind }) => kind === 'consent')
        .map(({ title }) => title);
    expect(told('granted', 3)).toEqual(['The shopper agreed to WhatsApp messages']);
    expect(told('withdrawn', 5)).toEqual([
      'The shopper asked not to get messages',
      'The shopper may be reminded as a customer of yours',
    ]);
  });
});
