import {
  isInterfaceType,
  isObjectType,
  Kind,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  type SelectionSetNode,
} from 'graphql';

/**
 * Calculated query cost and the leaky bucket of the Standard plan: objects cost 1, a connection
 * costs 2 plus what one page of it holds, a mutation costs 10.
 * Source: shopify.dev, "GraphQL Admin API rate limits".
 */
export const BUCKET = { size: 2_000, restorePerSecond: 100 };
const MAX_QUERY_COST = 1_000;

type Variables = Record<string, unknown>;

/** What a walk over the query needs at every step. */
interface Walk {
  schema: GraphQLSchema;
  fragments: Map<string, FragmentDefinitionNode>;
  variables: Variables;
}

export function requestedCost(
  schema: GraphQLSchema,
  document: DocumentNode,
  variables: Variables,
): number {
  const fragments = document.definitions.filter(
    (definition) => definition.kind === Kind.FRAGMENT_DEFINITION,
  );
  const walk: Walk = {
    schema,
    variables,
    fragments: new Map(fragments.map((fragment) => [fragment.name.value, fragment])),
  };
  const cost = document.definitions.reduce((sum, definition) => {
    if (definition.kind !== Kind.OPERATION_DEFINITION) return sum;
    const root = schema.getRootType(definition.operation);
    return sum + (root ? selectionCost(walk, definition.selectionSet, root.name, 1) : 0);
  }, 0);
  return Math.max(1, Math.ceil(cost));
}

function selectionCost(
  walk: Walk,
  selections: SelectionSetNode | undefined,
  parent: string,
  times: number,
): number {
  return (selections?.selections ?? []).reduce((sum, selection) => {
    if (selection.kind === Kind.FIELD) return sum + fieldCost(walk, selection, parent, times);
    const part =
      selection.kind === Kind.FRAGMENT_SPREAD
        ? walk.fragments.get(selection.name.value)
        : selection;
    return (
      sum +
      selectionCost(walk, part?.selectionSet, part?.typeCondition?.name.value ?? parent, times)
    );
  }, 0);
}

function fieldCost(walk: Walk, node: FieldNode, parent: string, times: number): number {
  const type = typeOf(walk.schema, parent, node.name.value);
  if (node.selectionSet === undefined) return 0;
  const isConnection = type.endsWith('Connection');
  const inner = isConnection ? times * pageSize(node, walk.variables) : times;
  const within = selectionCost(walk, node.selectionSet, type, inner);
  if (parent === walk.schema.getMutationType()?.name) return 10 + within;
  const own = TRANSPARENT.includes(node.name.value) ? 0 : times * (isConnection ? 2 : 1);
  return own + within;
}

/** Name of a field's type, without its marks for lists and non-null. */
function typeOf(schema: GraphQLSchema, parent: string, field: string): string {
  const owner: unknown = schema.getType(parent);
  const fields = isObjectType(owner) || isInterfaceType(owner) ? owner.getFields() : {};
  return String(fields[field]?.type ?? '').replace(/[![\]]/g, '');
}

const TRANSPARENT = ['edges', 'pageInfo', 'userErrors'];

function pageSize(node: FieldNode, variables: Variables): number {
  const argument = node.arguments?.find((a) => ['first', 'last'].includes(a.name.value));
  if (argument === undefined) return 1;
  const { value } = argument;
  const given =
    value.kind === Kind.VARIABLE
      ? variables[value.name.value]
      : value.kind === Kind.INT
        ? value.value
        : 1;
  return Math.max(1, Number(given) || 1);
}

export interface Bucket {
  /** Points that are left now (real time). */
  available: () => number;
  take: (points: number) => void;
}

export function createBucket(realNow: () => number): Bucket {
  let level = BUCKET.size;
  let at = realNow();
  const refill = (): void => {
    const now = realNow();
    level = Math.min(BUCKET.size, level + ((now - at) / 1000) * BUCKET.restorePerSecond);
    at = now;
  };
  return {
    available: () => {
      refill();
      return Math.floor(level);
    },
    take: (points) => {
      refill();
      level -= points;
    },
  };
}

export function isTooExpensive(cost: number): boolean {
  return cost > MAX_QUERY_COST;
}

export function costExtension(
  requested: number,
  actual: number | null,
  bucket: Bucket,
): Record<string, unknown> {
  return {
    cost: {
      requestedQueryCost: requested,
      actualQueryCost: actual,
      throttleStatus: {
        maximumAvailable: BUCKET.size,
        currentlyAvailable: bucket.available(),
        restoreRate: BUCKET.restorePerSecond,
      },
    },
  };
}
