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

function rowOf(name: string, { figures, cpuMicros }: Outcome): readonly string[] {
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

const rowsOf = ({ outcomes }: Report): readonly (readonly string[])[] => [
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

/** The page that is kept beside the code. */
export function pageOf(report: Report): string {
  const rows = padded(rowsOf(report));
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const [head = [], ...rest] = rows;
  const rule = head.map((cell) => '-'.repeat(cell.length));
  const notes = Object.entries(report.outcomes).flatMap(([name, { notes: said }]) => [
    `## ${name}`,
    '',
    ...said.map((note) => `- ${note}`),
    '',
  ]);
  return [
    '# Benchmarks',
    '',
    ...introduction(report),
    ...[head, rule, ...rest].map(line),
    '',
    ...notes,
  ].join('\n');
}

const introduction = ({ machine, rounds, seconds }: Report): readonly string[] => [
  'Written by `npm run bench`. Each path is measured against its limit, which is the least that the',
  'same machine could do for it, and against its peer, which is the ordinary way. They take turns in',
  'one run, warm, and the ratios (ours ÷ the other) are medians over the rounds: the absolute figures',
  'are of one machine on one day, the ratios are what counts. Load, contestants and database share it.',
  '',
  `Machine: ${machine} Rounds: ${rounds}, of ${seconds} s each.`,
  '',
];

/** The figures for a program, by name, and what the run has to say about them. */
export const figuresByName = ({
  outcomes,
}: Report): Record<string, Outcome['figures'] & Pick<Outcome, 'notes'>> =>
  Object.fromEntries(
    Object.entries(outcomes).map(([name, { figures, notes }]) => [name, { ...figures, notes }]),
  );
