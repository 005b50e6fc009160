import type { Identity } from '#core/commerce/index';
import { allDone } from '../kernel/all-done';
import type { ShopId } from '../kernel/ids';
import type { FactOutcome, FactPorts } from './fact-ports';
import type { Fact, Normalized } from './facts';
import { aboutOf, lockSubjects } from './subjects';
import type { About } from './subjects';
import { processReceipts } from './process-receipt';
import type { ProcessReceiptInput } from './process-receipt';

/** What names all that it is about, so that it can be seen whom it has nothing to do with. */
const MAY_JOIN: ReadonlySet<Fact['kind']> = new Set<Fact['kind']>([
  'checkout',
  'order',
  'customer',
  'product',
  'product_deleted',
  'ignored',
]);

type Told = FactOutcome['kind'];

/** Whether what a receipt says can be applied at once with what others say. */
export const mayJoin = (normalized: Normalized): boolean =>
  normalized.kind === 'unreadable' ||
  normalized.facts.every(
    (fact) => MAY_JOIN.has(fact.kind) && !(fact.kind === 'order' && fact.order.refunds.length > 0),
  );

/**
 * Applies and closes receipts that may join as `processReceipt` would one after the other, with as
 * many statements as for a few; in the caller's transaction, as a whole or not at all. What hangs
 * together (a person, their carts and orders, a product) is applied in the order given, the rest at
 * once.
 * @param inputs all of one moment
 * @returns what became of each, in their order
 */
export async function processTogether(
  inputs: readonly ProcessReceiptInput[],
  ports: FactPorts,
): Promise<readonly Told[]> {
  const outcomes = new Map<ProcessReceiptInput, Told>();
  for (const round of inRounds(inputs, await subjectsOf(inputs, ports))) {
    const told = await processReceipts(round, ports);
    round.forEach((input, place) => outcomes.set(input, told[place]?.kind ?? 'applied'));
  }
  return inputs.map((input) => outcomes.get(input) ?? 'applied');
}

/** The first that each subject is about, then the second of each, and so on. */
function inRounds(
  inputs: readonly ProcessReceiptInput[],
  subjects: ReadonlyMap<ProcessReceiptInput, string>,
): readonly (readonly ProcessReceiptInput[])[] {
  const rounds: ProcessReceiptInput[][] = [];
  const begun = new Map<string, number>();
  for (const input of inputs) {
    const subject = subjects.get(input);
    const place = subject === undefined ? 0 : (begun.get(subject) ?? 0);
    if (subject !== undefined) begun.set(subject, place + 1);
    const round = (rounds[place] ??= []);
    round.push(input);
  }
  return rounds;
}

/**
 * One name for all that hangs together: people and things that a receipt names at once, and people
 * whom we know under several identities. All stays locked: nobody becomes another before all is
 * applied.
 */
async function subjectsOf(
  inputs: readonly ProcessReceiptInput[],
  ports: FactPorts,
): Promise<ReadonlyMap<ProcessReceiptInput, string>> {
  const abouts = await allDone(inputs.map((input) => aboutReceipt(input, ports)));
  const people = await lockSubjects(
    abouts.filter((about) => about !== null),
    ports,
  );
  const named = abouts.map((about) => (about === null ? [] : namesOf(about)));
  const known = people.map((person) => identityNames(person.shopId, person.identities));
  const subjectOf = joined([...named, ...known]);
  return new Map(
    inputs.flatMap((input, place) => {
      const [name] = named[place] ?? [];
      return name === undefined ? [] : [[input, subjectOf(name)] as const];
    }),
  );
}

/** Which of the names stands for all that are joined by the lists, directly or through others. */
function joined(lists: readonly (readonly string[])[]): (name: string) => string {
  const towards = new Map<string, string>();
  const find = (name: string): string => {
    let at = name;
    for (let next = towards.get(at); next !== undefined; next = towards.get(at)) at = next;
    return at;
  };
  for (const [first, ...others] of lists) {
    if (first === undefined) continue;
    for (const other of others) {
      const [from, to] = [find(other), find(first)];
      if (from !== to) towards.set(from, to);
    }
  }
  return find;
}

async function aboutReceipt(
  { receipt, normalized }: ProcessReceiptInput,
  { shops }: FactPorts,
): Promise<About | null> {
  const shop = receipt.shopId && (await shops.byId(receipt.shopId));
  return shop && normalized.kind === 'facts' ? aboutOf(normalized.facts, shop) : null;
}

const namesOf = ({ shopId, identities, orders, carts, products }: About): readonly string[] => [
  ...orders.map((order) => `${shopId} order ${order}`),
  ...carts.map((cart) => `${shopId} cart ${cart}`),
  ...products.map((product) => `${shopId} product ${product}`),
  ...identityNames(shopId, identities),
];

const identityNames = (shopId: ShopId, identities: readonly Identity[]): readonly string[] =>
  identities.map(({ kind, value }) => `${shopId} ${kind} ${value}`);
