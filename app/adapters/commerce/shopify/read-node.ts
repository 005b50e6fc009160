import type { CheckoutSeen, ContactSeen, LineItem, OrderSeen } from '#core/commerce/index';
import { money, type Money } from '#core/kernel/money';

import { clickTokenOf } from './click-token';
import { readMoney, resourceId } from './payload-fields';
import { webAddress } from '#adapters/http/json-fields';
import {
  address,
  customer,
  readContact,
  type AddressPayload,
  type CustomerPayload,
} from './read-contact';
import { NAMELESS, variantTitle } from './read-line-item';
import { readOwn } from './own-attributes';
import { paymentState, placedAt } from './read-order';
import type { AddressNode, CustomerNode, MoneyBagNode, OrderNode } from './nodes';
import type { CheckoutLineNode, CheckoutNode } from './reconcile-operations';

/**
 * A polled checkout; null when it can't be told apart from others. GraphQL has no checkout token;
 * the recovery URL carries one: `/checkouts/<token>/recover` the checkout's own, and
 * `/checkouts/ac/<token>/recover` (what stores have today) the cart's.
 */
export function readCheckoutNode(
  node: CheckoutNode,
  lines: readonly CheckoutLineNode[],
): CheckoutSeen | null {
  const tokens = tokensOf(node.abandonedCheckoutUrl ?? null);
  if (!tokens) return null;
  const total = shopperMoney(node.totalPriceSet);
  const contact = contactOf(node);
  return {
    ...tokens,
    contact,
    lineItems: lines.flatMap((line) => lineOf(line)),
    total,
    recoveryUrl: webAddress(node.abandonedCheckoutUrl ?? null),
    discountCodes: node.discountCodes,
    locale: contact.locale,
    acceptsMarketing: null,
    createdAt: new Date(node.createdAt),
    updatedAt: new Date(node.updatedAt),
    completedAt: dateOf(node.completedAt),
  };
}

function tokensOf(url: string | null): Pick<CheckoutSeen, 'externalId' | 'cartToken'> | null {
  const match = /\/checkouts\/(?:([a-z]{2})\/)?([^/?#]+)\/recover/.exec(url ?? '');
  const token = match?.[2];
  if (!token) return null;
  return { externalId: token, cartToken: match[1] ? token : null };
}

function lineOf(line: CheckoutLineNode): LineItem[] {
  if (line.quantity < 1) return [];
  return [
    {
      productId: idOf(line.product),
      variantId: idOf(line.variant),
      title: line.title || line.sku || NAMELESS,
      variantTitle: variantTitle(line.variantTitle || null),
      sku: line.sku || null,
      quantity: line.quantity,
      unitPrice: shopperMoney(line.originalUnitPriceSet),
      compareAt: null,
      imageUrl: webAddress(line.image?.url ?? null),
      ...customised(line),
    },
  ];
}

const customised = ({ customAttributes }: CheckoutLineNode): Pick<LineItem, 'isCustomised'> =>
  customAttributes.length > 0 ? { isCustomised: true } : {};

const idOf = (node: { readonly id: string } | null | undefined): string | null =>
  resourceId(node?.id ?? null, null);

const dateOf = (written: string | null | undefined): Date | null =>
  written ? new Date(written) : null;

/** A polled order, in the shop's currency. */
export function readOrderNode(node: OrderNode): OrderSeen {
  const externalId = idOf(node) ?? node.id;
  const createdAt = new Date(node.createdAt);
  return {
    externalId,
    name: node.name,
    cartToken: node.cartToken ?? null,
    clickToken: clickOf(node),
    contact: contactOf(node),
    ...readOwn({
      source: node.sourceName ?? null,
      checkoutToken: node.checkoutToken ?? null,
      attributes: attributesOf(node),
      total: shopMoneyOf(node.totalPriceSet),
      presentmentTotal: shopperMoney(node.totalPriceSet),
    }),
    currentTotal: shopMoneyOf(node.currentTotalPriceSet),
    payment: paymentState(node.displayFinancialStatus ?? null),
    discountCodes: node.discountCodes,
    refunds: refundsOf(node, externalId),
    placedAt: placedAt(createdAt, dateOf(node.processedAt)) ?? createdAt,
    updatedAt: new Date(node.updatedAt),
    cancelledAt: dateOf(node.cancelledAt),
    acceptsMarketing: null,
  };
}

const clickOf = (node: OrderNode): string | null =>
  clickTokenOf(node.customerJourneySummary?.lastVisit?.landingPage ?? null, attributesOf(node));

const attributesOf = ({ customAttributes }: OrderNode) =>
  customAttributes.map(({ key, value }) => ({ name: key, value: value ?? null }));

const refundsOf = (node: OrderNode, orderExternalId: string): OrderSeen['refunds'] =>
  node.refunds
    .map((entry) => ({
      externalId: resourceId(entry.id, null) ?? entry.id,
      orderExternalId,
      amount: shopMoneyOf(entry.totalRefundedSet),
      at: new Date(entry.createdAt ?? node.updatedAt),
    }))
    .filter((entry) => entry.amount.minor > 0);

interface Contactable {
  readonly email?: string | null | undefined;
  readonly phone?: string | null | undefined;
  readonly customerLocale?: string | null | undefined;
  readonly customer?: CustomerNode;
  readonly shippingAddress?: AddressNode;
  readonly billingAddress?: AddressNode;
}

/** The same rules as for webhooks, over the same fields in their other spelling. */
const contactOf = (node: Contactable): ContactSeen =>
  readContact({
    email: node.email ?? null,
    contact_email: null,
    phone: node.phone ?? null,
    sms_marketing_phone: null,
    customer_locale: node.customerLocale ?? null,
    customer: customerOf(node.customer),
    shipping_address: addressOf(node.shippingAddress),
    billing_address: addressOf(node.billingAddress),
  });

const customerOf = (node: CustomerNode): CustomerPayload =>
  customer.parse(
    node && {
      admin_graphql_api_id: node.id,
      email: node.defaultEmailAddress?.emailAddress,
      phone: node.defaultPhoneNumber?.phoneNumber,
      first_name: node.firstName,
      last_name: node.lastName,
      locale: node.locale,
      default_address: spelled(node.defaultAddress),
    },
  );

const addressOf = (node: AddressNode): AddressPayload => address.parse(spelled(node));

const spelled = (node: AddressNode) =>
  node && {
    first_name: node.firstName,
    last_name: node.lastName,
    phone: node.phone,
    country_code: node.countryCodeV2,
  };

const shopperMoney = (bag: MoneyBagNode): Money => moneyOf(bag.presentmentMoney);
const shopMoneyOf = (bag: MoneyBagNode): Money => moneyOf(bag.shopMoney);

const moneyOf = ({ amount, currencyCode }: MoneyBagNode['shopMoney']): Money =>
  readMoney(amount, currencyCode) ?? money(0, currencyCode);
