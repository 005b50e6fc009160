import { NON_SEND_REASONS, isNonSendReason } from '#core/recovery/index';
import { entry } from './timeline-entry';
import type { TimelineEntry, TimelineWords } from './timeline-entry';
import type { EventRow, RecoveryRow, TimelineRows } from './timeline-rows';
import { waitSentence } from './wait-words';

const reasonOf = (payload: EventRow['payload']): string => {
  const { reason } = payload;
  return typeof reason === 'string' && isNonSendReason(reason) ? NON_SEND_REASONS[reason] : '';
};

const stepOf = ({ payload }: EventRow): string =>
  typeof payload['index'] === 'number' ? `Step ${payload['index'] + 1}` : 'A step';

type Teller = (
  event: EventRow,
  recovery: RecoveryRow | undefined,
  words: TimelineWords,
) => TimelineEntry | null;

const TELLERS: Readonly<Record<string, Teller>> = {
  'cart.abandoned': ({ at }) =>
    entry(at, 'cart', 'plain', 'The cart was left', 'Nobody touched it for your inactivity time.'),
  'cart.emptied': ({ at }) => entry(at, 'cart', 'plain', 'The shopper emptied the cart'),
  'recovery.started': ({ at }, recovery) =>
    entry(at, 'recovery', 'good', 'A recovery started', campaign(recovery)),
  'recovery.held_out': ({ at }, recovery) =>
    entry(
      at,
      'recovery',
      'plain',
      'A recovery runs without messages',
      `${NON_SEND_REASONS.holdout}${recovery?.sequenceName ? ` ${campaign(recovery) ?? ''}` : ''}`,
    ),
  'recovery.cart_adopted': ({ at }) =>
    entry(
      at,
      'recovery',
      'plain',
      'A newer cart joined the recovery',
      'One recovery serves all carts of a shopper; messages show the newest.',
    ),
  'recovery.declined': ({ at, payload }) =>
    entry(at, 'recovery', 'bad', 'No recovery started', reasonOf(payload)),
  'recovery.stopped': ({ at, payload }) =>
    entry(
      at,
      'recovery',
      payload['reason'] === 'purchased' ? 'good' : 'bad',
      'The recovery ended',
      `${reasonOf(payload)} Nothing more is sent.`.trim(),
    ),
  'recovery.completed': ({ at }) =>
    entry(at, 'recovery', 'plain', 'All steps of the recovery are done'),
  'recovery.step_waiting': waiting,
  'recovery.step_skipped': (event) =>
    entry(event.at, 'recovery', 'bad', `${stepOf(event)} was not sent`, reasonOf(event.payload)),
  'recovery.step_would_have_sent': (event) =>
    entry(
      event.at,
      'recovery',
      'plain',
      `${stepOf(event)} would have been sent now`,
      NON_SEND_REASONS.holdout,
    ),
  'customer.merged': ({ at }) =>
    entry(at, 'recovery', 'plain', 'Two records turned out to be this one shopper'),
};

const campaign = (recovery: RecoveryRow | undefined): string | null =>
  recovery?.sequenceName ? `Sequence “${recovery.sequenceName}”.` : null;

function waiting(
  event: EventRow,
  _recovery: RecoveryRow | undefined,
  words: TimelineWords,
): TimelineEntry | null {
  const { why, until } = event.payload;
  const sentence = waitSentence(why);
  if (sentence === null || typeof until !== 'string') return null;
  const next = words.dateTime(new Date(until));
  return entry(event.at, 'recovery', 'wait', `${stepOf(event)} waits until ${next}`, sentence);
}

/** What became of the recoveries, from the events; the same wait told again counts once. */
export function recoveryEntries(rows: TimelineRows, words: TimelineWords): TimelineEntry[] {
  const recoveries = new Map(rows.recoveries.map((row) => [row.id, row]));
  let before = '';
  return rows.events
    .toSorted((left, right) => left.id - right.id)
    .flatMap((event) => {
      const told = TELLERS[event.type]?.(event, recoveries.get(event.subjectId), words) ?? null;
      const { index, why } = event.payload;
      const mark = `${event.subjectId}:${event.type}:${String(index)}:${String(why)}`;
      const isRepeated = event.type === 'recovery.step_waiting' && mark === before;
      if (told) before = mark;
      return told && !isRepeated ? [told] : [];
    });
}
