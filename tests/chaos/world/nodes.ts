import { REGIONS } from '../script/places';
import type { CartPlan } from '../script/plan';
import {
  accountId,
  contactOf,
  currentMinor,
  decimal,
  financialStatus,
  isSameDevice,
  landingPage,
  linesOf,
  recoveryUrl,
  totalOf,
  typedPhone,
} from './payloads';
import type { CartView, OrderView } from './payloads';

type Json = Record<string, unknown>;

const moment = (at: number | null): string | null =>
  at === null ? null : new Date(at).toISOString();

const bag = (minor: number, currencyCode: string): Json => {
  const money = { amount: decimal(minor), currencyCode };
  return { shopMoney: money, presentmentMoney: money };
};

const customerNode = ({ person }: CartPlan, phone: string | null): Json => ({
  id: `gid://shopify/Customer/${accountId(person.number)}`,
  firstName: person.firstName,
  lastName: 'Example',
  locale: REGIONS[person.region].locale,
  defaultEmailAddress: { emailAddress: person.email },
  defaultPhoneNumber: phone === null ? null : { phoneNumber: phone },
  defaultAddress: null,
});

const addressNode = ({ person }: CartPlan, phone: string | null): Json => ({
  firstName: person.firstName,
  lastName: 'Example',
  phone,
  countryCodeV2: REGIONS[person.region].country,
});

/** A checkout as the Admin API lists it. */
export function checkoutNode(view: CartView): Json {
  const { plan } = view;
  const { currency } = plan.shop;
  const phone = typedPhone(view);
  return {
    id: `gid://shopify/AbandonedCheckout/${31_000_000 + plan.number}`,
    createdAt: moment(view.startedAt),
    updatedAt: moment(view.updatedAt),
    completedAt: moment(view.completedAt),
    discountCodes: [],
    abandonedCheckoutUrl: recoveryUrl(plan),
    totalPriceSet: bag(totalOf(view), currency),
    customer: customerNode(plan, view.phone === 'usable' ? phone : null),
    shippingAddress: addressNode(plan, phone),
    billingAddress: null,
    lineItems: {
      nodes: linesOf(view).map((line) => ({
        title: line.title,
        variantTitle: null,
        sku: `A-${line.product}`,
        quantity: line.quantity,
        image: null,
        product: { id: `gid://shopify/Product/${line.productId}` },
        variant: { id: `gid://shopify/ProductVariant/${line.variantId}` },
        customAttributes: [],
        originalUnitPriceSet: bag(line.unitMinor, currency),
      })),
      pageInfo: { hasNextPage: false, endCursor: null },
    },
  };
}

/** An order as the Admin API lists it. */
export function orderNode(view: OrderView): Json {
  const { plan } = view;
  const { currency } = plan.shop;
  const { email, phone, account } = contactOf(view);
  return {
    id: `gid://shopify/Order/${view.id}`,
    name: `#${view.id.slice(-8)}`,
    email,
    phone,
    checkoutToken: isSameDevice(view) ? plan.token : `other-${view.id}`,
    cartToken: isSameDevice(view) ? plan.cartToken : null,
    customerLocale: REGIONS[plan.person.region].locale,
    createdAt: moment(view.placedAt),
    processedAt: moment(view.placedAt),
    updatedAt: moment(view.updatedAt),
    cancelledAt: moment(view.cancelledAt),
    displayFinancialStatus: financialStatus(view).toUpperCase(),
    sourceName: 'web',
    discountCodes: [],
    customAttributes: [],
    totalPriceSet: bag(view.minor, currency),
    currentTotalPriceSet: bag(currentMinor(view), currency),
    customer: account === null ? null : customerNode(plan, phone),
    shippingAddress: addressNode(plan, phone),
    billingAddress: null,
    customerJourneySummary: { lastVisit: { landingPage: landingPage(view) } },
    refunds: view.refunds.map((refund) => ({
      id: `gid://shopify/Refund/${refund.id}`,
      createdAt: moment(refund.at),
      totalRefundedSet: bag(refund.minor, currency),
    })),
  };
}
