import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { tsImport } from 'tsx/esm/api';
import { ROOT } from '../setup/places.mjs';
import { checkBlock, writeBlock } from './written-block.mjs';

const SCRIPT = 'scripts/checks/kept-figures.mjs';
const { RULES } = await tsImport('../../tests/chaos/auditor/findings.ts', import.meta.url);
/** What one item of each path is to a cart: the amounts that are counted in a run. */
const PATHS = {
  ingest: ({ storeWebhooks, whatsappWebhooks }) => storeWebhooks + whatsappWebhooks,
  read: ({ storeWebhooks }) => storeWebhooks,
  // An order is credited for no more than what the recovery of a cart costs.
  react: ({ recoveries, orders }) => recoveries + orders,
  // The claim of a step is in it.
  decide: ({ steps }) => steps,
  send: ({ messages }) => messages,
  status: ({ whatsappWebhooks }) => whatsappWebhooks,
  cancel: ({ orders }) => orders,
  image: ({ messages }) => messages,
};
/** The busiest minute of a day against its mean, and the carts that a store's shoppers leave a day. */
const PEAK = 4;
const CARTS_OF_STORE = 100;
const DAY_SECONDS = 86_400;
const MILLION = 1_000_000;
const TIMES = [1, 10, 100, 1_000];

const kept = (name) => {
  const file = path.join(ROOT, 'docs/figures', `${name}.json`);
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null;
};

const count = (value) => value.toLocaleString('en', { maximumFractionDigits: 0 });
const figure = (value) => value.toLocaleString('en', { maximumSignificantDigits: 2 });
const line = (cells) => `| ${cells.join(' | ')} |`;
const table = (head, rows) =>
  [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');

function duration(seconds) {
  const minutes = Math.round(seconds / 60);
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  return hours > 0 ? `${hours} h ${rest} min` : `${minutes} min`;
}

/** The README's sentence about the rehearsal. */
function rehearsal() {
  const { figures, seconds, machine, processes } = kept('chaos');
  const zero = RULES.filter((rule) => figures[rule] === 0).length;
  const broken = RULES.filter((rule) => figures[rule] > 0);
  const verdict =
    broken.length === 0
      ? `none of the ${zero} rules was broken once`
      : `these rules were broken: ${broken.map((rule) => `${rule} ${count(figures[rule])}`).join(', ')}`;
  return (
    `The run that is kept: ${count(figures.carts)} carts with seed ${figures.seed}, ${processes.web} web and ` +
    `${processes.worker} worker processes, ${duration(seconds)} on ${machine} ` +
    `Processes were killed ${count(figures.kills)} times, at ${figures.faultPointsHit} of ${figures.faultPointsKnown} ` +
    `points; ${verdict}, and the outcome of ${count(figures.ambiguous)} sends was never told. ` +
    `At this pace a million carts take ${count((seconds / figures.carts) * (MILLION / 3_600))} hours on such a machine.`
  );
}

/** Paths that the kept run has not measured yet. */
const unmeasured = () => Object.keys(PATHS).filter((name) => !(name in kept('benchmarks')));

/** Seconds that the whole machine is busy with each path for one cart, most first. */
function costs() {
  const [{ amounts, figures }, benchmarks] = [kept('chaos'), kept('benchmarks')];
  return Object.entries(PATHS)
    .filter(([name]) => name in benchmarks)
    .map(([name, amount]) => {
      const { unit, ours } = benchmarks[name].figures;
      const rate = unit.startsWith('ms') ? 1_000 / ours : ours;
      const each = amount(amounts) / figures.carts;
      return { name, rate, each, seconds: each / rate };
    })
    .sort((left, right) => right.seconds - left.seconds);
}

const sum = (values) => values.reduce((total, value) => total + value, 0);
const roughly = (value) => count(Number(value.toPrecision(2)));

const cartsPerSecond = () => 1 / sum(costs().map(({ seconds }) => seconds));
const cartsPerDay = () => (cartsPerSecond() * DAY_SECONDS) / PEAK;

function machine() {
  const { amounts, figures, machine: place } = kept('chaos');
  const daily = cartsPerDay();
  const missing = unmeasured();
  const bound =
    missing.length === 0
      ? ''
      : ` The kept run has no figure for ${missing.join(', ')}: this is a bound from above.`;
  return (
    `On ${place} One after the other these paths take ${figure(1_000 / cartsPerSecond())} ms a cart: ` +
    `${figure(cartsPerSecond())} carts a second. A day in which the busiest minute has ${PEAK} times the mean ` +
    `comes to ${roughly(daily)} carts and ${roughly((daily * amounts.messages) / figures.carts)} messages, or ` +
    `${roughly(daily / CARTS_OF_STORE)} stores that are left ${CARTS_OF_STORE} carts a day. What saturates first ` +
    `is **${costs()[0].name}**.${bound}`
  );
}

/** What each path alone could carry, were it the machine's only work. */
function paths() {
  const all = sum(costs().map(({ seconds }) => seconds));
  const rows = costs().map(({ name, rate, each, seconds }) => [
    ...[name, figure(rate), figure(each), figure(rate / each)],
    `${Math.round((seconds / all) * 100)} %`,
  ]);
  const head = ['path', 'items a second', 'items a cart', 'carts a second', 'share of a cart'];
  return table(head, rows);
}

function growth() {
  const daily = cartsPerDay();
  const rows = TIMES.map((times) => [
    `${count(times)}×`,
    ...[roughly(daily * times), roughly((daily * times) / CARTS_OF_STORE)],
    count(times),
  ]);
  return table(['load', 'carts a day', 'stores', 'such machines'], rows);
}

function fairness() {
  const { fairness: run } = kept('benchmarks');
  if (!run) return 'The kept run has no figure for fairness.';
  const { ours, p99Ms, limit, growth } = run.figures;
  const [, [pending]] = growth;
  return (
    `While another store has ${count(pending)} steps due at once, a store's own step is decided ` +
    `${figure(ours)} ms after it is due (the middle of many), and ${figure(p99Ms)} ms after in the worst of a hundred; ` +
    `with nobody else at work it is ${figure(limit)} ms.`
  );
}

function processes() {
  const { figures, amounts, processes: started } = kept('chaos');
  return (
    `${started.web} web and ${started.worker} worker processes, ${count(figures.carts)} carts, ${count(figures.kills)} kills: ` +
    `${count(amounts.storeWebhooks + amounts.whatsappWebhooks)} webhooks were read and ${count(amounts.steps)} steps decided; ` +
    `steps done twice: ${count(figures.duplicates)}; carts lost: ${count(figures.lostCarts)}; ` +
    `steps without an end: ${count(figures.nonSendsWithoutReason)}.`
  );
}

const SCALING = 'docs/scaling.md';
const block = (file, name, source, make) => ({ file, name, source, make, script: SCRIPT });
const BLOCKS = [
  block('README.md', 'rehearsal', 'docs/figures/chaos.json', rehearsal),
  block(SCALING, 'machine', 'docs/figures', machine),
  block(SCALING, 'paths', 'docs/figures', paths),
  block(SCALING, 'growth', 'docs/figures', growth),
  block(SCALING, 'fairness', 'docs/figures/benchmarks.json', fairness),
  block(SCALING, 'processes', 'docs/figures/chaos.json', processes),
];

/** @throws Error when a document tells other figures than the runs that are kept */
export async function checkKeptFigures() {
  for (const one of BLOCKS) await checkBlock(one);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const one of BLOCKS) await writeBlock(one);
}
