import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { buildClientSchema, GraphQLScalarType, type GraphQLSchema } from 'graphql';
import type { IntrospectionQuery } from 'graphql';

/** Shopify's own Admin schema of one API version, as @shopify/dev-mcp carries it. */
export interface Schemas {
  of: (version: string) => GraphQLSchema | null;
}

const FOLDER = 'node_modules/@shopify/dev-mcp/dist/data';

export function createSchemas(root: string): Schemas {
  const built = new Map<string, GraphQLSchema>();
  return {
    of: (version) => {
      const known = built.get(version);
      if (known !== undefined) return known;
      if (!/^(\d{4}-\d{2}|unstable)$/.test(version)) return null;
      const file = join(root, FOLDER, `admin_${version}.json.gz`);
      if (!existsSync(file)) return null;
      const introspection = JSON.parse(gunzipSync(readFileSync(file)).toString('utf8')) as {
        data: IntrospectionQuery;
      };
      const schema = buildClientSchema(introspection.data, { assumeValid: true });
      guardScalars(schema);
      built.set(version, schema);
      return schema;
    },
  };
}

const CHECKS: Record<string, RegExp> = {
  DateTime: /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?$/,
  Date: /^\d{4}-\d{2}-\d{2}$/,
  Decimal: /^-?\d+(\.\d+)?$/,
  Money: /^-?\d+(\.\d+)?$/,
  URL: /^https?:\/\/\S+$/,
  UtcOffset: /^[+-]\d{2}:?\d{2}$/,
  UnsignedInt64: /^\d+$/,
};

/** An introspected schema takes any value for a custom scalar; Shopify does not. */
function guardScalars(schema: GraphQLSchema): void {
  for (const [name, pattern] of Object.entries(CHECKS)) {
    const scalar = schema.getType(name);
    if (!(scalar instanceof GraphQLScalarType)) continue;
    scalar.parseValue = (value: unknown) => checked(name, pattern, value);
    const readLiteral = scalar.parseLiteral.bind(scalar);
    scalar.parseLiteral = (node, variables) =>
      checked(name, pattern, 'value' in node ? node.value : readLiteral(node, variables));
  }
}

function checked(name: string, pattern: RegExp, value: unknown): unknown {
  if (pattern.test(String(value))) return value;
  throw new TypeError(`invalid ${name} '${String(value)}'`);
}
