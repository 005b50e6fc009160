import { describe, expect, it } from 'vitest';
import { cpuPerItem, figuresOf, rounded } from '../../../scripts/bench/harness/figures';
import { takeTurns, type Measure, type Run } from '../../../scripts/bench/harness/rounds';

const run = (items: number, latencies: readonly number[] = [1]): Run => ({
  items,
  seconds: 2,
  cpuSeconds: 1,
  latencies,
});

const PLAN = { rounds: 3, seconds: 2, warmUpSeconds: 1 };

describe('taking turns', () => {
  it('warms everybody up, then lets each begin one of three rounds', async () => {
    const calls: string[] = [];
    const contestant =
      (name: string): Measure =>
      (seconds) => {
        calls.push(`${name} ${seconds}`);
        return Promise.resolve(run(1));
      };
    const results = await takeTurns(
      { limit: contestant('limit'), peer: contestant('peer'), ours: contestant('ours') },
      PLAN,
    );
    expect(calls).toEqual([
      ...['limit 1', 'peer 1', 'ours 1'],
      ...['limit 2', 'peer 2', 'ours 2'],
      ...['peer 2', 'ours 2', 'limit 2'],
      ...['ours 2', 'limit 2', 'peer 2'],
    ]);
    expect([results.limit, results.peer, results.ours].map((runs) => runs?.length)).toEqual([
      3, 3, 3,
    ]);
  });

  it('throws the warm-up away', async () => {
    let items = 0;
    const { ours } = await takeTurns({ ours: () => Promise.resolve(run((items += 1))) }, PLAN);
    expect(ours.map((one) => one.items)).toEqual([2, 3, 4]);
  });

  it('lets a failure of one contestant end the measurement', async () => {
    const broken = takeTurns({ ours: () => Promise.reject(new Error('refused')) }, PLAN);
    await expect(broken).rejects.toThrow('refused');
  });
});

describe('the figures of a path', () => {
  const shared = { unit: 'webhooks/s', peakRssMb: 123.456, growth: [[1_000, 2.34567] as const] };

  it('are items a second for a throughput, with ratios of ours to the others', () => {
    const results = {
      limit: [run(200), run(400), run(200)],
      peer: [run(10), run(10), run(10)],
      ours: [run(100, [1, 2]), run(100, [3, 4]), run(100, [100])],
    };
    expect(figuresOf({ kind: 'throughput', results, ...shared })).toEqual({
      unit: 'webhooks/s',
      limit: 100,
      peer: 5,
      ours: 50,
      ratioToLimit: 0.5,
      ratioToPeer: 10,
      p50Ms: 3,
      p99Ms: 100,
      peakRssMb: 123,
      growth: [[1_000, 2.35]],
    });
  });

  it('are the usual time of one item for a time, whatever the count', () => {
    const results = { limit: [run(1, [10, 10, 999])], ours: [run(900, [12, 12, 13])] };
    const figures = figuresOf({ kind: 'time', results, ...shared });
    expect([figures.limit, figures.ours, figures.ratioToLimit]).toEqual([10, 12, 1.2]);
  });

  it('say of a missing contestant that it is missing', () => {
    const figures = figuresOf({ kind: 'throughput', results: { ours: [run(2)] }, ...shared });
    expect([figures.limit, figures.peer, figures.ratioToLimit, figures.ratioToPeer]).toEqual([
      null,
      null,
      null,
      null,
    ]);
  });

  it('take latencies of another measurement when they are given', () => {
    const judged = { kind: 'throughput' as const, results: { ours: [run(2, [1])] }, ...shared };
    expect(figuresOf({ ...judged, latencies: [8, 9] }).p99Ms).toBe(9);
  });

  it('count CPU over all rounds, in microseconds an item', () => {
    expect(cpuPerItem([run(1_000), run(3_000)])).toBe(500);
    expect(cpuPerItem(undefined)).toBeNull();
  });

  it('keep three digits', () => {
    expect([12_345, 0.012345, 0, Number.NaN].map(rounded)).toEqual([12_300, 0.0123, 0, Number.NaN]);
  });
});
