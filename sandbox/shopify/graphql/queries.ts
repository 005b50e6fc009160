import { CATALOG, productById } from '../catalog';
import { onShelf } from '../shelf';
import { gid, idOf } from '../shop';
import type { Discount } from '../state';
import type { ShopWorld } from '../world';
import { checkoutNode, checkoutRows, customerNode, customerRows } from './buyer-nodes';
import { productNode, productRows, variantNode, variantRow, type Node } from './catalog-nodes';
import { connection, type PageArguments, type Row } from './connection';
import { deliveryProfileRows, draftNode, draftRows } from './draft-nodes';
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
    draftOrders: (page: PageArguments) => connection(draftRows(moment), page),
    deliveryProfiles: (page: PageArguments) => connection(deliveryProfileRows(moment), page),
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
    ProductVariant: (id) =>
      onFound(onShelf(moment.world.state, id), (v) => variantNode(publicUrlOf(moment), v)),
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
