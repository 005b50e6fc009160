import type { CartPlan } from '../script/plan';
import { REGIONS } from '../script/places';
import type { ShopPlace } from '../script/places';

type Json = Record<string, unknown>;

/** How a checkout stands. */
export interface CartView {
  readonly plan: CartPlan;
  readonly startedAt: number;
  readonly updatedAt: number;
  /** When its checkout was completed; one that was bought on another device stays as it was left. */
  readonly completedAt: number | null;
  /** Pieces beyond those planned, of the first item. */
  readonly more: number;
  readonly isEmpty: boolean;
  readonly phone: 'usable' | 'none' | 'wrong';
}

export interface OrderView {
  readonly id: string;
  readonly plan: CartPlan;
  readonly device: CartPlan['order']['device'];
  readonly placedAt: number;
  readonly updatedAt: number;
  readonly minor: number;
  readonly isPaid: boolean;
  readonly refunds: readonly { readonly id: string; readonly minor: number; readonly at: number }[];
  readonly cancelledAt: number | null;
  /** Of a link that led to the order. */
  readonly clickToken: string | null;
}

export const decimal = (minor: number): string => (minor / 100).toFixed(2);
const stamp = (at: number): string => new Date(at).toISOString().replace(/\.\d+Z$/, 'Z');

export const linesOf = ({ plan, more, isEmpty }: CartView) =>
  isEmpty
    ? []
    : plan.items.map((item, index) => ({
        ...item,
        quantity: item.quantity + (index === 0 ? more : 0),
        title: `Article ${item.product} of ${plan.shop.name}`,
        productId: 8_000_000 + plan.shop.number * 100 + item.product,
        variantId: 4_000_000 + plan.shop.number * 100 + item.product,
      }));

export const totalOf = (view: CartView): number =>
  linesOf(view).reduce((sum, { quantity, unitMinor }) => sum + quantity * unitMinor, 0);

export const recoveryUrl = ({ shop, token }: CartPlan): string =>
  `https://${shop.domain}/checkouts/${token}/recover?key=k${token}`;

export const accountId = (person: number): number => 7_000_000_000 + person;

export function typedPhone({ plan, phone }: Pick<CartView, 'plan' | 'phone'>): string | null {
  if (phone === 'usable') return plan.person.phone;
  return phone === 'wrong' ? '12' : null;
}

const customerOf = ({ person }: CartPlan, phone: string | null): Json => ({
  id: accountId(person.number),
  email: person.email,
  first_name: person.firstName,
  last_name: 'Example',
  phone,
  locale: REGIONS[person.region].locale,
});

const addressOf = ({ person }: CartPlan, phone: string | null): Json => ({
  first_name: person.firstName,
  last_name: 'Example',
  address1: '1 Example Street',
  city: 'Exampleton',
  zip: '00100',
  country_code: REGIONS[person.region].country,
  phone,
});

/** Body of checkouts/create and checkouts/update. */
export function checkoutBody(view: CartView): Json {
  const { plan } = view;
  const { shop, person } = plan;
  const phone = typedPhone(view);
  const total = decimal(totalOf(view));
  const usable = view.phone === 'usable' ? phone : null;
  return {
    id: 31_000_000 + plan.number,
    token: plan.token,
    cart_token: plan.cartToken,
    email: person.email,
    phone,
    buyer_accepts_marketing: plan.checkbox,
    created_at: stamp(view.startedAt),
    updated_at: stamp(view.updatedAt),
    completed_at: view.completedAt === null ? null : stamp(view.completedAt),
    currency: shop.currency,
    presentment_currency: shop.currency,
    customer_locale: REGIONS[person.region].locale,
    total_price: total,
    subtotal_price: total,
    line_items: linesOf(view).map((line) => ({
      product_id: line.productId,
      variant_id: line.variantId,
      title: line.title,
      variant_title: null,
      sku: `A-${line.product}`,
      quantity: line.quantity,
      price: decimal(line.unitMinor),
      line_price: decimal(line.unitMinor * line.quantity),
      grams: 500,
      vendor: shop.name,
      requires_shipping: true,
      taxable: true,
    })),
    discount_codes: [],
    billing_address: null,
    shipping_address: addressOf(plan, phone),
    customer: customerOf(plan, usable),
    abandoned_checkout_url: recoveryUrl(plan),
    source_name: 'web',
  };
}

