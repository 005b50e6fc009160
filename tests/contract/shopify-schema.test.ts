import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

import { ApiVersion } from '@shopify/shopify-app-remix/server';
import { Ajv } from 'ajv';
import {
  buildClientSchema,
  NoDeprecatedCustomRule,
  parse,
  validate,
  type GraphQLEnumType,
  type IntrospectionQuery,
} from 'graphql';
import { describe, expect, it } from 'vitest';

import {
  API_VERSION,
  COMPLIANCE_TOPICS,
  scopeText,
  TOPICS,
} from '#adapters/commerce/shopify/index';
import * as catalog from '#adapters/commerce/shopify/catalog-operations';
import * as operations from '#adapters/commerce/shopify/operations';
import * as reconciliation from '#adapters/commerce/shopify/reconcile-operations';
import * as refunds from '#adapters/commerce/shopify/refund-operations';
import * as sales from '#adapters/commerce/shopify/sales-operations';

import { fixture, type FixtureName } from '../fixtures/shopify/fixture';

const ROOT = new URL('../../', import.meta.url);
const SCHEMAS = new URL('node_modules/@shopify/dev-mcp/dist/data/', ROOT);
const BODIES = new URL('../shared/specs/shopify/rest-webhook-bodies_2026-07.schema.json', ROOT);

const all = [
  ...Object.values(operations),
  ...Object.values(catalog),
  ...Object.values(reconciliation),
  ...Object.values(sales),
  ...Object.values(refunds),
];

function adminSchema() {
  const packed = readFileSync(new URL(`admin_${API_VERSION}.json.gz`, SCHEMAS));
  const parsed = JSON.parse(gunzipSync(packed).toString('utf8')) as { data: IntrospectionQuery };
  return buildClientSchema(parsed.data);
}

describe('what the app asks of the Admin API', () => {
  const schema = adminSchema();

  it.each(all)('$name is valid in the published schema', ({ document, name }) => {
    const problems = validate(schema, parse(document)).map(({ message }) => message);
    expect(problems).toEqual([]);
    expect(document).toContain(`#graphql`);
    expect(document).toContain(name);
  });

  it('uses a deprecated field and a deprecated argument, on purpose', () => {
    const used = all.flatMap(({ document }) =>
      validate(schema, parse(document), [NoDeprecatedCustomRule]).map(({ message }) => message),
    );
    const purposes = ['ProductVariant.image', 'paymentPending'];
    for (const word of purposes) expect(used.join()).toContain(word);
    for (const message of used) {
      expect(
        purposes.some((word) => message.includes(word)),
        message,
      ).toBe(true);
    }
  });

  it('is of the newest version that the library and the published schema both know', () => {
    const published = readdirSync(SCHEMAS).flatMap(
      (name) => /^admin_(\d{4}-\d{2})\.json\.gz$/.exec(name)?.[1] ?? [],
    );
    const known = Object.values(ApiVersion).filter((version) => published.includes(version));
    expect(known.sort().at(-1)).toBe(API_VERSION);
  });

  it('subscribes to topics that exist', () => {
    const type = schema.getType('WebhookSubscriptionTopic') as GraphQLEnumType;
    const names = type.getValues().map(({ name }) => name);
    expect(names).toEqual(
      expect.arrayContaining(TOPICS.map((topic) => topic.toUpperCase().replaceAll('/', '_'))),
    );
  });
});

describe.each([
  ['shopify.app.toml', 'app-store'],
  ['shopify.app.custom.toml', 'custom'],
] as const)('%s', (file, distribution) => {
  const toml = readFileSync(new URL(file, ROOT), 'utf8');
  const listAfter = (key: string): string[] => {
    const body = new RegExp(`^\\s*${key} = \\[([^\\]]*)\\]`, 'm').exec(toml)?.[1] ?? '';
    return [...body.matchAll(/"([^"]+)"/g)].map((match) => match[1] ?? '');
  };

  it('declares the same topics, scopes and version as the code', () => {
    expect(listAfter('topics')).toEqual(TOPICS);
    expect(listAfter('compliance_topics')).toEqual(COMPLIANCE_TOPICS);
    expect(/^scopes = "(.*)"$/m.exec(toml)?.[1]).toBe(scopeText(distribution));
    expect(/^api_version = "(.*)"$/m.exec(toml)?.[1]).toBe(API_VERSION);
  });
});

describe('the payloads that the tests replay', () => {
  const kinds: readonly (readonly [FixtureName, string])[] = [
    ['checkout', 'abandoned_checkout'],
    ['order', 'order'],
    ['refund', 'refund'],
    ['customer', 'customer'],
    ['product', 'product'],
    ['data-request', 'customers/data_request'],
    ['customers-redact', 'customers/redact'],
    ['shop-redact', 'shop/redact'],
  ];

  it('have the top-level fields of Shopify’s REST reference', () => {
    if (!existsSync(BODIES)) {
      process.stdout.write('The REST reference is not beside the repository: not compared.\n');
      expect(process.env['CI']).toBeUndefined();
      return;
    }
    const schemas = JSON.parse(readFileSync(BODIES, 'utf8')) as Record<string, object>;
    const ajv = new Ajv({ strict: false, allErrors: true });
    for (const [name, kind] of kinds) {
      ajv.validate(schemas[kind] ?? false, fixture(name));
      expect(ajv.errors, name).toBeNull();
    }
  });
});
