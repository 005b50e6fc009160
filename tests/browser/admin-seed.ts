import { HOLDOUT_EXPERIMENT } from '#core/experiments/index';
import { receiveReply } from '#core/inbox/index';
import type { ConversationId, CustomerId } from '#core/kernel/ids';
import type { Browser, Page } from 'playwright-core';
import { seedDemoData } from '../support/demo-shop';
import type { AdminRig } from './admin-rig';

export interface SeededIds {
  readonly sequenceId: string;
  readonly customerId: CustomerId;
  readonly conversationId: ConversationId;
  readonly templateId: string;
}

/** What the parts of the admin's suite share: one server, one browser, one tab. */
export interface AdminStage {
  readonly rig: AdminRig;
  readonly browser: Browser;
  readonly page: Page;
  /** What the tab's console complained of since it was asked last. */
  readonly errors: string[];
  readonly ids: SeededIds;
}

export const demoShop = async ({ services }: AdminRig) =>
  (await services.stores.shops.byDomain('demo.myshopify.com'))!;

const BODIES = [
  { kind: 'text', text: 'Is it <b>waterproof</b>?' },
  { kind: 'unsupported', what: 'contacts' },
  {
    kind: 'order',
    catalogId: '1',
    text: null,
    items: [{ retailerId: 'SKU-1', quantity: 2, price: 12.5, currency: 'EUR' }],
  },
] as const;

/**
 * A comparison that has run its course: of 60 people who got messages 18 bought, of 60 who got none
 * 9 did, for 50 euros each; and a conversation with each of them, older than the one that is read.
 */
const COMPARISON = [
  `INSERT INTO customer (shop_id, id, display_name)
     SELECT $1, 'lift-' || lpad(n::text, 3, '0'), 'Person ' || n FROM generate_series(1, 120) n`,
  `INSERT INTO assignment (shop_id, experiment_key, customer_id, arm, assigned_at)
     SELECT $1, '${HOLDOUT_EXPERIMENT}', id,
       CASE WHEN right(id, 3)::int <= 60 THEN 'treatment' ELSE 'holdout' END, now()
     FROM customer WHERE shop_id = $1 AND id LIKE 'lift-%'`,
  `INSERT INTO conversion (shop_id, order_id, recovery_id, customer_id, arm, amount_minor, currency,
       converted_at)
     SELECT $1, customer_id, customer_id, customer_id, arm, 5000, 'EUR', now() FROM assignment
     WHERE shop_id = $1 AND (right(customer_id, 3)::int <= 18
       OR right(customer_id, 3)::int BETWEEN 61 AND 69)`,
  `INSERT INTO conversation (shop_id, id, channel_id, customer_id, state, last_message_at)
     SELECT c.shop_id, c.id, h.id, c.id, 'open', now() - right(c.id, 3)::int * interval '1 hour'
     FROM customer c JOIN channel h ON h.shop_id = c.shop_id
     WHERE c.shop_id = $1 AND c.id LIKE 'lift-%'`,
];

/** Sixty shoppers and what became of their carts, a conversation, and an export that was asked for. */
export async function seedAdmin(rig: AdminRig): Promise<SeededIds> {
  const { stores, database, clock, newId } = rig.services;
  const shop = await demoShop(rig);
  const channel = (await stores.channels.ofShop(shop.id))!;
  const now = clock.now();
  const { sequences, customers } = await seedDemoData({ shop, channel, database, stores, now });
  const about = {
    shopId: shop.id,
    channelId: channel.id,
    customerId: customers[0]!,
    inReplyTo: null,
  };
  let conversationId = '' as ConversationId;
  for (const [index, body] of BODIES.entries()) {
    const message = { ...about, vendorId: `wamid.in.${String(index)}`, body, at: now, now, newId };
    const outcome = await receiveReply(message, stores);
    if (outcome.kind === 'received') ({ conversationId } = outcome);
  }
  for (const statement of COMPARISON) await database.sql.query(statement, [shop.id]);
  await stores.privacy.record({
    id: newId(),
    shopId: shop.id,
    kind: 'export',
    externalId: 'request-1',
    requestedAt: now,
    completedAt: now,
    result: { people: [await stores.customers.export(shop.id, customers[0]!)] },
  });
  // Longer than a phone is wide.
  await database.sql.query('UPDATE customer SET display_name = $3 WHERE shop_id = $1 AND id = $2', [
    shop.id,
    customers[0],
    'Wolfeschlegelsteinhausenbergerdorff'.repeat(2),
  ]);
  const template = (await stores.templates.ofShop(shop.id))[0]!;
  return {
    sequenceId: sequences[0]!,
    customerId: customers[0]!,
    conversationId,
    templateId: template.id,
  };
}
