import type {
  CartBegun,
  ConsentSaid,
  LedgerLine,
  OrderPlaced,
  OrderWorth,
  PersonMet,
  Sent,
  Tapped,
} from '../ledger';

/** A cart as the world knows it in the end. */
export interface CartAccount extends CartBegun {
  readonly leftAt: number;
  readonly items: number;
  readonly phone: 'usable' | 'none' | 'wrong';
}

export interface OrderAccount extends OrderPlaced {
  readonly isPaid: boolean;
  readonly refundedMinor: number;
  /** When it was cancelled; null when it stands. */
  readonly cancelledAt: number | null;
  /** When the app first acknowledged it; null when it never did. */
  readonly toldAt: number | null;
}

/** What the stand-ins of one shop saw, put together. */
export interface WorldAccount {
  readonly people: ReadonlyMap<number, PersonMet>;
  readonly carts: ReadonlyMap<string, CartAccount>;
  readonly orders: ReadonlyMap<string, OrderAccount>;
  readonly ordersOf: ReadonlyMap<number, readonly string[]>;
  readonly consentsOf: ReadonlyMap<number, readonly ConsentSaid[]>;
  readonly tapsOf: ReadonlyMap<number, readonly Tapped[]>;
  /** In the order in which WhatsApp took them. */
  readonly sends: readonly Sent[];
  readonly undelivered: ReadonlySet<string>;
}

type Mutable<Value> = { -readonly [Key in keyof Value]: Value[Key] };

interface Growing {
  readonly people: Map<number, PersonMet>;
  readonly carts: Map<string, Mutable<CartAccount>>;
  readonly orders: Map<string, Mutable<OrderAccount>>;
  readonly ordersOf: Map<number, string[]>;
  readonly consentsOf: Map<number, ConsentSaid[]>;
  readonly tapsOf: Map<number, Tapped[]>;
  readonly sends: Sent[];
  readonly undelivered: Set<string>;
}

type Readers = {
  readonly [Kind in LedgerLine['kind']]: (
    account: Growing,
    line: Extract<LedgerLine, { kind: Kind }>,
  ) => void;
};

const READERS: Readers = {
  person: ({ people }, line) => people.set(line.person, line),
  cart: ({ carts }, line) =>
    carts.set(line.cart, { ...line, leftAt: line.at, items: 1, phone: 'none' }),
  change: ({ carts }, { cart, at, items, phone }) => {
    const known = carts.get(cart);
    if (known) Object.assign(known, { leftAt: at, items, phone });
  },
  order: ({ orders, ordersOf }, line) => {
    const nothingYet = { isPaid: false, refundedMinor: 0, cancelledAt: null, toldAt: null };
    orders.set(line.order, { ...line, ...nothingYet });
    add(ordersOf, line.person, line.order);
  },
  worth: ({ orders }, line) => noteWorth(orders.get(line.order), line),
  told: ({ orders }, { about, id, at }) => {
    const order = about === 'order' ? orders.get(id) : undefined;
    if (order) order.toldAt = Math.min(at, order.toldAt ?? at);
  },
  consent: ({ consentsOf }, line) => add(consentsOf, line.person, line),
  tap: ({ tapsOf }, line) => add(tapsOf, line.person, line),
  send: ({ sends }, line) => sends.push(line),
  undelivered: ({ undelivered }, { vendorId }) => undelivered.add(vendorId),
};

function noteWorth(order: Mutable<OrderAccount> | undefined, line: OrderWorth): void {
  if (!order) return;
  order.isPaid = line.isPaid;
  order.refundedMinor = line.refundedMinor;
  if (line.isCancelled) order.cancelledAt ??= line.at;
}

function add<Key, Value>(lists: Map<Key, Value[]>, key: Key, value: Value): void {
  const list = lists.get(key);
  if (list) list.push(value);
  else lists.set(key, [value]);
}

/** Reads a shop's ledger, line by line. */
export function readAccount(lines: Iterable<LedgerLine>): WorldAccount {
  const growing = emptyAccount();
  for (const line of lines) addLine(growing, line);
  return growing;
}

export const emptyAccount = (): Growing => ({
  people: new Map(),
  carts: new Map(),
  orders: new Map(),
  ordersOf: new Map(),
  consentsOf: new Map(),
  tapsOf: new Map(),
  sends: [],
  undelivered: new Set(),
});

export function addLine(account: Growing, line: LedgerLine): void {
  // The map's type ties each reader to its line's kind; indexing by a union loses that tie.
  const read = READERS[line.kind] as (account: Growing, line: LedgerLine) => void;
  read(account, line);
}
