import type { PaymentId, ShopId } from '../kernel/ids';
import { isVendorFault } from '../kernel/vendor-fault';
import { judgePayment } from './judge-payment';
import { lookAgain } from './look-again';
import { noteNews } from './note-news';
import type { Payment } from './payment';
import type { SessionSeen } from './payment-session';
import { forgetAccount, forgetUseless, hasLeft } from './part-with-store';
import { placeOrder } from './place-order';
import { receiveMoney } from './receive-money';
import type { SettlePorts, SettleStores, Subject } from './settle-ports';

/**
 * Looks at a payment at its provider and does what follows: the one way for what a webhook told, what a
 * webhook never told, and what came late, twice or in another order. What is true is what the provider
 * says now.
 */
export async function settlePayment(
  { shopId, id }: { readonly shopId: ShopId; readonly id: PaymentId },
  ports: SettlePorts,
): Promise<void> {
  const subject = await ports.transact((stores) => subjectOf(shopId, id, stores));
  if (!subject) return;
  const isLeft = hasLeft(subject.shop);
  try {
    await settle(subject, ports);
    if (isLeft) await forgetAccount(subject, ports);
  } catch (error) {
    if (!isVendorFault(error)) throw error;
    if (isLeft && error.details.code === 'keys_refused') return forgetUseless(subject, ports);
    await lookAgain(subject, error.details, ports);
  }
}

/** Null when nothing can be done for it any more, which is written down. */
async function subjectOf(
  shopId: ShopId,
  id: PaymentId,
  { payments, paymentAccounts, shops }: SettleStores,
): Promise<Subject | null> {
  const payment = await payments.byId(shopId, id);
  if (!payment) return null;
  const link = await payments.linkById(shopId, payment.linkId);
  const shop = await shops.byId(shopId);
  const keys = await paymentAccounts.keys(shopId, payment.provider);
  if (link && shop && keys) return { payment, link, shop, keys };
  await payments.change(shopId, id, { delivery: null }, null);
  return null;
}

async function settle(subject: Subject, ports: SettlePorts): Promise<void> {
  const { payment } = subject;
  if (payment.state === 'paid') return placeOrder(subject, ports);
  if (payment.sessionId === null) return noteNews(subject, null, ports);
  const seen = await look(subject, payment.sessionId, ports);
  if (isNewMoney(payment, seen)) {
    const received = await receiveMoney(subject, seen, ports);
    return received ? placeOrder({ ...subject, payment: received }, ports) : undefined;
  }
  return noteNews(subject, seen, ports);
}

const isNewMoney = ({ state }: Payment, seen: SessionSeen): boolean =>
  seen.state === 'paid' && state !== 'ordered' && state !== 'held';

/** Takes what the shopper agreed to, as long as the store still asks the same. */
async function look(subject: Subject, sessionId: string, ports: SettlePorts): Promise<SessionSeen> {
  const { payment, shop, keys } = subject;
  const provider = ports.providerOf(payment.provider);
  // Nobody shall pay into a store that can't be told of it.
  if (hasLeft(shop)) return provider.close(keys.access, sessionId);
  const seen = await provider.read(keys.access, sessionId);
  const verdict = judgePayment(payment.quote.total, seen);
  if (verdict.kind !== 'takeable' || payment.state !== 'open') return seen;
  return (await stillHolds(subject, ports)) ? provider.take(keys.access, sessionId) : seen;
}

/**
 * Between the shopper's agreement and our taking the money the last piece may have been sold, or the
 * request taken back.
 */
async function stillHolds(
  { payment: { quote, delivery, cartId }, link, shop }: Subject,
  { transact, salesOf }: SettlePorts,
): Promise<boolean> {
  if (link.request?.withdrawnAt) return false;
  if (cartId === null) return true;
  const sales = salesOf(shop);
  const cart = await transact(({ carts }: SettleStores) => carts.byId(shop.id, cartId));
  if (!sales || !cart || cart.state === 'ordered') return false;
  const now = await sales.quote(shop.domain, cart, { coupons: quote.coupons, delivery });
  return now.kind === 'priced' && now.quote.total.minor === quote.total.minor;
}
