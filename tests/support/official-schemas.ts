import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { buildClientSchema, getVariableValues, Kind, parse, validate } from 'graphql';
import type { GraphQLSchema, IntrospectionQuery } from 'graphql';
import { metaSchemas } from './meta-schemas';
import type { MetaSchemas } from './meta-schemas';
import type { Outside, RecordedRequest } from './outside';

const SCHEMAS = new URL('../../node_modules/@shopify/dev-mcp/dist/data/', import.meta.url);

const read = new Map<string, GraphQLSchema>();
export function adminSchema(version: string): GraphQLSchema {
  const known = read.get(version);
  if (known) return known;
  const packed = readFileSync(new URL(`admin_${version}.json.gz`, SCHEMAS));
  const parsed = JSON.parse(gunzipSync(packed).toString('utf8')) as { data: IntrospectionQuery };
  const schema = buildClientSchema(parsed.data);
  read.set(version, schema);
  return schema;
}

const CALL = /^\/admin\/api\/([^/]+)\/graphql\.json$/;

/** What the published Admin schema objects to in one recorded call: its query and its variables. */
function ofShopify({ path, body }: RecordedRequest): readonly string[] {
  const version = CALL.exec(path)?.[1];
  if (version) return ofQuery(adminSchema(version), String(body.query), body.variables);
  return path === '/admin/oauth/access_token' ? [] : ['an address that no schema describes'];
}

function ofQuery(schema: GraphQLSchema, query: string, given: unknown): readonly string[] {
  const document = parse(query);
  const faults = validate(schema, document).map(({ message }) => message);
  const operation = document.definitions.find((one) => one.kind === Kind.OPERATION_DEFINITION);
  const variables = (given ?? {}) as Record<string, unknown>;
  const read = getVariableValues(schema, operation?.variableDefinitions ?? [], variables);
  return [...faults, ...(read.errors ?? []).map(({ message }) => message)];
}

/** Calls whose bodies Meta publishes no schema for: bytes of pictures, and bodies without content. */
const WITHOUT_SCHEMA = /\/(media|subscribed_apps|uploads|upload:[^/]+)$/;

/** An edit of a template: the body of its creation without what can't be changed. */
const EDIT = /^\/v[\d.]+\/\d+$/;
const NAMED = { name: 'unchanged', language: 'en', category: 'MARKETING' };

function ofWhatsApp(
  { method, path, body }: RecordedRequest,
  schemas: MetaSchemas,
): readonly string[] {
  const [address = ''] = path.split('?');
  if (method !== 'POST' || WITHOUT_SCHEMA.test(address)) return [];
  if (address.endsWith('/messages')) return schemas.messaging('Message')(body);
  if (address.endsWith('/message_templates')) return schemas.body('message_templates_create')(body);
  if (EDIT.test(address)) return schemas.body('message_templates_create')({ ...NAMED, ...body });
  return [`no schema is known for ${method} ${address}`];
}

export interface Objections {
  /** Calls that were looked at. */
  readonly shopify: number;
  /** Null where Meta's schemas are absent. */
  readonly whatsapp: number | null;
  readonly found: readonly string[];
}

/** Compares all that left the product with what Shopify and Meta publish about their APIs. */
export async function objections(world: Pick<Outside, 'call'>): Promise<Objections> {
  const shopify = await world.call<RecordedRequest[]>('GET', 'shopify/requests');
  const whatsapp = await world.call<RecordedRequest[]>('GET', 'whatsapp/requests');
  const schemas = metaSchemas();
  const faults = (request: RecordedRequest, found: readonly string[]): string[] =>
    found.map((fault) => `${request.method} ${request.path}: ${fault}`);
  return {
    shopify: shopify.length,
    whatsapp: schemas && whatsapp.length,
    found: [
      ...shopify.flatMap((request) => faults(request, ofShopify(request))),
      ...(schemas
        ? whatsapp.flatMap((request) => faults(request, ofWhatsApp(request, schemas)))
        : []),
    ],
  };
}
