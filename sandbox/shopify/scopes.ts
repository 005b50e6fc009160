import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { GraphQLError } from 'graphql';

const DEFAULT_SCOPES =
  'read_checkouts,read_customers,read_discounts,read_marketing_events,read_orders,read_products,write_customers,write_discounts,write_draft_orders,write_marketing_events';

/** Shopify grants what the app's configuration asks for: the scopes of shopify.app.toml. */
export function grantedScopes(root: string, config = 'shopify.app.toml'): string {
  const file = join(root, config);
  if (!existsSync(file)) return DEFAULT_SCOPES;
  const line = /^\s*scopes\s*=\s*"([^"]*)"/m.exec(readFileSync(file, 'utf8'));
  const scopes = (line?.[1] ?? '').split(',').map((scope) => scope.trim());
  const named = scopes.filter((scope) => scope !== '');
  return named.length === 0 ? DEFAULT_SCOPES : named.join(',');
}

/** Scopes that root fields ask for. Source: "Requires … access scope" in the Admin API reference. */
const REQUIRED: Record<string, string> = {
  products: 'read_products',
  product: 'read_products',
  productVariant: 'read_products',
  productVariants: 'read_products',
  abandonedCheckouts: 'read_orders',
  abandonedCheckoutsCount: 'read_orders',
  orders: 'read_orders',
  order: 'read_orders',
  customers: 'read_customers',
  customer: 'read_customers',
  draftOrder: 'read_draft_orders',
  draftOrders: 'read_draft_orders',
  deliveryProfiles: 'read_shipping',
  codeDiscountNodeByCode: 'read_discounts',
  customerWhatsAppMarketingConsentUpdate: 'write_customers',
  discountCodeBasicCreate: 'write_discounts',
  discountCodeDelete: 'write_discounts',
  draftOrderCalculate: 'write_draft_orders',
  draftOrderCreate: 'write_draft_orders',
  draftOrderComplete: 'write_draft_orders',
  draftOrderUpdate: 'write_draft_orders',
  orderUpdate: 'write_orders',
  orderCreateManualPayment: 'write_orders',
  refundCreate: 'write_orders',
  marketingActivityUpsertExternal: 'write_marketing_events',
  marketingEngagementCreate: 'write_marketing_events',
};

type Field = (...given: unknown[]) => unknown;

/** Wraps root fields so that one without its scope is refused; write access includes read. */
export function withScopes(root: Record<string, unknown>, scopes: string): Record<string, unknown> {
  const granted = scopes.split(',');
  const isGranted = (scope: string): boolean =>
    granted.includes(scope) || granted.includes(scope.replace(/^read_/, 'write_'));
  return Object.fromEntries(
    Object.entries(root).map(([name, field]): [string, unknown] => {
      const required = REQUIRED[name];
      if (required === undefined || isGranted(required)) return [name, field];
      const refuse: Field = () => {
        throw new GraphQLError(
          `Access denied for ${name} field. Required access: \`${required}\` access scope.`,
          {
            extensions: { code: 'ACCESS_DENIED', requiredAccess: `\`${required}\` access scope.` },
          },
        );
      };
      return [name, refuse];
    }),
  );
}
