import type { ShopId } from '../kernel/ids';

/** An address carries a ticket, so it is short-lived: from one click to the page that it opens. */
const TICKET_MS = 60_000;
/** A working day; afterwards the merchant comes through the site's admin again. */
const SESSION_MS = 12 * 60 * 60_000;

/** Tickets and sessions are known by their hashes alone. */
export interface SignInStore {
  /** Keeps a ticket; false when the very request that asks for it was answered before. */
  offer(
    shopId: ShopId,
    ticket: { readonly hash: string; readonly requestHash: string; readonly expiresAt: Date },
    at: Date,
  ): Promise<boolean>;
  /** Turns an unused ticket into a session; false when it is used, over or invented. */
  open(
    ticketHash: string,
    session: { readonly hash: string; readonly expiresAt: Date },
    at: Date,
  ): Promise<boolean>;
  /** Whose session it is, while the store's site is connected; null when there is none. */
  shopOf(sessionHash: string, at: Date): Promise<ShopId | null>;
  /** Ends a session; a repetition changes nothing. */
  end(sessionHash: string, at: Date): Promise<void>;
}

export interface SignInPorts {
  readonly signIns: SignInStore;
}

/**
 * A store's own site asks for its merchant, in a signed request: one ticket a request, so that a
 * request that is replayed opens nothing.
 */
export const offerSignIn = (
  input: {
    readonly shopId: ShopId;
    readonly ticketHash: string;
    readonly requestHash: string;
    readonly now: Date;
  },
  { signIns }: SignInPorts,
): Promise<boolean> => {
  const { shopId, ticketHash: hash, requestHash, now } = input;
  const expiresAt = new Date(now.getTime() + TICKET_MS);
  return signIns.offer(shopId, { hash, requestHash, expiresAt }, now);
};

/** The merchant's browser brings the ticket. Answers when the session ends, null when there is none. */
export async function openSession(
  input: { readonly ticketHash: string; readonly sessionHash: string; readonly now: Date },
  { signIns }: SignInPorts,
): Promise<Date | null> {
  const expiresAt = new Date(input.now.getTime() + SESSION_MS);
  const session = { hash: input.sessionHash, expiresAt };
  return (await signIns.open(input.ticketHash, session, input.now)) ? expiresAt : null;
}
