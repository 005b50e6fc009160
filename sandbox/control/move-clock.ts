import type { Sandbox } from '../world';

export interface Due {
  at: Date;
  what: string;
}

/** A wish that can't be met, with the HTTP status it answers. */
export class ControlRefusal extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

const MAX_STEPS = 10_000;
const MAX_SAME = 50;
const MAX_SETTLING = 25;

/** Lets everything that is under way happen: webhooks both ways, and the work they cause. */
export async function settle(sandbox: Sandbox): Promise<void> {
  for (let round = 0; round < MAX_SETTLING; round += 1) {
    await sandbox.schedule.flush();
    await sandbox.control.post('/drain', {});
    if (sandbox.schedule.pending() === 0) return;
  }
}

/** The next instant at which the app has something to do, or null. */
export async function askDue(sandbox: Sandbox): Promise<Due | null> {
  const { status, body } = await sandbox.control.get('/due');
  if (status !== 200) throw new ControlRefusal(502, 'The app does not say what is due.');
  const at = new Date(String(body['dueAt']));
  if (body['dueAt'] === null || Number.isNaN(at.getTime())) return null;
  return { at, what: String(body['what']) };
}

/** Moves the app's clock to an instant, stopping at every instant when something is due. */
export async function moveClockTo(sandbox: Sandbox, target: Date): Promise<Date> {
  await settle(sandbox);
  let last = '';
  let repeats = 0;
  for (let step = 0; step < MAX_STEPS; step += 1) {
    const due = await askDue(sandbox);
    if (due === null || due.at > target) {
      await setClock(sandbox, target);
      await settle(sandbox);
      return sandbox.clock.now();
    }
    const key = `${due.at.toISOString()} ${due.what}`;
    repeats = key === last ? repeats + 1 : 0;
    last = key;
    if (repeats >= MAX_SAME) {
      throw new ControlRefusal(409, `The app says that a ${due.what} is due and does not do it.`);
    }
    await setClock(sandbox, due.at);
    await settle(sandbox);
  }
  throw new ControlRefusal(409, `More than ${MAX_STEPS} steps fall due before that instant.`);
}

async function setClock(sandbox: Sandbox, to: Date): Promise<void> {
  const now = await sandbox.clock.now();
  if (to <= now) return;
  sandbox.clock.learn(to);
  const { status, body } = await sandbox.control.post('/clock', { to: to.toISOString() });
  if (status !== 200) {
    sandbox.clock.learn(now);
    throw new ControlRefusal(502, `The app did not move its clock: ${String(body['error'])}`);
  }
  const answered = new Date(String(body['now']));
  if (!Number.isNaN(answered.getTime())) sandbox.clock.learn(answered);
  sandbox.changed();
}

/**
 * Moves to the next instant when a shopper could get something. The moment at which a cart
 * merely counts as left shows nothing on the phone, so it is passed on the way.
 */
export async function fastForward(sandbox: Sandbox): Promise<{ now: string; what: string }> {
  await settle(sandbox);
  let due = await askDue(sandbox);
  if (due === null) {
    throw new ControlRefusal(409, 'Nothing is due. Leave something in a cart first.');
  }
  let now = await moveClockTo(sandbox, due.at);
  let what = due.what;
  for (let hops = 0; what === 'inactivity' && hops < 10; hops += 1) {
    due = await askDue(sandbox);
    if (due === null) break;
    now = await moveClockTo(sandbox, due.at);
    what = due.what;
  }
  return { now: now.toISOString(), what };
}

/** Empties the app and the stand-ins; what seeding causes is not kept in the ledgers. */
export async function reset(sandbox: Sandbox): Promise<void> {
  sandbox.schedule.clear();
  sandbox.faults.clear();
  sandbox.shopify.clear();
  sandbox.meta.clear();
  sandbox.woocommerce?.clear();
  const { status, body } = await sandbox.control.post('/reset', {});
  if (status !== 200) {
    throw new ControlRefusal(502, `The app did not reset: ${String(body['error'])}`);
  }
  sandbox.clock.learn(new Date());
  await settle(sandbox);
  sandbox.shopify.ledger.clear();
  sandbox.meta.ledger.clear();
  sandbox.postman.clear();
  sandbox.changed();
}
