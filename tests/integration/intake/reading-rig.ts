import { newId } from '#boot/chance';
import { createLogger } from '#boot/logger';
import { countEvents, createMetrics } from '#boot/metrics';
import { whatsappFaults } from '#adapters/messaging/whatsapp-cloud/index';
import { MESSAGING_VENDORS } from '#adapters/messaging/registry';
import { createDatabase } from '#adapters/postgres/client';
import { createNesting, createTogether } from '#adapters/postgres/gathered-transact';
import { createStores, createTransact } from '#adapters/postgres/stores';
import type { Channel } from '#core/messaging/index';
import type { MessageId } from '#core/kernel/ids';
import type { Reading } from '../../../workers/sweeps/read-receipts';
import { cipher, messageOf, minutes, NOW, receiptOf, seedShop } from '../postgres/sample-rows';
import type { Rig } from '../postgres/sample-rows';

/** What a worker process reads receipts with, on connections of its own. */
export function openReader(url: string, now: () => Date = () => minutes(60)) {
  const database = createDatabase(url, { max: 4 });
  const metrics = createMetrics(() => Promise.resolve({}));
  const reading: Reading = {
    clock: { now, align: (outside) => outside },
    faults: whatsappFaults,
    log: createLogger('silent'),
    metrics,
    newId,
    normalize: (receipt) => MESSAGING_VENDORS['whatsapp-cloud'].normalize(receipt),
    stores: createStores(database.sql, cipher),
    transact: createTransact(database, cipher, countEvents(metrics)),
    together: createTogether(database, cipher, countEvents(metrics)),
  };
  const nesting = createNesting(database, cipher, countEvents(metrics));
  return { reading, nesting, database, close: () => database.close() };
}

export interface Told {
  readonly id: string;
  readonly status: 'sent' | 'delivered' | 'read' | 'failed';
  /** Minutes after the start. */
  readonly at: number;
  readonly callback?: string | undefined;
  readonly code?: number | undefined;
  readonly userId?: string | undefined;
}

/** A delivery of Meta's with statuses, as its documentation shows it. */
export const statusBody = (phoneNumberId: string, told: readonly Told[]): Buffer =>
  Buffer.from(
    JSON.stringify({
      object: 'whatsapp_business_account',
      entry: [
        {
          id: '200',
          changes: [
            {
              field: 'messages',
              value: {
                messaging_product: 'whatsapp',
                metadata: { display_phone_number: '1', phone_number_id: phoneNumberId },
                statuses: told.map(({ id, status, at, callback, code, userId }) => ({
                  id,
                  status,
                  timestamp: String(minutes(at).getTime() / 1_000),
                  recipient_id: '393471234567',
                  ...(callback ? { biz_opaque_callback_data: callback } : {}),
                  ...(code ? { errors: [{ code, title: 'x' }] } : {}),
                  ...(userId ? { recipient_user_id: userId } : {}),
                })),
              },
            },
          ],
        },
      ],
    }),
  );

export interface SendingShop {
  readonly channel: Channel;
  /** Puts a message on its way and answers its id; its vendor id is `w-<id>` once it is answered. */
  readonly sent: (answered?: boolean) => Promise<MessageId>;
  /** Keeps a delivery with statuses, as the door does. */
  readonly tell: (told: readonly Told[]) => Promise<void>;
}

export async function openSendingShop(rig: Rig, name: string): Promise<SendingShop> {
  const { stores } = rig;
  const { channel, customer } = await seedShop(stores, name);
  return {
    channel,
    sent: async (answered = true) => {
      const message = messageOf(channel, customer.id);
      await stores.messages.enqueue(message);
      await stores.messages.claim([{ shopId: channel.shopId, id: message.id }], NOW, minutes(1));
      const answer = { vendorId: `w-${message.id}`, waId: null, userId: null };
      if (answered)
        await stores.messages.accepted([
          { shopId: channel.shopId, id: message.id, answer, at: NOW },
        ]);
      else await stores.messages.unknown(channel.shopId, message.id, minutes(99), 'timeout');
      return message.id;
    },
    tell: async (told) => {
      const body = statusBody(channel.phoneNumberId, told);
      await stores.receipts.record(
        receiptOf(null, { source: 'whatsapp', topic: 'statuses', body }),
      );
    },
  };
}
