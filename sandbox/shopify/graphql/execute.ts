import {
  execute,
  GraphQLError,
  parse,
  validate,
  type DocumentNode,
  type GraphQLSchema,
} from 'graphql';
import { isRecord, json, jsonBody, type Exchange, type Reply } from '../../http/exchange';
import { costExtension, isTooExpensive, requestedCost, type Bucket } from './cost';

export interface Execution {
  schema: GraphQLSchema;
  rootValue: unknown;
  bucket: Bucket;
  /** A fault asked for this call to be throttled. */
  throttle: boolean;
}

interface Call {
  query: string;
  variables: Record<string, unknown>;
  operationName: string | null;
}

/** Runs one Admin GraphQL call; what the schema refuses is refused in Shopify's shape. */
export async function runGraphql(execution: Execution, exchange: Exchange): Promise<Reply> {
  const call = readCall(exchange);
  if (call === null)
    return json(400, { errors: { query: 'Required parameter missing or invalid' } });
  const document = parseQuery(call.query);
  if (document instanceof GraphQLError) return json(200, { errors: [parseError(document)] });
  const refused = validate(execution.schema, document);
  if (refused.length > 0) return json(200, { errors: refused.map(validationError) });
  const requested = requestedCost(execution.schema, document, call.variables);
  if (isTooExpensive(requested)) return tooExpensive(requested, execution.bucket);
  if (execution.throttle || execution.bucket.available() < requested) {
    return throttled(requested, execution.bucket);
  }
  return run(execution, document, call, requested);
}

function readCall(exchange: Exchange): Call | null {
  const isPlain = (exchange.headers['content-type'] ?? '').startsWith('application/graphql');
  const body = isPlain ? { query: exchange.body.toString('utf8') } : jsonBody(exchange);
  if (!isRecord(body) || typeof body['query'] !== 'string') return null;
  return {
    query: body['query'],
    variables: isRecord(body['variables']) ? body['variables'] : {},
    operationName: typeof body['operationName'] === 'string' ? body['operationName'] : null,
  };
}

function parseQuery(query: string): DocumentNode | GraphQLError {
  try {
    return parse(query);
  } catch (error) {
    return error instanceof GraphQLError ? error : new GraphQLError(String(error));
  }
}

async function run(
  execution: Execution,
  document: DocumentNode,
  call: Call,
  requested: number,
): Promise<Reply> {
  const result = await execute({
    schema: execution.schema,
    document,
    rootValue: execution.rootValue,
    variableValues: call.variables,
    operationName: call.operationName,
  });
  const actual = Math.min(requested, Math.max(1, countObjects(result.data)));
  execution.bucket.take(actual);
  return json(200, {
    ...(result.data === undefined ? {} : { data: result.data }),
    ...(result.errors === undefined ? {} : { errors: result.errors.map(runtimeError) }),
    extensions: costExtension(requested, actual, execution.bucket),
  });
}

function countObjects(value: unknown): number {
  if (Array.isArray(value)) return value.reduce<number>((sum, item) => sum + countObjects(item), 0);
  if (!isRecord(value)) return 0;
  return Object.values(value).reduce<number>((sum, item) => sum + countObjects(item), 1);
}

function throttled(requested: number, bucket: Bucket): Reply {
  const documentation = 'https://shopify.dev/api/usage/rate-limits';
  return json(200, {
    errors: [{ message: 'Throttled', extensions: { code: 'THROTTLED', documentation } }],
    extensions: costExtension(requested, null, bucket),
  });
}

function tooExpensive(requested: number, bucket: Bucket): Reply {
  const message = `Query cost is ${requested}, which exceeds the single query max cost limit (1000).`;
  return json(200, {
    errors: [
      { message, extensions: { code: 'MAX_COST_EXCEEDED', cost: requested, maxCost: 1000 } },
    ],
    extensions: costExtension(requested, null, bucket),
  });
}

function parseError(error: GraphQLError): Record<string, unknown> {
  return { message: error.message, locations: error.locations ?? [] };
}

/** graphql-js speaks differently from Shopify's server; the well-known refusals are reworded. */
function validationError(error: GraphQLError): Record<string, unknown> {
  const unknown = /Cannot query field "(\w+)" on type "(\w+)"/.exec(error.message);
  const base = { locations: error.locations ?? [], path: pathOf(error) };
  if (unknown === null) {
    return { message: error.message, ...base, extensions: { code: 'graphQLValidation' } };
  }
  const [, fieldName, typeName] = unknown;
  return {
    message: `Field '${fieldName ?? ''}' doesn't exist on type '${typeName ?? ''}'`,
    ...base,
    extensions: { code: 'undefinedField', typeName, fieldName },
  };
}

function pathOf(error: GraphQLError): string[] {
  return (error.nodes ?? []).flatMap((node) =>
    'name' in node && node.name !== undefined && 'value' in node.name ? [node.name.value] : [],
  );
}

function runtimeError(error: GraphQLError): Record<string, unknown> {
  const isVariable = error.path === undefined;
  return {
    message: error.message,
    locations: error.locations ?? [],
    ...(error.path === undefined ? {} : { path: error.path }),
    extensions: isVariable ? { code: 'INVALID_VARIABLE' } : error.extensions,
  };
}
