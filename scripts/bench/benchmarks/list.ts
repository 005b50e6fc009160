import type { Benchmark } from './benchmark';
import { cancel } from './cancel';
import { collage, image } from './cards';
import { catalog } from './catalog';
import { claim } from './claim';
import { dashboard } from './dashboard';
import { DECIDE } from './decide';
import { fairness } from './fairness';
import { ingest } from './ingest';
import { REACT } from './react';
import { READ } from './read';
import { send } from './send';
import { status } from './status';
import { partOfWorker } from './worker-part';

/** Every path that is measured, in the order in which it is told. */
export const BENCHMARKS: Readonly<Record<string, Benchmark>> = {
  ingest,
  claim,
  cancel,
  send,
  image,
  collage,
  status,
  dashboard,
  catalog,
  read: partOfWorker(READ),
  react: partOfWorker(REACT),
  decide: partOfWorker(DECIDE),
  fairness,
};
