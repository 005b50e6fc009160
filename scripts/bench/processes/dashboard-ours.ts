import { createCipher } from '../../../app/adapters/postgres/cipher';
import { createDatabase } from '../../../app/adapters/postgres/client';
import { createStores } from '../../../app/adapters/postgres/stores';
import { HOLDOUT_EXPERIMENT } from '../../../app/core/experiments/index';
import type { ConversationId, CustomerId, ShopId } from '../../../app/core/kernel/ids';
import { conversationList } from '../../../app/queries/conversation-list';
import { conversationThread } from '../../../app/queries/conversation-thread';
import { failureCodes, nonSends } from '../../../app/queries/non-sends';
import { markOf, placeOf } from '../../../app/queries/page';
import { readiness } from '../../../app/queries/readiness';
import { recoveredRevenue, revenueByDay } from '../../../app/queries/recovered-revenue';
import { recoveryFunnel } from '../../../app/queries/recovery-funnel';
import { sampleItems } from '../../../app/queries/sample-items';
import { archivedSequences, sequenceResults } from '../../../app/queries/sequence-results';
import { shopperHead } from '../../../app/queries/shopper';
import { isShopperMark, searchShoppers } from '../../../app/queries/shopper-search';
import { stalledWork } from '../../../app/queries/stalled-work';
import { templateList } from '../../../app/queries/template-list';
import { timelineRows } from '../../../app/queries/timeline-rows';
import { answering, sayReady } from './answering';
import type { Asked } from './dashboard-questions';
import { repeat } from './repeat';

const { sql } = createDatabase(process.env['DATABASE_URL'] ?? '', { max: 4 });
const cipher = createCipher(`k1:${Buffer.alloc(32, 1).toString('base64')}`);
const { experiments } = createStores(sql, cipher);

type Screen = (shopId: ShopId, about: Asked) => Promise<unknown>;

const periodOf = ({ since }: Asked) => ({ days: 90, since: new Date(since) });
const moneyOf = (about: Asked) => ({
  ...{ currency: 'EUR', period: periodOf(about), timeZone: about.timeZone },
});

/** Half way down the list: six weeks ago. */
const halfWay = (about: Asked) => {
  const middle = new Date((Date.parse(about.since) + Date.now()) / 2).toISOString();
  return placeOf(new URLSearchParams({ after: markOf([middle, 'c']) }), isShopperMark);
};

async function anyShopper(shopId: ShopId): Promise<{ id: CustomerId; talk: ConversationId }> {
  const [row] = await sql.query<{ id: CustomerId; talk: ConversationId }>(
    'SELECT customer_id AS id, id AS talk FROM conversation WHERE shop_id = $1 LIMIT 1',
    [shopId],
  );
  if (!row) throw new Error('the store has no conversation');
  return row;
}

const HOME: Readonly<Record<string, Screen>> = {
  'recovered revenue': (shopId, about) => recoveredRevenue(shopId, sql, moneyOf(about)),
  'revenue by day': (shopId, about) => revenueByDay(shopId, sql, moneyOf(about)),
  funnel: (shopId, about) => recoveryFunnel(shopId, sql, periodOf(about)),
  'non-sends': (shopId, about) => nonSends(shopId, sql, periodOf(about)),
  'failure codes': (shopId, about) => failureCodes(shopId, sql, periodOf(about)),
  lift: (shopId) => experiments.totals(shopId, HOLDOUT_EXPERIMENT),
};

/** Every other query of the admin. */
const REST: Readonly<Record<string, Screen>> = {
  readiness: (shopId) => readiness(shopId, sql),
  'stalled work': (shopId) => stalledWork(shopId, sql, new Date()),
  sequences: (shopId) => sequenceResults(shopId, sql),
  'archived sequences': (shopId) => archivedSequences(shopId, sql),
  'sample items': (shopId) => sampleItems(shopId, sql),
  templates: (shopId) => templateList(shopId, sql, null),
  conversations: (shopId) => conversationList(shopId, sql, null),
  'a conversation': async (shopId) =>
    conversationThread(shopId, sql, (await anyShopper(shopId)).talk),
  'a shopper': async (shopId) => shopperHead(shopId, sql, (await anyShopper(shopId)).id),
  'a timeline': async (shopId) => timelineRows(shopId, sql, (await anyShopper(shopId)).id),
  shoppers: (shopId) => searchShoppers(shopId, sql, { text: '', place: null }),
  'shoppers, half way': (shopId, about) =>
    searchShoppers(shopId, sql, { text: '', place: halfWay(about) }),
  'a search by name': (shopId) => searchShoppers(shopId, sql, { text: 'maria 12345', place: null }),
  'a search by phone': (shopId) =>
    searchShoppers(shopId, sql, { text: '300 001 234', place: null }),
};

async function openHome(about: Asked): Promise<void> {
  for (const ask of Object.values(HOME)) await ask(about.shopId as ShopId, about);
}

/** Milliseconds of each query of the admin, one after the other, for some seconds in all. */
async function eachScreen(seconds: number, about: Asked): Promise<Record<string, number[]>> {
  const screens = Object.entries({ ...HOME, ...REST });
  const times: Record<string, number[]> = {};
  for (const [name, ask] of screens) {
    const shopId = about.shopId as ShopId;
    await ask(shopId, about);
    const { latencies } = await repeat(seconds / screens.length, () => ask(shopId, about));
    times[name] = [...latencies];
  }
  return times;
}

type Order = { readonly seconds: number; readonly about: Asked };
answering<Order>('home', ({ seconds, about }) => repeat(seconds, () => openHome(about)));
answering<Order>('screens', ({ seconds, about }) => eachScreen(seconds, about));
sayReady(true);
