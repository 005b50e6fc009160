import { productOf, variantById } from '../catalog';
import { isAbandoned, viewCheckout } from '../checkout-view';
import { lineTotal, spread, unitPrice } from '../pricing';
import { gid, SHOP } from '../shop';
import type { Checkout, Contact, Customer, Line } from '../state';
import { imageNode, moneyBag, moneyV2, productNode, variantNode, type Node } from './catalog-nodes';
import { connection, cursorOf, type PageArguments, type Row } from './connection';
import type { Moment } from './moment';

export function addressNode(contact: Contact, id: number): Node | null {
  const hasAny = [contact.phone, contact.firstName, contact.lastName].some((v) => v !== null);
  if (!hasAny) return null;
  const name = [contact.firstName, contact.lastName].filter((part) => part !== null).join(' ');
  return {
    __typename: 'MailingAddress',
    id: gid('MailingAddress', `${id}?model_name=Address`),
    firstName: contact.firstName,
    lastName: contact.lastName,
    name,
    phone: contact.phone,
    address1: contact.address,
    address2: contact.address2 ?? null,
    provinceCode: contact.province ?? null,
    city: contact.city,
    zip: contact.zip,
    country: new Intl.DisplayNames('en', { type: 'region' }).of(contact.country),
    countryCode: contact.country,
    countryCodeV2: contact.country,
    formatted: [contact.address, contact.city].filter((part) => part !== null),
    coordinatesValidated: false,
  };
}

export function customerNode(moment: Moment, customer: Customer): Node {
  const orders = (): Row<Node>[] =>
    moment.orders().filter((row) => row.search['customer_id'] === customer.id);
  const name = [customer.firstName, customer.lastName].filter((part) => part !== null).join(' ');
  return {
    __typename: 'Customer',
    id: gid('Customer', customer.id),
    legacyResourceId: String(customer.id),
    firstName: customer.firstName,
    lastName: customer.lastName,
    displayName: name || (customer.email ?? customer.phone ?? ''),
    email: customer.email,
    phone: customer.phone,
    locale: SHOP.locale,
    note: null,
    state: 'DISABLED',
    tags: customer.tags,
    taxExempt: false,
    verifiedEmail: true,
    createdAt: customer.createdAt.toISOString(),
    updatedAt: customer.updatedAt.toISOString(),
    defaultAddress: null,
    defaultEmailAddress: customer.email === null ? null : emailNode(customer.email),
    defaultPhoneNumber: customer.phone === null ? null : phoneNumberNode(customer),
    emailMarketingConsent: null,
    smsMarketingConsent: null,
    numberOfOrders: () => String(orders().length),
    amountSpent: () =>
      moneyV2(orders().reduce((sum, row) => sum + Number(row.search['total_price'] ?? 0), 0)),
    lastOrder: () => orders().at(-1)?.node ?? null,
    orders: (page: PageArguments) => connection(orders(), page),
  };
}

function emailNode(email: string): Node {
  return {
    emailAddress: email,
    marketingState: 'NOT_SUBSCRIBED',
    validFormat: true,
    openTrackingLevel: 'UNKNOWN',
  };
}

export function phoneNumberNode(customer: Customer): Node {
  return {
    phoneNumber: customer.phone,
    marketingState: 'NOT_SUBSCRIBED',
    marketingOptInLevel: null,
    marketingUpdatedAt: null,
    marketingCollectedFrom: null,
    whatsAppMarketingConsent: {
      state: customer.consent.state,
      optInLevel: customer.consent.optInLevel,
      updatedAt: customer.consent.updatedAt?.toISOString() ?? null,
      sourceLocation: null,
    },
  };
}

