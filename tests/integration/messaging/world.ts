import { whatsappFaults } from '#adapters/messaging/whatsapp-cloud/index';
import { faultOf } from '#adapters/messaging/whatsapp-cloud/faults';
import { createCipher } from '#adapters/postgres/cipher';
import { createDatabase } from '#adapters/postgres/client';
import { createStores, createTransact, type Stores } from '#adapters/postgres/stores';
import { newId } from '#boot/chance';
import type { MessageId } from '#core/kernel/ids';
import {
  claimMessage,
  recordDeliveries,
  renderTemplate,
  recordAccepted,
  sendClaimed,
  STANDARD_TEMPLATES,
  type AcceptStores,
  type ClaimOutcome,
  type IdentityLearned,
  type OutboundMessage,
  type SendAccepted,
  type SendOutcome,
  type SendVerdict,
  type StatusSeen,
} from '#core/messaging/index';
import { createTestDatabase } from '../../support/database';
import { channelId, customerId, seed, shopId } from './shop';

export const NOW = new Date('2026-11-24T10:00:00.000Z');
const HOUR = 3_600_000;
export const hours = (count: number): Date => new Date(NOW.getTime() + count * HOUR);

/** What the vendor does with one call; calls are counted by message. */
export type Vendor = (id: MessageId) => Promise<SendAccepted>;

type Attempt = Exclude<ClaimOutcome, { kind: 'claimed' }> | SendOutcome;

export interface World {
  readonly stores: Stores;
  /** Ids of the messages that reached the vendor, in order. */
  readonly calls: MessageId[];
  readonly learned: IdentityLearned[];
  vendor: Vendor;
  guard: SendVerdict;
  readonly queue: (change?: Partial<OutboundMessage>) => Promise<OutboundMessage>;
  /** Claims it; its call is about to leave then or at `leavesAt`. */
  readonly send: (message: OutboundMessage, now?: Date, leavesAt?: Date) => Promise<Attempt>;
  readonly report: (status: Partial<StatusSeen>, now?: Date) => Promise<string>;
  readonly message: (id: MessageId) => Promise<OutboundMessage>;
  /** Types of all events with their state or code. */
  readonly told: () => Promise<readonly string[]>;
  /** The messages that may be tried once more, and from when on. */
  readonly secondTries: () => Promise<readonly { messageId: string; notBefore: Date }[]>;
  /** Everything as it was at the start. */
  readonly reset: () => Promise<void>;
  readonly end: () => Promise<void>;
}

export const accept: Vendor = (id) =>
  Promise.resolve({ vendorId: `wamid.${id}`, waId: '393471234567', userId: 'IT.1349120' });
export const refuse =
  (code: string): Vendor =>
  () =>
    Promise.reject(faultOf(code, { repeatable: false }));

/** A shop with a connected number and its standard templates, on a database of its own. */
export async function openWorld(): Promise<World> {
  const { url, drop } = await createTestDatabase();
  const database = createDatabase(url, { max: 6 });
  const cipher = createCipher(`k1:${Buffer.alloc(32, 1).toString('base64')}`);
  const stores = createStores(database.sql, cipher);
  const transact = createTransact(database, cipher);
  await seed(stores);
  const world: World = {
    stores,
    calls: [],
    learned: [],
    vendor: accept,
    guard: { kind: 'send' },
    queue: async (change = {}) => {
      const message = reminder(change);
      await stores.messages.enqueue(message);
      return message;
    },
    send: async ({ id }, now = NOW, leavesAt = now) => {
      const ports = sendPorts({ at: now }, leavesAt);
      const claimed = await ports.transact((bound) => claimMessage({ shopId, id }, now, bound));
      return claimed.kind === 'claimed' ? sendClaimed({ ...claimed, jitter: 0 }, ports) : claimed;
    },
    report: async (status, now = NOW) => {
      const statuses = [{ shopId, status: { ...STATUS, at: now, ...status } }];
      const [outcome] = await transact((bound) =>
        recordDeliveries({ statuses, now }, { ...bound, faults: whatsappFaults }),
      );
      return outcome?.kind ?? 'nothing';
    },
    message: async (id) => (await stores.messages.byId(shopId, id)) ?? missing(),
    told: async () => {
      const rows = await database.sql.query<{ type: string; payload: Record<string, unknown> }>(
        'SELECT type, payload FROM domain_event ORDER BY id',
      );
      return rows.map(({ type, payload }) =>
        [type, payload.state, payload.code].filter((part) => typeof part === 'string').join(' '),
      );
    },
    secondTries: async () => {
      const rows = await database.sql.query<{ payload: { messageId: string; notBefore: string } }>(
        `SELECT payload FROM domain_event WHERE type = 'message.try_again' ORDER BY id`,
      );
      return rows.map(({ payload }) => ({
        messageId: payload.messageId,
        notBefore: new Date(payload.notBefore),
      }));
    },
    reset: async () => {
      await stores.shops.erase(shopId);
      await seed(stores);
      world.calls.length = 0;
      world.learned.length = 0;
      world.vendor = accept;
      world.guard = { kind: 'send' };
    },
    end: async () => {
      await database.close();
      await drop();
    },
  };
  const learnIdentity: AcceptStores['learnIdentity'] = (learned) => {
    world.learned.push(learned);
    return Promise.resolve();
  };
  const sendPorts = (time: { at: Date }, leavesAt: Date): Parameters<typeof sendClaimed>[1] => ({
    transact: (work) =>
      transact((bound) =>
        work({ ...bound, guard: (asked) => Promise.resolve(asked.map(() => world.guard)) }),
      ),
    accept: (accepted) =>
      transact((bound) => recordAccepted([accepted], { ...bound, learnIdentity })),
    gateway: {
      send: (_access, _to, _body, id, mayLeave) => {
        time.at = leavesAt;
        if (!mayLeave()) return Promise.resolve(null);
        world.calls.push(id);
        return world.vendor(id);
      },
    },
    faults: whatsappFaults,
    clock: { now: () => time.at },
  });
  return world;
}

const STATUS: StatusSeen = {
  vendorId: 'wamid.unknown',
  callbackId: null,
  state: 'delivered',
  code: null,
  at: NOW,
  waId: null,
  userId: null,
};

const missing = (): never => {
  throw new Error('The message is not in the ledger.');
};

function reminder(change: Partial<OutboundMessage>): OutboundMessage {
  const italian = STANDARD_TEMPLATES.find((one) => one.language === 'it') ?? missing();
  const rendered = renderTemplate({
    ...italian,
    values: { first_name: 'Maria', first_item: 'Lampada', shop_name: 'Bottega Demo' },
    imageUrl: 'https://shop.example/media/a.jpg',
    linkToken: 'k3JvY2FsLXRva2VuLWV4YQ',
    replyPayload: 'question',
  });
  const id: MessageId = newId();
  return {
    id,
    shopId,
    channelId,
    customerId,
    conversationId: null,
    key: `recovery:${id}:0`,
    to: { kind: 'phone', phone: '+393471234567' },
    body: rendered.ok ? rendered.body : missing(),
    category: 'marketing',
    recoveryId: null,
    stepId: null,
    linkToken: null,
    state: 'queued',
    attempts: 0,
    vendorId: null,
    failureCode: null,
    createdAt: NOW,
    sentAt: null,
    ...change,
  };
}
