import { startChild, type Child } from '../harness/child';
import { cpuPerItem, figuresOf, rounded } from '../harness/figures';
import { takeTurns, type Measure, type Plan, type Run } from '../harness/rounds';
import { percentile } from '../harness/statistics';
import type { Benchmark } from './benchmark';
import { servePhotos } from './card-photos';

/** A cart's photos come back often: this many different carts are ready in the renderer's memory. */
const CARTS = 5;
/** Cards that are wanted at the same moment. */
const LANES = 4;

interface Painters {
  readonly limit: Child;
  readonly peer: Child;
  readonly ours: Child;
}

async function openPainters(photoOrigin: string): Promise<Painters> {
  const env = { PHOTO_ORIGIN: photoOrigin };
  return {
    limit: await startChild('scripts/bench/processes/card-limit.ts', { env }),
    peer: await startChild('scripts/bench/processes/card-peer.ts', { env }),
    ours: await startChild('scripts/bench/processes/card-ours.ts', { env }),
  };
}

/** A card of a cart with so many lines, from its description to its JPEG. */
const cards =
  (items: number): Benchmark =>
  async (plan) => {
    const photos = await servePhotos();
    const painters = await openPainters(photos.origin);
    try {
      return await compare(painters, items, plan);
    } finally {
      await Promise.all(Object.values(painters).map((painter: Child) => painter.stop()));
      photos.close();
    }
  };

const drawing =
  (child: Child, items: number, carts = CARTS): Measure =>
  (seconds) =>
    child.ask<Run>({ kind: 'draw', seconds, items, carts });

async function compare(
  { limit, peer, ours }: Painters,
  items: number,
  plan: Plan,
): ReturnType<Benchmark> {
  const bytes = await ours.ask<Uint8Array>({ kind: 'card', items });
  await limit.ask({ kind: 'take', bytes });
  const results = await takeTurns(
    { limit: drawing(limit, items), peer: drawing(peer, items), ours: drawing(ours, items) },
    plan,
  );
  const costs = await growth(ours, items, plan);
  const asides = await notesOf(ours, items, plan);
  const { peakRssMb } = await ours.usage();
  return {
    figures: figuresOf({
      ...{ kind: 'time', unit: 'ms a card', results, peakRssMb },
      growth: costs,
    }),
    cpuMicros: {
      limit: cpuPerItem(results.limit),
      peer: cpuPerItem(results.peer),
      ours: cpuPerItem(results.ours),
    },
    notes: asides,
  };
}

async function notesOf(ours: Child, items: number, plan: Plan): Promise<readonly string[]> {
  const { seconds } = plan;
  const unseen = await ours.ask<Run>({ kind: 'draw-unseen', seconds, items });
  const held = await ours.ask<number>({
    ...{ kind: 'hold', seconds, items },
    carts: CARTS,
    lanes: LANES,
  });
  return [
    `A JPEG of 1200 × 628 with ${items === 1 ? 'one photo' : `${items} photos`}, one card at a time.`,
    'Limit: encoding that very card once more, nothing drawn.',
    'Peer: satori and resvg on photos cut to size beforehand, encoded by the same encoder.',
    `Ours: the product’s renderer, its photos in memory (${CARTS} carts in turn), nothing stored.`,
    'Growth is ms a card by the number of different carts in turn, each drawn once before. The photos of the last ones lie encoded in memory: a decoding of the cut photo is added, nothing is fetched.',
    `Beyond both memories each photo is fetched, decoded and cut anew: ${rounded(percentile(unseen.latencies, 50))} ms a card here, and what a real host’s distance adds.`,
    `Drawing holds the main thread, encoding doesn’t: with ${LANES} cards at once a timer of one millisecond came after ${rounded(held)} ms (p99).`,
  ];
}

async function growth(
  ours: Child,
  items: number,
  plan: Plan,
): Promise<readonly [number, number][]> {
  const costs: [number, number][] = [];
  for (const carts of [1, 10, 100]) {
    await ours.ask({ kind: 'warm', items, carts });
    const run = await drawing(ours, items, carts)(plan.seconds);
    costs.push([carts, percentile(run.latencies, 50)]);
  }
  return costs;
}

export const image = cards(1);
export const collage = cards(4);
