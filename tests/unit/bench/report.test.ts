import { describe, expect, it } from 'vitest';
import type { Outcome } from '../../../scripts/bench/benchmarks/benchmark';
import { readOrder } from '../../../scripts/bench/harness/arguments';
import { describeMachine } from '../../../scripts/bench/harness/machine';
import { figuresByName, keptRuns, pageOf, tableOf } from '../../../scripts/bench/harness/report';

const KNOWN = ['ingest', 'send'];

describe('the order of a measurement', () => {
  it('means every path when none is named, and keeps their order', () => {
    expect(readOrder([], KNOWN)).toMatchObject({ names: KNOWN, json: null, isKept: true });
    expect(readOrder(['send', 'ingest'], KNOWN)).toMatchObject({ names: KNOWN });
    expect(readOrder(['send', '--json', 'a.json'], KNOWN)).toMatchObject({
      names: ['send'],
      json: 'a.json',
      isKept: false,
      plan: { rounds: 3, seconds: 3, warmUpSeconds: 1, soakMinutes: 0 },
    });
  });

  it('refuses a name that is not there and says which are', () => {
    expect(readOrder(['dashboard', 'send'], KNOWN)).toEqual({
      kind: 'refused',
      sentence: 'There is no benchmark dashboard. There are: ingest, send.',
    });
  });

  it.each([
    ['--rounds', '0'],
    ['--rounds', 'x'],
    ['--seconds', '-1'],
    ['--soak', '-1'],
    ['--minutes', '1'],
  ])('refuses %s %s', (...parameters) => {
    expect(readOrder(parameters, KNOWN)).toMatchObject({ kind: 'refused' });
  });
});

const outcome: Outcome = {
  figures: {
    unit: 'webhooks/s',
    limit: 23_500,
    peer: null,
    ours: 8_900,
    ratioToLimit: 0.379,
    ratioToPeer: null,
    p50Ms: 1.5,
    p99Ms: 20,
    peakRssMb: 180,
    growth: [
      [1, 100],
      [1_000, 110],
    ],
  },
  cpuMicros: { limit: 40, peer: null, ours: 90 },
  notes: ['Limit: node:http.'],
};
const report = { outcomes: { ingest: outcome }, machine: 'Two cores.', rounds: 3, seconds: 2 };

describe('the report of a measurement', () => {
  it('is a table whose gaps are dashes', () => {
    const [, row = ''] = tableOf(report).split('\n');
    expect(row.split(/ {2,}/)).toEqual([
      ...['ingest', 'webhooks/s', '23,500', '–', '8,900', '0.379', '–', '1.5', '20'],
      ...['40, –, 90', '180', '1: 100; 1,000: 110'],
    ]);
  });

  it('is a page with the table, and of each path when and on what it was measured', () => {
    const page = pageOf(keptRuns(report, { day: '2026-11-29', machineOf: () => 'two cores.' }));
    expect(page).toMatch(/^# Benchmarks\n/);
    expect(page).toMatch(/^\| ingest \| webhooks\/s \|/m);
    expect(page).toContain(
      '## ingest\n\nMeasured on 2026-11-29, 3 rounds of 2 s each, on two cores.\n\n- Limit: node:http.\n',
    );
  });

  it('is the bare figures for a program', () => {
    expect(figuresByName(report)).toEqual({
      ingest: { ...outcome.figures, notes: outcome.notes },
    });
  });

  it('describes the machine without a path or a name of it', () => {
    const sentence = describeMachine(['PostgreSQL 18.4', 'PostgreSQL 18.4']);
    expect(sentence).toMatch(
      /^\d+ cores?.*GiB of memory, .*Node \d+\.\d+\.\d+, PostgreSQL 18\.4\.$/,
    );
  });
});
