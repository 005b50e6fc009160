import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { attributionSummary } from '#queries/attribution-summary';
import { conversationThread } from '#queries/conversation-thread';
import { ALL_TIME, lastDays } from '#queries/period';
import { recoveredRevenue, revenueByDay } from '#queries/recovered-revenue';
import { searchShoppers } from '#queries/shopper-search';
import { shopperHead } from '#queries/shopper';
import { sequenceResults } from '#queries/sequence-results';
import type { ConversationId } from '#core/kernel/ids';
import { seedDemoData } from '../../support/demo-shop';
import type { DemoIds } from '../../support/demo-shop';
import { openRig, seedShop } from '../postgres/sample-rows';
import type { Rig } from '../postgres/sample-rows';

const NOW = new Date('2026-11-24T10:00:00Z');
let rig: Rig;
let mine: Awaited<ReturnType<typeof seedShop>>;
let other: Awaited<ReturnType<typeof seedShop>>;
let ids: DemoIds;

beforeAll(async () => {
  rig = await openRig();
  mine = await seedShop(rig.stores, 'mine');
  other = await seedShop(rig.stores, 'other');
  const { database, stores } = rig;
  ids = await seedDemoData({ shop: mine.shop, channel: mine.channel, database, stores, now: NOW });
});

afterAll(() => rig.end());

describe('what Home shows', () => {
  it('has campaigns that add up to the total, in each currency on its own', async () => {
    const input = { currency: 'EUR', period: ALL_TIME };
    const revenue = await recoveredRevenue(mine.shop.id, rig.database.sql, input);
    expect(revenue.map(({ currency }) => currency)).toEqual(['EUR', 'USD']);
    const stored = await rig.database.sql.query<{ currency: string; minor: number }>(
      'SELECT currency, sum(amount_minor)::bigint AS minor FROM attribution_entry GROUP BY 1 ORDER BY 1',
    );
    expect(revenue.map(({ totalMinor }) => totalMinor)).toEqual(stored.map(({ minor }) => minor));
    for (const { campaigns, totalMinor } of revenue) {
      expect(campaigns.reduce((sum, { revenueMinor }) => sum + revenueMinor, 0)).toBe(totalMinor);
    }
  });

  it('has days of the store’s calendar that add up to the same total, empty ones included', async () => {
    const timeZone = 'Europe/Rome';
    const period = lastDays(30, NOW, timeZone);
    const input = { currency: 'EUR', period };
    const [own] = await recoveredRevenue(mine.shop.id, rig.database.sql, input);
    const days = await revenueByDay(mine.shop.id, rig.database.sql, { ...input, timeZone });
    expect(days).toHaveLength(30);
    expect(days[0]?.day).toBe('2026-10-26');
    expect(days.at(-1)?.day).toBe('2026-11-24');
    expect(days.reduce((sum, { revenueMinor }) => sum + revenueMinor, 0)).toBe(own?.totalMinor);
  });

  it('counts an order that was refunded in full as no order, but keeps its rows', async () => {
    const summary = await attributionSummary(mine.shop.id, rig.database.sql, 'EUR');
    const [row] = await rig.database.sql.query<{ orders: number }>(
      `SELECT count(*) AS orders FROM (SELECT order_id FROM attribution_entry
       WHERE currency = 'EUR' GROUP BY 1 HAVING sum(amount_minor) > 0) paid`,
    );
    expect(summary.campaigns.reduce((sum, { orders }) => sum + orders, 0)).toBe(row?.orders);
    expect(row?.orders).toBeLessThan(12);
  });

  it('has a funnel in which no stage is larger than the one before', async () => {
    const { funnel } = await attributionSummary(mine.shop.id, rig.database.sql, 'EUR');
    expect(funnel).toMatchObject({ carts: 60, eligible: 48, sent: 36, delivered: 36, clicked: 18 });
    const counts = Object.values(funnel);
    expect(counts).toEqual(counts.toSorted((left, right) => right - left));
  });

  it('has a reason for every message that was not sent', async () => {
    const { nonSends } = await attributionSummary(mine.shop.id, rig.database.sql, 'EUR');
    expect(nonSends).toEqual({ no_consent: 6, holdout: 6, purchased: 6, send_failed: 6 });
  });

  it('shows nothing of one store to another', async () => {
    const { sql } = rig.database;
    const summary = await attributionSummary(other.shop.id, sql, 'EUR');
    expect(summary).toMatchObject({ totalMinor: 0, campaigns: [], nonSends: {} });
    expect(summary.funnel.carts).toBe(0);
    expect(await shopperHead(other.shop.id, sql, ids.customers[0]!)).toBe(null);
    expect(
      (await searchShoppers(other.shop.id, sql, { text: 'Giulia', place: null })).rows,
    ).toEqual([]);
    expect(await conversationThread(other.shop.id, sql, 'any' as ConversationId)).toBe(null);
  });
});

describe('the search for shoppers', () => {
  it('finds by name, by a part of the e-mail and by a phone as people type it', async () => {
    const { sql } = rig.database;
    const count = async (text: string) =>
      (await searchShoppers(mine.shop.id, sql, { text, place: null })).rows.length;
    expect(await count('chiara')).toBe(12);
    expect(await count('shopper7@')).toBe(1);
    expect(await count('333 123 4507')).toBe(1);
    expect(await count('0039 333 123 4507')).toBe(1);
    expect(await count('100%')).toBe(0);
  });
});

describe('the list of sequences', () => {
  it('tells what each has sent and earned', async () => {
    const results = await sequenceResults(mine.shop.id, rig.database.sql);
    const [first, second] = ids.sequences.map((id) => results.get(id));
    expect((first?.messagesSent ?? 0) + (second?.messagesSent ?? 0)).toBe(36);
    expect(first?.revenue.map(({ currency }) => currency).toSorted()).toEqual(['EUR', 'USD']);
  });
});
