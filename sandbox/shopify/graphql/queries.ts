import { CATALOG, productById, variantById } from '../catalog';
import { priceOf } from '../pricing';
import { gid, idOf, SHOP } from '../shop';
import type { Discount, DraftOrder } from '../state';
import type { ShopWorld } from '../world';
import { checkoutNode, checkoutRows, customerNode, customerRows } from './buyer-nodes';
import {
  moneyBag,
  productNode,
  productRows,
  variantNode,
  variantRow,
  type Node,
} from './catalog-nodes';
import { connection, type PageArguments, type Row } from './connection';
import type { Moment } from './moment';
import { orderNode, orderRows } from './order-nodes';
import { installationNode, shopNode, subscriptionRows } from './shop-nodes';

type WithId = { id: string };

export function createMoment(world: ShopWorld, now: Date): Moment {
  const moment: Moment = {
    world,
    now,
    customer: (customer) => customerNode(moment, customer),
    orders: () => orderRows(moment),
  };
  return moment;
}

/** The root fields of QueryRoot that the stand-in knows. */
export function queryRoot(moment: Moment, scopes: string): Node {
  const publicUrl = moment.world.settings.publicUrl;
  const { state } = moment.world;
  return {
    shop: () => shopNode(moment),
    products: (page: PageArguments) => connection(productRows(publicUrl), page),
    product: ({ id }: WithId) => nodeById(moment, id, 'Product'),
    productVariant: ({ id }: WithId) => nodeById(moment, id, 'ProductVariant'),
    productVariants: (page: PageArguments) =>
      connection(
        CATALOG.flatMap((item) => item.variants).map((item) => variantRow(publicUrl, item)),
        page,
      ),
    node: ({ id }: WithId) => nodeById(moment, id),
    nodes: ({ ids }: { ids: string[] }) => ids.map((id) => nodeById(moment, id)),
    abandonedCheckouts: (page: PageArguments) => connection(checkoutRows(moment), page),
    abandonedCheckoutsCount: () => ({ count: checkoutRows(moment).length, precision: 'EXACT' }),
    orders: (page: PageArguments) => connection(orderRows(moment), page),
    order: ({ id }: WithId) => nodeById(moment, id, 'Order'),
    customers: (page: PageArguments) => connection(customerRows(moment), page),
    customer: ({ id }: WithId) => nodeById(moment, id, 'Customer'),
    draftOrder: ({ id }: WithId) => nodeById(moment, id, 'DraftOrder'),
    codeDiscountNodeByCode: ({ code }: { code: string }) => {
      const discount = state.discounts.get(code.toUpperCase());
      return discount === undefined ? null : discountNode(discount);
    },
    webhookSubscriptions: (page: PageArguments) => connection(subscriptionRows(moment), page),
    currentAppInstallation: () => installationNode(moment, scopes),
  };
}

export function nodeById(moment: Moment, globalId: string, type?: string): Node | null {
  const finders: Record<string, (id: number) => Node | undefined> = {
    Product: (id) => onFound(productById(id), (p) => productNode(publicUrlOf(moment), p)),
    ProductVariant: (id) => onFound(variantById(id), (v) => variantNode(publicUrlOf(moment), v)),
    Customer: (id) => onFound(moment.world.state.customers.get(id), (c) => customerNode(moment, c)),
    Order: (id) => onFound(moment.world.state.orders.get(id), (o) => orderNode(moment, o)),
    DraftOrder: (id) => onFound(moment.world.state.drafts.get(id), (d) => draftNode(moment, d)),
    AbandonedCheckout: (id) =>
      onFound(
        [...moment.world.state.checkouts.values()].find((checkout) => checkout.id === id),
        (checkout) => checkoutNode(moment, checkout),
      ),
    DiscountCodeNode: (id) =>
      onFound(
        [...moment.world.state.discounts.values()].find((discount) => discount.id === id),
        discountNode,
      ),
  };
  const found = /^gid:\/\/shopify\/(\w+)\/\d+/.exec(globalId)?.[1] ?? '';
  if (type !== undefined && type !== found) return null;
  const id = idOf(found, globalId);
  return (id === null ? undefined : finders[found]?.(id)) ?? null;
}

function onFound<Item>(item: Item | undefined, view: (item: Item) => Node): Node | undefined {
  return item === undefined ? undefined : view(item);
}

function publicUrlOf(moment: Moment): string {
  return moment.world.settings.publicUrl;
}

export function discountNode(discount: Discount): Node {
  const codes: Row<Node>[] = [
    {
      node: { id: gid('DiscountRedeemCode', discount.id), code: discount.code, asyncUsageCount: 0 },
      id: discount.id,
      search: { code: discount.code },
    },
  ];
  return {
    __typename: 'DiscountCodeNode',
    id: gid('DiscountCodeNode', discount.id),
    codeDiscount: {
      __typename: 'DiscountCodeBasic',
      title: discount.title,
      status: 'ACTIVE',
      summary: discount.title,
      shortSummary: discount.title,
      startsAt: discount.startsAt.toISOString(),
      endsAt: discount.endsAt?.toISOString() ?? null,
      usageLimit: discount.usageLimit,
      appliesOncePerCustomer: discount.oncePerCustomer,
      asyncUsageCount: discount.usedBy.length,
      codesCount: { count: 1, precision: 'EXACT' },
      codes: (page: PageArguments) => connection(codes, page),
      createdAt: discount.createdAt.toISOString(),
      updatedAt: discount.createdAt.toISOString(),
      tags: [],
    },
  };
}

export function draftNode(moment: Moment, draft: DraftOrder): Node {
  const price = priceOf(draft.lines, draft.discount);
  const order = moment.world.state.orders.get(draft.orderId ?? -1);
  return {
    __typename: 'DraftOrder',
    id: gid('DraftOrder', draft.id),
    legacyResourceId: String(draft.id),
    name: `#D${draft.id % 1000}`,
    status: order === undefined ? 'OPEN' : 'COMPLETED',
    ready: true,
    invoiceUrl: `${publicUrlOf(moment)}/sandbox/store/invoices/${draft.token}`,
    email: draft.email,
    phone: draft.phone,
    note2: draft.note,
    tags: draft.tags,
    customAttributes: draft.attributes.map(({ name, value }) => ({ key: name, value })),
    currencyCode: SHOP.currency,
    presentmentCurrencyCode: SHOP.currency,
    subtotalPriceSet: moneyBag(price.total),
    totalPriceSet: moneyBag(price.total),
    totalDiscountsSet: moneyBag(price.discount),
    totalLineItemsPriceSet: moneyBag(price.lines),
    totalTaxSet: moneyBag(price.tax),
    taxesIncluded: true,
    totalQuantityOfLineItems: draft.lines.reduce((sum, line) => sum + line.quantity, 0),
    createdAt: draft.createdAt.toISOString(),
    updatedAt: draft.createdAt.toISOString(),
    completedAt: order?.createdAt.toISOString() ?? null,
    order: order === undefined ? null : () => orderNode(moment, order),
  };
}
