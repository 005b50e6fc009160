/**
 * What a process can die around. Work that commits more than once tells the first commit from any
 * later one.
 */
export type Boundary = 'first commit' | 'later commit' | 'call' | 'enqueue';

/**
 * Every door, pump and job that writes, calls a vendor or makes jobs, with what it does. A process
 * that passes a point which is not here says so, and a rehearsal with faults fails.
 */
export const ACTORS: Readonly<Record<string, readonly Boundary[]>> = {
  'door webhooks': ['first commit'],
  'door r': ['first commit'],
  'pump receipts': ['first commit', 'later commit'],
  'pump statuses': ['first commit', 'later commit'],
  'pump abandonment': ['first commit'],
  'pump events': ['first commit', 'enqueue'],
  'pump steps': ['first commit', 'call', 'later commit'],
  'pump messages': ['first commit', 'call', 'later commit'],
  'pump settling': ['first commit'],
  'pump payments': ['first commit'],
  'pump figures': ['first commit'],
  'pump reconciliation': ['enqueue'],
  'pump consents': ['enqueue'],
  'pump catalogs': ['enqueue'],
  'pump templates': ['enqueue', 'first commit'],
  'pump retention': ['first commit'],
  'pump left stores': ['first commit'],
  'job reconcile-shop': ['call', 'first commit', 'later commit'],
  'job sync-catalog': ['call', 'first commit', 'later commit'],
  'job sync-templates': ['call', 'first commit'],
  'job write-consent': ['call', 'first commit'],
};

export const pointName = (actor: string, moment: 'before' | 'after', boundary: Boundary): string =>
  `${actor}: ${moment} ${boundary}`;

/** Every point by its name. */
export const FAULT_POINTS: readonly string[] = Object.entries(ACTORS).flatMap(
  ([actor, boundaries]) =>
    boundaries.flatMap((boundary) =>
      (['before', 'after'] as const).map((moment) => pointName(actor, moment, boundary)),
    ),
);
