import { expect } from 'vitest';
import type { Sql } from '#adapters/postgres/client';
import { createStores } from '#adapters/postgres/stores';
import { HOLDOUT_EXPERIMENT } from '#core/experiments/index';
import type { ShopId } from '#core/kernel/ids';
import { failureCodes, nonSends } from '#queries/non-sends';
import { ALL_TIME, lastDays } from '#queries/period';
import type { Period } from '#queries/period';
import { recoveredRevenue, revenueByDay } from '#queries/recovered-revenue';
import { recoveryFunnel } from '#queries/recovery-funnel';
import { sequenceResults } from '#queries/sequence-results';
import { DIRECT } from '../../../scripts/bench/benchmarks/dashboard-direct';
import type { Question } from '../../../scripts/bench/benchmarks/dashboard-direct';
import { cipher, NOW } from '../postgres/sample-rows';
import { SHOPS } from './figure-draw';

const ONE_CURRENCY = 'EUR';

interface Counted {
  readonly label: string;
  readonly currency: string;
  readonly count: number;
  readonly minor: number;
  readonly squares: number;
}

function direct(question: Question, shopId: ShopId, period: Period, zone: string, sql: Sql) {
  const values = [shopId, period.since, ...(question === 'byDay' ? [zone] : [])];
  return sql.query<Counted>(DIRECT[question], values);
}

const sorted = (rows: readonly (readonly unknown[])[]): readonly string[] =>
  rows.map((row) => row.join(' ')).sort();

/** Everything that Home and the list of sequences show, in one form. */
async function shown(shopId: ShopId, period: Period, zone: string, sql: Sql) {
  const input = { currency: ONE_CURRENCY, period, timeZone: zone };
  const revenue = await recoveredRevenue(shopId, sql, input);
  const days = await revenueByDay(shopId, sql, input);
  const arms = await createStores(sql, cipher).experiments.totals(shopId, HOLDOUT_EXPERIMENT);
  const sequences = [...(await sequenceResults(shopId, sql)).values()];
  return {
    revenue: sorted(
      revenue.flatMap(({ campaigns }) =>
        campaigns.map((row) => [row.sequenceId, row.currency, row.orders, row.revenueMinor]),
      ),
    ),
    days: sorted(
      days.filter((day) => day.revenueMinor !== 0).map((day) => [day.day, day.revenueMinor]),
    ),
    funnel: await recoveryFunnel(shopId, sql, period),
    nonSends: sorted((await nonSends(shopId, sql, period)).map((row) => [row.reason, row.count])),
    failures: sorted((await failureCodes(shopId, sql, period)).map((row) => [row.code, row.count])),
    sent: sorted(
      sequences
        .filter((row) => row.messagesSent > 0)
        .map((row) => [row.sequenceId, row.messagesSent]),
    ),
    arms: arms.map(({ arm, people, buyers, revenue: sums }) => ({
      ...{ arm, people, buyers },
      spent: sorted(sums.map((sum) => [sum.currency, sum.minor, sum.squares])),
    })),
  };
}

/** The same from the facts. */
async function counted(shopId: ShopId, period: Period, zone: string, sql: Sql) {
  const ask = (question: Question, when = period) => direct(question, shopId, when, zone, sql);
  const stages = new Map((await ask('funnel')).map(({ label, count }) => [label, count]));
  const from = (...labels: readonly string[]) =>
    labels.reduce((sum, label) => sum + (stages.get(label) ?? 0), 0);
  const order = ['eligible', 'sent', 'delivered', 'read', 'clicked', 'paid'];
  const carts = (await ask('carts'))[0]?.count ?? 0;
  const [buyers, spent] = [await ask('buyers', ALL_TIME), await ask('spent', ALL_TIME)];
  const reached = order.map((stage, at) => [stage, from(...order.slice(at))] as const);
  return {
    revenue: sorted((await ask('revenue')).map((r) => [r.label, r.currency, r.count, r.minor])),
    days: sorted(
      (await ask('byDay'))
        .filter((row) => row.currency === ONE_CURRENCY && row.minor !== 0)
        .map((row) => [row.label, row.minor]),
    ),
    funnel: { carts: Math.max(carts, from(...order)), ...Object.fromEntries(reached) },
    nonSends: sorted((await ask('nonSends')).map((row) => [row.label, row.count])),
    failures: sorted((await ask('failures')).map((row) => [row.label, row.count])),
    sent: sorted((await ask('sequences', ALL_TIME)).map((row) => [row.label, row.count])),
    arms: (await ask('people', ALL_TIME))
      .toSorted((left, right) => (left.label < right.label ? -1 : 1))
      .map(({ label, count }) => ({
        ...{ arm: label, people: count },
        buyers: buyers.find((row) => row.label === label)?.count ?? 0,
        spent: sorted(
          spent.filter((s) => s.label === label).map((s) => [s.currency, s.minor, s.squares]),
        ),
      })),
  };
}

/** What was something at least once: a comparison of nothings proves nothing. */
export const seen = new Set<string>();
const isSomething = (rows: object): boolean =>
  Array.isArray(rows) ? rows.length > 0 : Object.values(rows).every((count) => count > 0);

/** Both shops, of all time and of a week. */
export async function expectSame(sql: Sql): Promise<void> {
  for (const id of SHOPS as readonly string[]) {
    const [shop] = await sql.query<{ zone: string }>(
      'SELECT time_zone AS zone FROM shop WHERE id = $1',
      [id],
    );
    const zone = shop?.zone ?? 'UTC';
    for (const period of [ALL_TIME, lastDays(7, NOW, zone)]) {
      const own = await shown(id as ShopId, period, zone, sql);
      expect(own).toEqual(await counted(id as ShopId, period, zone, sql));
      for (const [what, rows] of Object.entries(own)) if (isSomething(rows)) seen.add(what);
    }
  }
}
