import type { PaymentLinkId, ShopId } from '../kernel/ids';
import { isVendorFault } from '../kernel/vendor-fault';
import type { Transact } from '../kernel/transact';
import { giveUp } from './open-payment';
import type { GiveUpPorts } from './open-payment';
import { hasMoney } from './payment';
import type { Payment, PaymentLink } from './payment';
import { paymentsAt } from './payments-at';
import type { PaymentAccountStore, PaymentStore } from './store-ports';

/** Why a request can't be taken back, in words for the agent. */
export const WITHDRAWAL_REFUSALS = {
  paid: 'This was paid. Money that is to go back goes back at the provider.',
  being_paid: 'The shopper is paying at this moment. Look again in a minute.',
  unreachable:
    'The provider did not answer, so the shopper could still pay. Try again in a minute.',
} as const;

export type WithdrawRequestOutcome =
  | { readonly kind: 'withdrawn' }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'refused'; readonly reason: keyof typeof WITHDRAWAL_REFUSALS };

export interface WithdrawRequestInput {
  readonly shopId: ShopId;
  readonly id: PaymentLinkId;
  readonly now: Date;
}

type Stores = {
  readonly payments: Pick<
    PaymentStore,
    'lockLink' | 'ofCart' | 'ofLink' | 'markWithdrawn' | 'change' | 'lookBy'
  >;
  readonly paymentAccounts: Pick<PaymentAccountStore, 'keys'>;
};

export interface WithdrawRequestPorts {
  readonly transact: Transact<Stores>;
  readonly providerOf: GiveUpPorts['providerOf'];
}

/** Whoever began a page and has none after so long has died over it. */
const BEGINNING_MS = 60_000;

/**
 * Takes a request back while nobody paid it, and closes the provider's page that it led to. It is
 * written down before the provider is asked, so that no page is opened meanwhile.
 */
export async function withdrawRequest(
  input: WithdrawRequestInput,
  ports: WithdrawRequestPorts,
): Promise<WithdrawRequestOutcome> {
  const begun = await ports.transact((stores) => begin(input, stores));
  if (begun.kind !== 'close') return begun;
  try {
    if (await giveUp(begun.open, input.now, ports)) return { kind: 'withdrawn' };
    await restore(input, ports);
    return refused('being_paid');
  } catch (error) {
    await restore(input, ports);
    if (!isVendorFault(error)) throw error;
    return refused('unreachable');
  }
}

async function begin(
  { shopId, id, now }: WithdrawRequestInput,
  { payments }: Stores,
): Promise<WithdrawRequestOutcome | { readonly kind: 'close'; readonly open: Payment }> {
  const link = await payments.lockLink(shopId, id);
  if (!link?.request) return { kind: 'unknown' };
  if (link.request.withdrawnAt) return { kind: 'withdrawn' };
  const all = await paymentsAt(link, payments);
  const open = all.find((one) => isOpenBy(link, one));
  const reason = refusalBy(all, open, now);
  if (reason) return refused(reason);
  await payments.markWithdrawn(shopId, id, now);
  return open ? { kind: 'close', open } : { kind: 'withdrawn' };
}

function refusalBy(
  all: readonly Payment[],
  open: Payment | undefined,
  now: Date,
): keyof typeof WITHDRAWAL_REFUSALS | null {
  if (all.some(({ state }) => hasMoney(state))) return 'paid';
  const isOnItsWay = all.some(({ state }) => state === 'pending');
  return isOnItsWay || (open && isBeginning(open, now)) ? 'being_paid' : null;
}

/** A cart may be open by another link, which was not taken back. */
const isOpenBy = (link: PaymentLink, { state, linkId }: Payment): boolean =>
  state === 'open' && linkId === link.id;

const isBeginning = ({ sessionId, openedAt }: Payment, now: Date): boolean =>
  sessionId === null && now.getTime() - openedAt.getTime() < BEGINNING_MS;

const restore = (
  { shopId, id }: WithdrawRequestInput,
  { transact }: WithdrawRequestPorts,
): Promise<void> => transact(({ payments }) => payments.markWithdrawn(shopId, id, null));

const refused = (reason: keyof typeof WITHDRAWAL_REFUSALS): WithdrawRequestOutcome => ({
  kind: 'refused',
  reason,
});
