import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Ajv } from 'ajv';
import { expect, it } from 'vitest';
import type { LedgerEntry } from '../../sandbox/http/ledger';

/** WooCommerce's own REST schemas: a third-party file that stands beside the repository, never in it. */
const FILE = fileURLToPath(
  new URL('../../../shared/specs/woocommerce/wc-v3-item-schemas.json', import.meta.url),
);

export type WooCommerceResource =
  'orders' | 'products' | 'variations' | 'coupons' | 'refunds' | 'order_notes';

/** What the schema of a resource objects to; empty when it accepts the value. */
export type WooCommerceSchemas = (
  resource: WooCommerceResource,
  value: unknown,
) => readonly string[];

let loaded: WooCommerceSchemas | null | undefined;

/** The schemas, or null where they do not stand beside the repository. */
export function wooCommerceSchemas(): WooCommerceSchemas | null {
  loaded ??= existsSync(FILE) ? load() : null;
  return loaded;
}

interface Schema {
  readonly $schema?: string;
  readonly readOnly?: boolean;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
}

const read = (): Readonly<Record<string, Schema>> =>
  JSON.parse(readFileSync(FILE, 'utf8')) as Record<string, Schema>;

function load(): WooCommerceSchemas {
  const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false });
  const schemas = read();
  return (resource, value) => {
    const { $schema: _draft, ...schema } = schemas[resource] ?? {};
    const validate = ajv.compile(schema);
    return validate(value)
      ? []
      : (validate.errors ?? []).map((one) => `${one.instancePath} ${one.message ?? ''}`);
  };
}

/** WooCommerce drops names that it does not know or does not let be written, without a word. */
function droppedNames(value: unknown, schema: Schema, place = ''): string[] {
  if (Array.isArray(value)) {
    return schema.items
      ? value.flatMap((one) => droppedNames(one, schema.items ?? {}, `${place}[]`))
      : [];
  }
  if (typeof value !== 'object' || value === null || !schema.properties) return [];
  return Object.entries(value).flatMap(([name, inner]) => {
    const known = schema.properties?.[name];
    const where = `${place}.${name}`;
    return known && known.readOnly !== true
      ? droppedNames(inner, known, where)
      : [`${where} is not taken`];
  });
}

type WrittenRequest = Pick<LedgerEntry, 'method' | 'path' | 'body'>;

/** Where the app writes, and of what kind the body is. */
const WRITTEN: readonly (readonly [RegExp, WooCommerceResource])[] = [
  [/^\/wp-json\/wc\/v3\/orders(\/\d+)?$/, 'orders'],
  [/^\/wp-json\/wc\/v3\/orders\/\d+\/refunds$/, 'refunds'],
  [/^\/wp-json\/wc\/v3\/orders\/\d+\/notes$/, 'order_notes'],
  [/^\/wp-json\/wc\/v3\/coupons$/, 'coupons'],
];
/** Calls of a shopper's cart, whose few words no published schema describes. */
const UNDESCRIBED =
  /^\/wp-json\/wc\/store\/v1\/cart\/(add-item|apply-coupon|update-customer|select-shipping-rate)$/;

/** What WooCommerce's own schemas object to in a call of the app; null where they are absent. */
export function wooCommerceObjection(): ((request: WrittenRequest) => readonly string[]) | null {
  const schemas = wooCommerceSchemas();
  if (!schemas) return null;
  const described = read();
  return ({ method, path, body }) => {
    const [address = ''] = path.split('?');
    if (method === 'GET' || UNDESCRIBED.test(address)) return [];
    const resource = WRITTEN.find(([place]) => place.test(address))?.[1];
    if (!resource) return [`no schema is known for ${method} ${address}`];
    const found = [...schemas(resource, body), ...droppedNames(body, described[resource] ?? {})];
    return found.map((fault) => `${method} ${address}: ${fault}`);
  };
}

/**
 * Registers tests that need the schemas. Where they are absent one test says so, and fails in CI,
 * so that the check can't disappear unnoticed.
 */
export function withWooCommerceSchemas(register: (schemas: WooCommerceSchemas) => void): void {
  const schemas = wooCommerceSchemas();
  if (schemas) {
    register(schemas);
    return;
  }
  it('is checked against WooCommerce’s schemas where they stand beside the repository', () => {
    process.stdout.write('WooCommerce’s schemas are not beside the repository: not compared.\n');
    expect(process.env['CI']).not.toBe('true');
  });
}
