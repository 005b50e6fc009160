import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Sql } from '#adapters/postgres/client';
import { createStores, type Stores } from '#adapters/postgres/stores';
import { HOLDOUT_EXPERIMENT } from '#core/experiments/index';
import type {
  CartId,
  ChannelId,
  CustomerId,
  LinkToken,
  MessageId,
  RecoveryId,
  RecoveryStepId,
  ShopId,
} from '#core/kernel/ids';
import { conversationList } from '#queries/conversation-list';
import { failureCodes, nonSends } from '#queries/non-sends';
import { ALL_TIME } from '#queries/period';
import { recoveredRevenue, revenueByDay } from '#queries/recovered-revenue';
import { recoveryFunnel } from '#queries/recovery-funnel';
import { sequenceResults } from '#queries/sequence-results';
import { searchShoppers } from '#queries/shopper-search';
import { sendingState } from '#queries/sending-state';
import { stalledWork } from '#queries/stalled-work';
import { templateList } from '#queries/template-list';
import { FILL } from './many-rows';
import { cipher, NOW, openRig, receiptOf, type Rig } from './sample-rows';

let rig: Rig;
const BATCH = 20;
const shopId = 's1' as ShopId;
const customerId = 'c40' as CustomerId;
const cartId = 'c40' as CartId;
const recoveryId = 'c40' as RecoveryId;
const messageId = 'c40' as MessageId;
const channelId = 's1' as ChannelId;
const token = 'lc40' as LinkToken;

beforeAll(async () => {
  rig = await openRig();
  for (const statement of FILL.split(';').filter((text) => text.trim())) {
    await rig.database.sql.query(statement);
  }
  await rig.database.sql.query('ANALYZE');
});
afterAll(() => rig.end());

interface Plan {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Index Name'?: string;
  readonly Plans?: readonly Plan[];
}
/** Few rows, read whole on purpose. */
const SMALL = ['shop', 'channel', 'portfolio', 'worker_heartbeat'];
/** All of the receipts above came today; the tables of other days are empty. */
const TODAY = `receipt_${new Date().toISOString().slice(0, 10).replaceAll('-', '')}`;
const isSmall = (table: string): boolean =>
  SMALL.includes(table) || (/^receipt_(\d|rest)/.test(table) && table !== TODAY);

function wholeTables(plan: Plan): readonly string[] {
  const relation = plan['Relation Name'] ?? '';
  const own = plan['Node Type'] === 'Seq Scan' && !isSmall(relation) ? [relation] : [];
  return [...own, ...(plan.Plans ?? []).flatMap(wholeTables)];
}

