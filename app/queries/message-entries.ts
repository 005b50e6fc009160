import { NON_SEND_REASONS, isNonSendReason } from '#core/recovery/index';
import { messageText } from './message-words';
import { entry } from './timeline-entry';
import type { TimelineEntry, TimelineWords } from './timeline-entry';
import type { MessageRow, StatusRow, TimelineRows } from './timeline-rows';
import { waitSentence } from './wait-words';

const nameOf = ({ recoveryId, stepIndex }: MessageRow): string => {
  if (!recoveryId) return 'Your answer';
  return stepIndex === null ? 'The reminder' : `The message of step ${stepIndex + 1}`;
};

/** A vendor's code in plain words: what happened, and what to do. */
function explained(code: string | null, words: TimelineWords): string {
  if (code === null) return NON_SEND_REASONS.send_failed;
  if (isNonSendReason(code)) return NON_SEND_REASONS[code];
  const { title, advice } = words.explainFault(code);
  return `${title} ${advice} (WhatsApp code ${code})`;
}

function inbound(message: MessageRow): TimelineEntry[] {
  return [
    entry(message.createdAt, 'reply', 'plain', 'The shopper wrote', messageText(message.body)),
  ];
}

type Told = Pick<StatusRow, 'state'>['state'];

function ownStates(message: MessageRow, told: ReadonlySet<Told>, words: TimelineWords) {
  const found = [
    entry(
      message.createdAt,
      'message',
      'plain',
      `${nameOf(message)} was written`,
      messageText(message.body),
    ),
  ];
  const { state, failureCode, sentAt, endedAt } = message;
  if (sentAt && !told.has('sent')) {
    found.push(entry(sentAt, 'message', 'good', `${nameOf(message)} was taken by WhatsApp`));
  }
  if (state === 'failed' && endedAt && !told.has('failed')) {
    const detail = explained(failureCode, words);
    found.push(entry(endedAt, 'message', 'bad', `${nameOf(message)} was not delivered`, detail));
  }
  if (state === 'cancelled' && endedAt) {
    const detail = explained(failureCode, words);
    found.push(entry(endedAt, 'message', 'bad', `${nameOf(message)} was held back`, detail));
  }
  return [...found, ...openState(message, words)];
}

/** What is still going on with a message. */
function openState(message: MessageRow, words: TimelineWords): TimelineEntry[] {
  const { state, createdAt, deadlineAt } = message;
  if (state === 'unknown') {
    const until = deadlineAt ? ` until ${words.dateTime(deadlineAt)}` : '';
    const detail = `WhatsApp’s answer got lost. Its report is waited for${until}; the message is not sent twice.`;
    return [entry(createdAt, 'message', 'wait', `${nameOf(message)} may have gone out`, detail)];
  }
  return state === 'queued' ? putOff(message, words) : [];
}

/** Why a message has not gone out yet: it waits for its turn, or WhatsApp refused it for now. */
function putOff(message: MessageRow, words: TimelineWords): TimelineEntry[] {
  const { createdAt, nextAttemptAt, failureCode, waitReason, dailyLimit } = message;
  if (!nextAttemptAt) return [];
  const at = words.dateTime(nextAttemptAt);
  const waits = waitSentence(waitReason, dailyLimit);
  if (waits) {
    return [entry(createdAt, 'message', 'wait', `${nameOf(message)} waits until ${at}`, waits)];
  }
  if (!failureCode) return [];
  const title = `${nameOf(message)} is tried again at ${at}`;
  return [entry(createdAt, 'message', 'wait', title, explained(failureCode, words))];
}

const SAID: Readonly<Record<Told, string>> = {
  sent: 'was sent',
  delivered: 'was delivered',
  read: 'was read',
  failed: 'was not delivered',
};

/** WhatsApp's answer has told it already, so the first report of it moves nothing and is no repetition. */
const firstSent = (reports: readonly StatusRow[]): StatusRow | undefined => {
  const sent = reports.filter(({ state }) => state === 'sent');
  return sent.find(({ moved }) => moved) ?? sent.at(-1);
};

function status(
  row: StatusRow,
  message: MessageRow,
  words: TimelineWords,
  isNews: boolean,
): TimelineEntry {
  const late = isNews ? null : 'The report came late or twice; it changed nothing.';
  const detail = row.state === 'failed' ? explained(row.code, words) : late;
  const tone = row.state === 'failed' ? 'bad' : 'good';
  return entry(row.at, 'message', tone, `${nameOf(message)} ${SAID[row.state]}`, detail);
}

/** Messages of both sides with everything that was reported about them. */
export function messageEntries(rows: TimelineRows, words: TimelineWords): TimelineEntry[] {
  return rows.messages.flatMap((message) => {
    if (message.direction === 'in') return inbound(message);
    const reports = rows.statuses.filter(({ messageId }) => messageId === message.id);
    const told = new Set(reports.map(({ state }) => state));
    const first = firstSent(reports);
    return [
      ...ownStates(message, told, words),
      ...reports.map((row) => status(row, message, words, row.moved || row === first)),
    ];
  });
}
