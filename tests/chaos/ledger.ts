/** Instants are milliseconds of the rehearsal's clock, which the app and the world share. */
export type Instant = number;

/** A checkout that a shopper began. Contact is what the shopper typed, in the end. */
export interface CartBegun {
  readonly kind: 'cart';
  readonly cart: string;
  readonly basket: string;
  readonly person: number;
  readonly at: Instant;
}

/** The shopper changed it; no items are left of an emptied one. */
export interface CartChanged {
  readonly kind: 'change';
  readonly cart: string;
  readonly at: Instant;
  readonly items: number;
  /** What is known now: a usable phone, none, or one that can't be dialled. */
  readonly phone: 'usable' | 'none' | 'wrong';
}

export interface OrderPlaced {
  readonly kind: 'order';
  readonly order: string;
  /** The checkout that it came from; another device's is none of ours. */
  readonly cart: string | null;
  readonly person: number;
  readonly at: Instant;
  /** Minor units of the shop's currency. */
  readonly minor: number;
  readonly currency: string;
}

/** What an order has come to. */
export interface OrderWorth {
  readonly kind: 'worth';
  readonly order: string;
  readonly at: Instant;
  readonly isPaid: boolean;
  readonly refundedMinor: number;
  readonly isCancelled: boolean;
}

/** The app acknowledged a webhook about it. */
export interface Told {
  readonly kind: 'told';
  readonly about: 'cart' | 'order';
  readonly id: string;
  readonly at: Instant;
}

export interface ConsentSaid {
  readonly kind: 'consent';
  readonly person: number;
  readonly state: 'granted' | 'withdrawn';
  /** The shopper's own act, and not the store's record of it. */
  readonly isPersonal: boolean;
  /** When it was said. */
  readonly at: Instant;
  /** When the app acknowledged it; null while it has not. */
  readonly told: Instant | null;
}

/** A link that was opened, and led to the store where it was answered. */
export interface Tapped {
  readonly kind: 'tap';
  readonly person: number;
  readonly at: Instant;
  /** Without an answer nobody but the app knows whether it wrote the tap down. */
  readonly isAnswered: boolean;
}

/** A message that WhatsApp took. */
export interface Sent {
  readonly kind: 'send';
  readonly vendorId: string;
  readonly person: number;
  readonly template: string;
  /** The app's own id of the message. */
  readonly callback: string;
  readonly at: Instant;
  /** Whether the app got the answer. */
  readonly isAnswered: boolean;
}

/** WhatsApp took it and then could not, or would not, deliver it. */
export interface Undelivered {
  readonly kind: 'undelivered';
  readonly vendorId: string;
  readonly at: Instant;
}

/** What really happened, one line each, as the stand-ins saw it. */
export type LedgerEntry =
  | CartBegun
  | CartChanged
  | OrderPlaced
  | OrderWorth
  | Told
  | ConsentSaid
  | Tapped
  | Sent
  | Undelivered;

/** Who a person is; written with the first cart. */
export interface PersonMet {
  readonly kind: 'person';
  readonly person: number;
  readonly phone: string;
  readonly country: string;
  readonly zone: string;
}

export type LedgerLine = LedgerEntry | PersonMet;
