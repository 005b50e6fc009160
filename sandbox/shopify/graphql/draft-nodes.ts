import { isShipped, priceDraft, type DraftPrice } from '../draft-desk';
import { lineTotal, unitPrice } from '../pricing';
import { gid, SHOP, taxWithin } from '../shop';
import type { DraftOrder } from '../draft-order';
import type { Zone } from '../state';
import { lineFacts } from './buyer-nodes';
import { moneyBag, moneyV2, type Node } from './catalog-nodes';
import { connection, type PageArguments, type Row } from './connection';
import type { Moment } from './moment';
import { orderNode } from './order-nodes';

export function draftNode(moment: Moment, draft: DraftOrder): Node {
  const { publicUrl } = moment.world.settings;
  const price = priceDraft(moment.world.state, draft, moment.now);
  const order = moment.world.state.orders.get(draft.orderId ?? -1);
  return {
    __typename: 'DraftOrder',
    id: gid('DraftOrder', draft.id),
    legacyResourceId: String(draft.id),
    name: `#D${draft.id % 1000}`,
    status: order === undefined ? 'OPEN' : 'COMPLETED',
    ready: true,
    invoiceUrl: `${publicUrl}/sandbox/store/invoices/${draft.token}`,
    email: draft.email,
    phone: draft.phone,
    note2: draft.note,
    tags: draft.tags,
    customAttributes: draft.attributes.map(({ name, value }) => ({ key: name, value })),
    ...amountsOf(price),
    totalQuantityOfLineItems: draft.lines.reduce((sum, line) => sum + line.quantity, 0),
    createdAt: draft.createdAt.toISOString(),
    updatedAt: draft.createdAt.toISOString(),
    completedAt: order?.createdAt.toISOString() ?? null,
    order: order === undefined ? null : () => orderNode(moment, order),
  };
}

function amountsOf(price: DraftPrice): Node {
  return {
    currencyCode: SHOP.currency,
    presentmentCurrencyCode: SHOP.currency,
    discountCodes: price.discountOfCode === null ? [] : [price.discountOfCode.code],
    subtotalPriceSet: moneyBag(price.total),
    totalPriceSet: moneyBag(price.whole),
    totalShippingPriceSet: moneyBag(price.shipping),
    totalDiscountsSet: moneyBag(price.discount),
    totalLineItemsPriceSet: moneyBag(price.lines),
    totalTaxSet: moneyBag(taxWithin(price.whole)),
    taxesIncluded: true,
  };
}

/** A draft that is only reckoned. */
export function calculatedNode(moment: Moment, draft: DraftOrder, price: DraftPrice): Node {
  const { state, settings } = moment.world;
  return {
    __typename: 'CalculatedDraftOrder',
    ...amountsOf(price),
    availableShippingRates: price.rates.map(({ handle, title, price: asked }) => ({
      handle,
      title,
      price: moneyV2(asked),
    })),
    lineItems: draft.lines.map((line) => ({
      __typename: 'CalculatedDraftOrderLineItem',
      ...lineFacts(settings.publicUrl, line),
      uuid: line.key,
      custom: line.custom !== undefined,
      requiresShipping: isShipped(state, line),
      originalUnitPriceSet: moneyBag(unitPrice(line)),
      originalTotalSet: moneyBag(lineTotal(line)),
    })),
  };
}

export function draftRows(moment: Moment): Row<Node>[] {
  return [...moment.world.state.drafts.values()].map((draft) => ({
    node: draftNode(moment, draft),
    id: draft.id,
    search: {
      id: draft.id,
      tag: draft.tags,
      status: draft.orderId === null ? 'open' : 'completed',
      created_at: draft.createdAt,
      updated_at: draft.createdAt,
    },
  }));
}

/** The one profile that all products are of. */
export function deliveryProfileRows(moment: Moment): Row<Node>[] {
  const zones = moment.world.state.zones.map((zone, index) => ({
    node: zoneNode(zone, index + 1),
    id: index + 1,
    search: {},
  }));
  const group = { locationGroupZones: (page: PageArguments) => connection(zones, page) };
  const node = {
    __typename: 'DeliveryProfile',
    id: gid('DeliveryProfile', 1),
    name: 'General Profile',
    default: true,
    profileLocationGroups: [group],
  };
  return [{ node, id: 1, search: {} }];
}

function zoneNode({ countryCode, provinces }: Zone, id: number): Node {
  const country = {
    id: gid('DeliveryCountry', id),
    name: new Intl.DisplayNames('en', { type: 'region' }).of(countryCode),
    code: { countryCode, restOfWorld: false },
    provinces: provinces.map((one) => ({ ...one, id: gid('DeliveryProvince', one.code) })),
  };
  return { zone: { id: gid('DeliveryZone', id), name: country.name, countries: [country] } };
}
