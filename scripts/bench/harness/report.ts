import type { Outcome } from '../benchmarks/benchmark';

export interface Report {
  readonly outcomes: Readonly<Record<string, Outcome>>;
  readonly machine: string;
  readonly rounds: number;
  readonly seconds: number;
}

const HEADINGS = [
  ...['path', 'unit', 'limit', 'peer', 'ours', '÷ limit', '÷ peer'],
  ...['p50 ms', 'p99 ms', 'CPU µs (limit, peer, ours)', 'peak MB', 'growth'],
];

/** A figure for a reader; what was not measured is a dash. */
export const figure = (value: number | null): string =>
  value === null || Number.isNaN(value)
    ? '–'
    : value.toLocaleString('en', { maximumSignificantDigits: 3 });

const growthOf = (growth: Outcome['figures']['growth']): string =>
  growth.map(([size, cost]) => `${size.toLocaleString('en')}: ${figure(cost)}`).join('; ') || '–';

function rowOf(name: string, { figures, cpuMicros }: Row): readonly string[] {
  const { unit, limit, peer, ours, ratioToLimit, ratioToPeer, p50Ms, p99Ms } = figures;
  return [
    name,
    unit,
    ...[limit, peer, ours, ratioToLimit, ratioToPeer, p50Ms, p99Ms].map(figure),
    [cpuMicros.limit, cpuMicros.peer, cpuMicros.ours].map(figure).join(', '),
    figure(figures.peakRssMb),
    growthOf(figures.growth),
  ];
}

type Row = Pick<Outcome, 'figures' | 'cpuMicros'>;

const rowsOf = ({
  outcomes,
}: {
  outcomes: Readonly<Record<string, Row>>;
}): readonly (readonly string[])[] => [
  HEADINGS,
  ...Object.entries(outcomes).map(([name, outcome]) => rowOf(name, outcome)),
];

function padded(rows: readonly (readonly string[])[]): readonly (readonly string[])[] {
  const widths = HEADINGS.map((_, column) =>
    Math.max(3, ...rows.map((row) => (row[column] ?? '').length)),
  );
  return rows.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)));
}

/** The table for a terminal. */
export const tableOf = (report: Report): string =>
  padded(rowsOf(report))
    .map((row) => row.join('  ').trimEnd())
    .join('\n');

/** What the run has to say, for a terminal. */
export const notesOf = ({ outcomes }: Report): string =>
  Object.entries(outcomes)
    .flatMap(([name, { notes }]) => notes.map((note) => `${name}: ${note}`))
    .join('\n');

/** A path's latest measurement, with what it was made on. */
export interface KeptRun extends Pick<Outcome, 'figures' | 'cpuMicros' | 'notes'> {
  readonly machine: string;
  readonly rounds: number;
  readonly seconds: number;
  /** "2026-11-29", UTC. */
  readonly day: string;
}

/** What is kept of a run, by path. */
export const keptRuns = (
  { outcomes, rounds, seconds }: Report,
  { day, machineOf }: { day: string; machineOf: (versions: readonly string[]) => string },
): Readonly<Record<string, KeptRun>> =>
  Object.fromEntries(
    Object.entries(outcomes).map(([name, { figures, cpuMicros, notes, versions = [] }]) => {
      const machine = machineOf(versions);
      return [name, { figures, cpuMicros, notes, machine, rounds, seconds, day }];
    }),
  );

/** The page that is kept beside the code. */
export function pageOf(kept: Readonly<Record<string, KeptRun>>): string {
  const [head = [], ...rest] = padded(rowsOf({ outcomes: kept }));
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const rule = head.map((cell) => '-'.repeat(cell.length));
  const notes = Object.entries(kept).flatMap(([name, { notes: said, ...run }]) => [
    `## ${name}`,
    '',
    `Measured on ${run.day}, ${run.rounds} rounds of ${run.seconds} s each, on ${run.machine}`,
    '',
    ...said.map((note) => `- ${note}`),
    '',
  ]);
  return [
    '# Benchmarks',
    '',
    ...INTRODUCTION,
    ...[head, rule, ...rest].map(line),
    '',
    ...notes,
  ].join('\n');
}

const INTRODUCTION: readonly string[] = [
  'Written by `npm run bench`. Each path is measured against its limit, which is the least that the',
  'same machine could do for it, and against its peer, which is the ordinary way. They take turns in',
  'one run, warm, and the ratios (ours ÷ the other) are medians over the rounds: the absolute figures',
  'are of one machine on one day, the ratios are what counts. Load, contestants and database share it.',
  '',
];

/** The figures for a program, by name, and what the run has to say about them. */
export const figuresByName = ({
  outcomes,
}: Report): Record<string, Outcome['figures'] & Pick<Outcome, 'notes'>> =>
  Object.fromEntries(
    Object.entries(outcomes).map(([name, { figures, notes }]) => [name, { ...figures, notes }]),
  );