export const financialStatus = ({ isPaid, refunds, minor }: OrderView): string => {
  if (!isPaid) return 'pending';
  const back = refunds.reduce((sum, refund) => sum + refund.minor, 0);
  if (back === 0) return 'paid';
  return back >= minor ? 'refunded' : 'partially_refunded';
};

/** Who is named on an order depends on the device: an account is known on the same one only. */
export const contactOf = ({ plan, device }: OrderView) => ({
  email: device === 'other by phone' ? null : plan.person.email,
  phone: device === 'other by email' || plan.contact === 'email only' ? null : plan.person.phone,
  account: device === 'same' ? accountId(plan.person.number) : null,
});

export const isSameDevice = ({ device }: OrderView): boolean => device === 'same';

export const landingPage = ({ clickToken }: OrderView): string =>
  clickToken === null ? '/' : `/checkouts/recover?utm_source=whatsapp&rp_click=${clickToken}`;

export const currentMinor = ({ minor, refunds, cancelledAt }: OrderView): number =>
  cancelledAt === null ? minor - refunds.reduce((sum, refund) => sum + refund.minor, 0) : 0;

const pair = (minor: number, { currency }: ShopPlace): Json => {
  const money = { amount: decimal(minor), currency_code: currency };
  return { shop_money: money, presentment_money: money };
};

/** Body of orders/create, orders/updated, orders/paid and orders/cancelled. */
export function orderBody(view: OrderView): Json {
  const { plan } = view;
  const { email, phone, account } = contactOf(view);
  const person = account === null ? null : customerOf(plan, phone);
  return {
    id: Number(view.id),
    admin_graphql_api_id: `gid://shopify/Order/${view.id}`,
    name: `#${view.id.slice(-8)}`,
    order_number: Number(view.id.slice(-8)),
    email: email ?? '',
    contact_email: email,
    phone,
    checkout_token: isSameDevice(view) ? plan.token : `other-${view.id}`,
    cart_token: isSameDevice(view) ? plan.cartToken : null,
    customer: person,
    shipping_address: addressOf(plan, phone),
    billing_address: null,
    currency: plan.shop.currency,
    total_price: decimal(view.minor),
    total_price_set: pair(view.minor, plan.shop),
    current_total_price: decimal(currentMinor(view)),
    current_total_price_set: pair(currentMinor(view), plan.shop),
    financial_status: financialStatus(view),
    landing_site: landingPage(view),
    note_attributes: [],
    discount_codes: [],
    refunds: view.refunds.map((refund) => refundBody(view, refund)),
    created_at: stamp(view.placedAt),
    processed_at: stamp(view.placedAt),
    updated_at: stamp(view.updatedAt),
    cancelled_at: view.cancelledAt === null ? null : stamp(view.cancelledAt),
    source_name: 'web',
    test: false,
  };
}

/** Body of refunds/create. */
export const refundBody = (
  { id, plan }: OrderView,
  refund: OrderView['refunds'][number],
): Json => ({
  id: Number(refund.id),
  admin_graphql_api_id: `gid://shopify/Refund/${refund.id}`,
  order_id: Number(id),
  created_at: stamp(refund.at),
  processed_at: stamp(refund.at),
  refund_line_items: [],
  order_adjustments: [],
  transactions: [
    {
      kind: 'refund',
      status: 'success',
      amount: decimal(refund.minor),
      currency: plan.shop.currency,
    },
  ],
});

/** Body of customers_whats_app_marketing_consent/update. */
export const consentBody = ({ person }: CartPlan, state: string, at: number): Json => ({
  customer_id: accountId(person.number),
  phone: person.phone,
  whats_app_marketing_consent: {
    state,
    opt_in_level: state === 'subscribed' ? 'single_opt_in' : null,
    consent_updated_at: stamp(at),
    consent_collected_from: 'SHOPIFY',
  },
});
