import { textOf } from '../http/exchange';
import { SHOP } from '../shopify/shop';
import type { Sandbox } from '../world';
import type { ControlRoute, Fields } from './route';
import { askDue, ControlRefusal, fastForward, moveClockTo, reset } from './move-clock';

const MAX_MINUTES = 60 * 24 * 400;

const lastMoves = new WeakMap<Sandbox, Promise<unknown>>();

/** Moves of the clock and resets wait for each other. */
function inTurn<Result>(sandbox: Sandbox, work: () => Promise<Result>): Promise<Result> {
  const next = (lastMoves.get(sandbox) ?? Promise.resolve()).then(work, work);
  lastMoves.set(
    sandbox,
    next.catch(() => undefined),
  );
  return next;
}

async function advance(sandbox: Sandbox, fields: Fields): Promise<unknown> {
  const minutes = fields['advanceMinutes'];
  if (typeof minutes !== 'number' || !(minutes >= 0 && minutes <= MAX_MINUTES)) {
    throw new ControlRefusal(400, `advanceMinutes must be a number from 0 to ${MAX_MINUTES}.`);
  }
  const from = await sandbox.clock.now();
  const now = await moveClockTo(sandbox, new Date(from.getTime() + minutes * 60_000));
  return { now: now.toISOString() };
}

async function passOn(
  answer: Promise<{ status: number; body: Record<string, unknown> }>,
): Promise<unknown> {
  const { status, body } = await answer;
  if (status === 200) return body;
  const isCallers = status >= 400 && status < 500;
  throw new ControlRefusal(isCallers ? status : 502, textOf(body['error'], 'The app refused.'));
}

export const clockRoutes: Record<string, ControlRoute> = {
  'GET clock': async (sandbox) => ({ now: (await sandbox.clock.now()).toISOString() }),
  'POST clock': (sandbox, fields) => inTurn(sandbox, () => advance(sandbox, fields)),
  'GET due': async (sandbox) => {
    const due = await askDue(sandbox);
    return { dueAt: due?.at.toISOString() ?? null, what: due?.what ?? null };
  },
  'POST fast-forward': (sandbox) => inTurn(sandbox, () => fastForward(sandbox)),
  'POST reset': (sandbox) =>
    inTurn(sandbox, async () => {
      await reset(sandbox);
      return { now: (await sandbox.clock.now()).toISOString() };
    }),
  'POST settings': async (sandbox, fields) => {
    const answer = await passOn(
      sandbox.control.post('/settings', { shop: SHOP.domain, settings: fields }),
    );
    sandbox.changed();
    return answer;
  },
  'GET attribution': (sandbox) =>
    passOn(sandbox.control.get(`/attribution?shop=${encodeURIComponent(SHOP.domain)}`)),
  'GET faults': (sandbox) => Promise.resolve(sandbox.faults.list()),
  'POST faults': (sandbox, fields) => {
    const times = fields['times'] === undefined ? 1 : Number(fields['times']);
    const outcome = sandbox.faults.add(String(fields['service']), String(fields['kind']), times);
    if (!outcome.ok) throw new ControlRefusal(400, outcome.error);
    return Promise.resolve(outcome.fault);
  },
  'GET webhooks': (sandbox) => Promise.resolve(sandbox.postman.deliveries()),
};
