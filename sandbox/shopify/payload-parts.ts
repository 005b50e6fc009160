import { productOf, variantById } from './catalog';
import { lineTotal, spread, unitPrice } from './pricing';
import { decimal, gid, SHOP, taxWithin } from './shop';
import type { Contact, Customer, Line } from './state';

type Json = Record<string, unknown>;

/** Shopify writes times with the shop's offset. */
export function stamp(at: Date): string {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone: SHOP.timeZone,
    dateStyle: 'short',
    timeStyle: 'medium',
    hourCycle: 'h23',
  })
    .format(at)
    .replace(', ', 'T');
  const offset =
    new Intl.DateTimeFormat('en', { timeZone: SHOP.timeZone, timeZoneName: 'longOffset' })
      .formatToParts(at)
      .find((part) => part.type === 'timeZoneName')
      ?.value.replace('GMT', '') ?? '';
  return `${parts}${offset === '' ? '+00:00' : offset}`;
}

export function moneySet(minor: number): Json {
  const money = { amount: decimal(minor), currency_code: SHOP.currency };
  return { shop_money: money, presentment_money: money };
}

export function taxLines(minor: number): Json[] {
  const tax = taxWithin(minor);
  return [
    {
      title: 'IVA',
      price: decimal(tax),
      rate: SHOP.taxPercent / 100,
      price_set: moneySet(tax),
      channel_liable: false,
    },
  ];
}

export function address(contact: Contact): Json | null {
  const hasAny = [contact.phone, contact.firstName, contact.lastName, contact.address].some(
    (value) => value !== null,
  );
  if (!hasAny) return null;
  const name = [contact.firstName, contact.lastName].filter((part) => part !== null).join(' ');
  return {
    first_name: contact.firstName,
    last_name: contact.lastName,
    name,
    address1: contact.address,
    address2: contact.address2 ?? null,
    phone: contact.phone,
    city: contact.city,
    zip: contact.zip,
    province: null,
    province_code: contact.province ?? null,
    country: new Intl.DisplayNames('en', { type: 'region' }).of(contact.country) ?? null,
    country_code: contact.country,
    company: null,
    latitude: null,
    longitude: null,
  };
}

export function customerJson(customer: Customer): Json {
  return {
    id: customer.id,
    email: customer.email,
    created_at: stamp(customer.createdAt),
    updated_at: stamp(customer.updatedAt),
    first_name: customer.firstName,
    last_name: customer.lastName,
    state: 'disabled',
    note: null,
    verified_email: true,
    multipass_identifier: null,
    tax_exempt: false,
    phone: customer.phone,
    currency: SHOP.currency,
    tax_exemptions: [],
    tags: customer.tags.join(', '),
    addresses: [],
    email_marketing_consent:
      customer.email === null
        ? null
        : { state: 'not_subscribed', opt_in_level: 'single_opt_in', consent_updated_at: null },
    sms_marketing_consent:
      customer.phone === null
        ? null
        : {
            state: 'not_subscribed',
            opt_in_level: 'single_opt_in',
            consent_updated_at: null,
            consent_collected_from: 'OTHER',
          },
    admin_graphql_api_id: gid('Customer', customer.id),
  };
}

/** Line items of an abandoned checkout. */
export function checkoutLines(lines: readonly Line[], discount: number): Json[] {
  const parts = spread(lines, discount);
  return lines.map((line, index) => {
    const net = lineTotal(line) - (parts[index] ?? 0);
    return {
      key: line.key,
      applied_discounts: [],
      discount_allocations: allocations(parts[index] ?? 0),
      tax_lines: taxLines(net),
      price: decimal(unitPrice(line)),
      line_price: decimal(lineTotal(line)),
      compare_at_price: compareAt(line),
      presentment_title: about(line)['title'],
      presentment_variant_title: '',
      properties: null,
      user_id: null,
      variant_price: decimal(unitPrice(line)),
      origin_location_id: null,
      destination_location_id: null,
      unit_price_measurement: null,
      rank: null,
      ...about(line),
    };
  });
}

/** Line items of an order. */
export function orderLines(lines: readonly Line[], discount: number): Json[] {
  const parts = spread(lines, discount);
  return lines.map((line, index) => {
    const part = parts[index] ?? 0;
    return {
      id: Number(line.key),
      admin_graphql_api_id: gid('LineItem', line.key),
      attributed_staffs: [],
      current_quantity: line.quantity,
      fulfillable_quantity: line.quantity,
      name: about(line)['title'],
      price: decimal(unitPrice(line)),
      price_set: moneySet(unitPrice(line)),
      product_exists: true,
      properties: [],
      total_discount: '0.00',
      total_discount_set: moneySet(0),
      variant_inventory_management: 'shopify',
      tax_lines: taxLines(lineTotal(line) - part),
      duties: [],
      discount_allocations: allocations(part),
      ...about(line),
    };
  });
}

function allocations(amount: number): Json[] {
  if (amount === 0) return [];
  return [{ amount: decimal(amount), amount_set: moneySet(amount), discount_application_index: 0 }];
}

function compareAt(line: Line): string | null {
  const value = variantById(line.variantId)?.compareAt ?? null;
  return value === null ? null : decimal(value);
}

function titleOf(line: Line): string {
  const variant = variantById(line.variantId);
  if (variant !== undefined) return productOf(variant).title;
  return line.custom?.title ?? 'Removed product';
}

function about(line: Line): Json {
  const variant = variantById(line.variantId);
  const product = variant === undefined ? undefined : productOf(variant);
  return {
    product_id: product?.id ?? null,
    variant_id: line.variantId || null,
    title: titleOf(line),
    variant_title: null,
    vendor: SHOP.name,
    sku: variant?.sku ?? null,
    quantity: line.quantity,
    grams: 500,
    requires_shipping: line.custom?.requiresShipping !== false,
    taxable: true,
    gift_card: false,
    fulfillment_service: 'manual',
    fulfillment_status: null,
  };
}