/** A connection that explains each statement before it runs it. */
const explaining = (sql: Sql, seen: string[]): Sql => ({
  async query<Row extends object>(text: string, values?: readonly unknown[]) {
    if (/^\s*(SELECT count\(pg_adv|SELECT pg_adv)/.test(text)) return sql.query<Row>(text, values);
    const rows = await sql.query<{ 'QUERY PLAN': readonly { Plan: Plan }[] }>(
      `EXPLAIN (FORMAT JSON) ${text}`,
      values,
    );
    for (const row of rows)
      for (const { Plan } of row['QUERY PLAN']) seen.push(...wholeTables(Plan));
    return sql.query<Row>(text, values);
  },
});

const STATUS = { state: 'read', code: null, at: NOW, waId: null, userId: null } as const;
const unproven = { checkoutTokens: [], cartTokens: [], clickTokens: [], discountCodes: [] };
const none = { customerId: null, phone: null, email: null, ...unproven };
const far = new Date(Date.now() + 9 * 86_400_000);
const toStopped = (ids: readonly RecoveryId[]) =>
  ids.map((id) => ({ id, state: 'stopped' }) as const);
const HOT: Readonly<Record<string, (stores: Stores) => Promise<unknown>>> = {
  'finding idle carts': ({ carts }) => carts.claimIdle(far, BATCH),
  'the next idle cart': ({ carts }) => carts.nextIdleAt(),
  'a cart by its token': ({ carts }) => carts.byExternalId(shopId, 'xc1'),
  'a person’s unbought carts': ({ carts }) => carts.unboughtOf(shopId, customerId),
  'people by identity': ({ customers }) =>
    customers.withAny(shopId, [{ kind: 'phone', value: 'c40' }]),
  'an order by its number': ({ orders }) => orders.byExternalId(shopId, 'xc40'),
  'a purchase by token': ({ orders }) =>
    orders.purchasedSince(shopId, { ...none, checkoutTokens: ['tc40'] }, NOW),
  'a purchase by cart token': ({ orders }) =>
    orders.purchasedSince(shopId, { ...none, cartTokens: ['bc40'] }, NOW),
  'a cart by its storefront token': ({ carts }) => carts.byCartToken(shopId, 'bc40'),
  'a purchase by click': ({ orders }) =>
    orders.purchasedSince(shopId, { ...none, clickTokens: ['lc40'] }, NOW),
  'a purchase by code': ({ orders }) =>
    orders.purchasedSince(shopId, { ...none, discountCodes: ['CODEC40'] }, NOW),
  'a purchase by person, phone or e-mail': ({ orders }) =>
    orders.purchasedSince(shopId, { customerId, phone: 'c40', email: 'c40', ...unproven }, NOW),
  'a product by its variant': ({ products }) => products.withVariants(shopId, ['c40']),
  'a person’s consents': ({ consents }) => consents.of(shopId, customerId),
  'completing steps and claiming the next': ({ recoveries }) =>
    recoveries.completeAndClaim(
      [{ shopId, id: 'c40' as RecoveryStepId, state: 'pending', dueAt: far }],
      far,
      far,
      BATCH,
    ),
  'the next due step': ({ recoveries }) => recoveries.nextDueAt(),
  'a person’s running recovery': ({ recoveries }) => recoveries.runningOf(shopId, customerId),
  'the recovery of a cart': ({ recoveries }) => recoveries.byCart(shopId, cartId),
  'what proves a purchase': ({ recoveries }) => recoveries.purchaseProofs(shopId, recoveryId),
  'what an order may end': async ({ orders, recoveries }) => {
    const order = await orders.byExternalId(shopId, 'xc40');
    await recoveries.boughtBy(shopId, order ? [order] : [], far);
  },
  'ending many recoveries': ({ recoveries }) => {
    const ids = Array.from({ length: 400 }, (_, number) => `c${number + 100}` as RecoveryId);
    return recoveries.endAll(shopId, toStopped(ids), 'purchased', NOW);
  },
  'steps of a recovery': ({ recoveries }) => recoveries.steps(shopId, recoveryId),
  'whether a shopper replied': ({ recoveries }) => recoveries.repliedSince(shopId, customerId, NOW),
  'whether a number could be reached': ({ recoveries }) =>
    recoveries.unreachableSince(shopId, customerId, 'c40', NOW),
  'due messages': ({ messages }) => messages.due(far, BATCH, new Map()),
  'what is behind messages': async ({ sendFacts }) => {
    await sendFacts.stands([{ shopId, recoveryId, stepId: 'c40' as RecoveryStepId }]);
    const since = { purchasesSince: NOW, repliesSince: NOW };
    await sendFacts.people(
      [{ shopId, recoveryId, customerId, phone: 'c40', email: 'c40', ...since }],
      NOW,
    );
  },
  'taking messages for sending': ({ messages }) =>
    messages.claim([{ shopId, id: messageId }], far, far),
  'the next message to settle': ({ messages }) => messages.nextSettleAt(),
  'overdue messages': ({ messages }) => messages.settleOverdue(far),
  'a message by its vendor id': ({ messages }) => messages.byVendorId(shopId, 'vc40'),
  'a status webhook': ({ messages }) =>
    messages.applyStatuses(
      ['vc40', 'vc41', 'unknown'].map((vendorId) => ({
        shopId,
        status: { ...STATUS, vendorId, callbackId: messageId },
      })),
    ),
  'who has a user id': ({ customers }) => customers.ownersOfUserIds([{ shopId, userId: 'c40' }]),
  'the shops of numbers': ({ channels }) => channels.shopsOfNumbers(['s1', 's2']),
  'messages of a recovery': ({ messages }) => messages.ofRecovery(shopId, recoveryId),
  'messages for the caps': ({ messages }) => messages.marketingSentTimes(shopId, customerId, NOW),
  'a person’s next turn': async ({ messages }) => {
    const message = await messages.byId(shopId, messageId);
    await messages.nearby(message ? [message] : [], NOW);
  },
  'how the latest messages were taken': ({ messages }) =>
    messages.reception(shopId, channelId, { since: NOW, most: 100, codes: ['131049'] }),
  'messages that wait for a reason': ({ messages }) =>
    messages.release(shopId, channelId, ['daily_limit'], far),
  'a place within the day': ({ portfolios }) =>
    portfolios.admit([{ portfolioId: shopId, shopId, customerId }], NOW),
  'a link by its token': ({ links }) => links.byToken(token),
  'a click by token': ({ attributions }) => attributions.lastClickByToken(shopId, token, NOW, far),
  'a click by checkout': ({ attributions }) =>
    attributions.lastClickByCheckout(shopId, ['xc40'], NOW, far),
  'a click by person': ({ attributions }) =>
    attributions.lastClickByCustomer(shopId, customerId, NOW, far),
  'a link by discount code': ({ attributions }) =>
    attributions.linkByDiscountCode(shopId, ['codec40'], far),
  'recording a receipt': ({ receipts }) => receipts.record(receiptOf(shopId)),
  'claiming receipts': ({ receipts }) => receipts.claim('others', far, far, BATCH),
  'claiming receipts of statuses': ({ receipts }) => receipts.claim('statuses', far, far, BATCH),
  'unread receipts of a shop': ({ receipts }) => receipts.hasUnread(shopId),
  'the carts of an order': ({ carts }) =>
    carts.boughtWith(shopId, { checkoutToken: 'xc40', cartToken: 'tc40' }),
  'claiming events': ({ events }) => events.claimUndispatched(far, BATCH),
};

const after = (...mark: readonly string[]) => ({ way: 'after' as const, mark });
const before = (...mark: readonly string[]) => ({ way: 'before' as const, mark });
const instant = new Date(Date.now() - 86_400_000).toISOString();

const HOME = { currency: 'EUR', period: ALL_TIME, timeZone: 'UTC' };

/** What a merchant opens: of a store of 200 rows each, among 40. */
const SCREENS: Readonly<Record<string, (sql: Sql) => Promise<unknown>>> = {
  'the first shoppers': (sql) => searchShoppers(shopId, sql, { text: '', place: null }),
  'the next shoppers': (sql) =>
    searchShoppers(shopId, sql, { text: '', place: after(instant, 'c40') }),
  'the shoppers before': (sql) =>
    searchShoppers(shopId, sql, { text: '', place: before(instant, 'c40') }),
  'the last shoppers': (sql) =>
    searchShoppers(shopId, sql, { text: '', place: after('never', 'c9') }),
  'a search for shoppers': (sql) => searchShoppers(shopId, sql, { text: 'c4', place: null }),
  'the first conversations': (sql) => conversationList(shopId, sql, null),
  'the next conversations': (sql) => conversationList(shopId, sql, after('false', instant, 'c40')),
  'the conversations before': (sql) =>
    conversationList(shopId, sql, before('false', instant, 'c40')),
  'recovered revenue': (sql) => recoveredRevenue(shopId, sql, HOME),
  'revenue by day': (sql) => revenueByDay(shopId, sql, HOME),
  'the funnel': (sql) => recoveryFunnel(shopId, sql, ALL_TIME),
  'reasons for silence': (sql) => nonSends(shopId, sql, ALL_TIME),
  'codes of failures': (sql) => failureCodes(shopId, sql, ALL_TIME),
  'results of sequences': (sql) => sequenceResults(shopId, sql),
  'the arms': (sql) => createStores(sql, cipher).experiments.totals(shopId, HOLDOUT_EXPERIMENT),
  'stalled work': (sql) => stalledWork(shopId, sql, NOW),
  'how free the number is': (sql) => sendingState(shopId, sql, NOW),
  'the next templates': (sql) => templateList(shopId, sql, after('nc120', 'it')),
};

test.each(Object.entries(SCREENS))('%s read no table from end to end', async (_name, run) => {
  const seen: string[] = [];
  await run(explaining(rig.database.sql, seen));
  expect(seen).toEqual([]);
});

test.each(Object.entries(HOT))('%s reads no table from end to end', async (_name, run) => {
  const seen: string[] = [];
  const undo = new Error('undo');
  const work = rig.database.transaction(async (sql) => {
    await run(createStores(explaining(sql, seen), cipher));
    throw undo;
  });
  await expect(work).rejects.toBe(undo);
  expect(seen).toEqual([]);
});