export function checkoutNode(moment: Moment, checkout: Checkout): Node {
  const { world, now } = moment;
  const view = viewCheckout(world.state, checkout, world.settings.publicUrl, now);
  const address = addressNode(checkout.contact, checkout.id);
  return {
    __typename: 'AbandonedCheckout',
    id: gid('AbandonedCheckout', checkout.id),
    defaultCursor: cursorOf(checkout),
    name: `#${checkout.id}`,
    createdAt: checkout.createdAt.toISOString(),
    updatedAt: checkout.updatedAt.toISOString(),
    completedAt: checkout.completedAt?.toISOString() ?? null,
    abandonedCheckoutUrl: () => {
      if (!checkout.urlWithheld) return view.recoveryUrl;
      throw new Error('Access denied for abandonedCheckoutUrl field.');
    },
    customAttributes: checkout.attributes.map(({ name, value }) => ({ key: name, value })),
    customer: view.customer === null ? null : customerNode(moment, view.customer),
    billingAddress: null,
    shippingAddress: address,
    discountCodes: view.discount === null ? [] : [view.discount.code],
    note: '',
    taxLines: [],
    taxesIncluded: true,
    lineItems: (page: PageArguments) =>
      connection(
        checkoutLineRows(world.settings.publicUrl, checkout.lines, view.price.discount),
        page,
      ),
    lineItemsQuantity: checkout.lines.reduce((sum, line) => sum + line.quantity, 0),
    subtotalPriceSet: moneyBag(view.price.total),
    totalPriceSet: moneyBag(view.price.total),
    totalDiscountSet: moneyBag(view.price.discount),
    totalLineItemsPriceSet: moneyBag(view.price.lines),
    totalTaxSet: moneyBag(view.price.tax),
    totalDutiesSet: null,
  };
}

function checkoutLineRows(
  publicUrl: string,
  lines: readonly Line[],
  discount: number,
): Row<Node>[] {
  const parts = spread(lines, discount);
  return lines.map((line, index) => {
    const net = lineTotal(line) - (parts[index] ?? 0);
    return {
      id: Number(line.key),
      search: {},
      node: {
        __typename: 'AbandonedCheckoutLineItem',
        id: gid('AbandonedCheckoutLineItem', line.key),
        ...lineFacts(publicUrl, line),
        components: null,
        discountAllocations: (page: PageArguments) => connection([], page),
        discountedTotalPriceSet: moneyBag(net),
        discountedTotalPriceWithCodeDiscount: moneyBag(net),
        discountedUnitPriceSet: moneyBag(Math.round(net / line.quantity)),
        discountedUnitPriceWithCodeDiscount: moneyBag(Math.round(net / line.quantity)),
        originalTotalPriceSet: moneyBag(lineTotal(line)),
        originalUnitPriceSet: moneyBag(unitPrice(line)),
      },
    };
  });
}

export function lineFacts(publicUrl: string, line: Line): Node {
  const variant = variantById(line.variantId);
  if (variant === undefined) {
    const title = line.custom?.title ?? 'Removed product';
    return { title, name: title, quantity: line.quantity, customAttributes: [] };
  }
  const product = productOf(variant);
  return {
    title: product.title,
    name: product.title,
    variantTitle: null,
    sku: variant.sku,
    quantity: line.quantity,
    customAttributes: [],
    image: imageNode(publicUrl, product),
    product: () => productNode(publicUrl, product),
    variant: () => variantNode(publicUrl, variant),
  };
}

export function customerRows(moment: Moment): Row<Node>[] {
  return [...moment.world.state.customers.values()].map((customer) => ({
    node: customerNode(moment, customer),
    id: customer.id,
    search: {
      id: customer.id,
      email: customer.email,
      phone: customer.phone,
      first_name: customer.firstName,
      last_name: customer.lastName,
      tag: customer.tags,
      created_at: customer.createdAt,
      updated_at: customer.updatedAt,
    },
  }));
}

export function checkoutRows(moment: Moment): Row<Node>[] {
  return [...moment.world.state.checkouts.values()]
    .filter((checkout) => isAbandoned(checkout, moment.now))
    .map((checkout) => ({
      node: checkoutNode(moment, checkout),
      id: checkout.id,
      search: {
        id: checkout.id,
        created_at: checkout.createdAt,
        updated_at: checkout.updatedAt,
        status: checkout.completedAt === null ? 'open' : 'closed',
        recovery_state: checkout.completedAt === null ? 'not_recovered' : 'recovered',
      },
    }));
}
