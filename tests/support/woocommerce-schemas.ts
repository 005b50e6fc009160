import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Ajv } from 'ajv';
import { expect, it } from 'vitest';

/** WooCommerce's own REST schemas: a third-party file that stands beside the repository, never in it. */
const FILE = fileURLToPath(
  new URL('../../../shared/specs/woocommerce/wc-v3-item-schemas.json', import.meta.url),
);

export type WooCommerceResource = 'orders' | 'products' | 'variations' | 'coupons' | 'refunds';

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

function load(): WooCommerceSchemas {
  const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false });
  const schemas = JSON.parse(readFileSync(FILE, 'utf8')) as Record<string, { $schema?: string }>;
  return (resource, value) => {
    const { $schema: _draft, ...schema } = schemas[resource] ?? {};
    const validate = ajv.compile(schema);
    return validate(value)
      ? []
      : (validate.errors ?? []).map((one) => `${one.instancePath} ${one.message ?? ''}`);
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
