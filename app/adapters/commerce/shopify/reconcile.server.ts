import type { CheckoutSeen, CommercePlatform } from '#core/commerce/index';
import { isVendorFault } from '#core/kernel/vendor-fault';

import type { AdminGraphql } from './graphql.server';
import { readCheckoutNode, readOrderNode } from './read-node';
import {
  CHECKOUT_LINES_AFTER,
  CHECKOUTS_SINCE,
  ORDERS_SINCE,
  type CheckoutLineNode,
  type CheckoutNode,
  type CheckoutPage,
} from './reconcile-operations';

const changedSince = (since: Date): string => `updated_at:>='${since.toISOString()}'`;

/**
 * One page of checkouts changed since, oldest first. Those whose recovery URL is withheld are left
 * out: it carries the only token, and without the approval for it Shopify gives no contact either.
 */
export async function checkoutsSince(
  domain: string,
  since: Date,
  cursor: string | null,
  graphql: AdminGraphql,
): ReturnType<CommercePlatform['checkoutsSince']> {
  const page = await checkoutPage(domain, { filter: changedSince(since), after: cursor }, graphql);
  const checkouts: CheckoutSeen[] = [];
  for (const node of page.nodes) {
    const seen = readCheckoutNode(node, await allLines(domain, node, graphql));
    if (seen) checkouts.push(seen);
  }
  return { checkouts: oldestFirst(checkouts), cursor: nextCursor(page.pageInfo) };
}

/** How a withheld field is refused: the schema calls it non-null, so the whole answer is lost. */
const WITHHELD: ReadonlySet<string> = new Set(['ACCESS_DENIED', 'GRAPHQL_ERROR']);

async function checkoutPage(
  domain: string,
  variables: { filter: string; after: string | null },
  graphql: AdminGraphql,
): Promise<CheckoutPage> {
  try {
    const full = await graphql(domain, CHECKOUTS_SINCE, { ...variables, withUrl: true });
    return full.abandonedCheckouts;
  } catch (error) {
    if (!isVendorFault(error) || !WITHHELD.has(error.details.code)) throw error;
    const bare = await graphql(domain, CHECKOUTS_SINCE, { ...variables, withUrl: false });
    return bare.abandonedCheckouts;
  }
}

/** A cart cut short would overwrite the whole one, so further lines are always fetched. */
async function allLines(
  domain: string,
  node: CheckoutNode,
  graphql: AdminGraphql,
): Promise<CheckoutLineNode[]> {
  const lines = [...node.lineItems.nodes];
  let after = nextCursor(node.lineItems.pageInfo);
  while (after !== null) {
    const answer = await graphql(domain, CHECKOUT_LINES_AFTER, { id: node.id, after });
    lines.push(...(answer.node?.lineItems.nodes ?? []));
    after = answer.node ? nextCursor(answer.node.lineItems.pageInfo) : null;
  }
  return lines;
}

/** One page of orders changed since, oldest first. */
export async function ordersSince(
  domain: string,
  since: Date,
  cursor: string | null,
  graphql: AdminGraphql,
): ReturnType<CommercePlatform['ordersSince']> {
  const { orders: page } = await graphql(domain, ORDERS_SINCE, {
    filter: changedSince(since),
    after: cursor,
  });
  return {
    orders: oldestFirst(page.nodes.map((node) => readOrderNode(node))),
    cursor: nextCursor(page.pageInfo),
  };
}

const oldestFirst = <Seen extends { readonly updatedAt: Date }>(all: readonly Seen[]): Seen[] =>
  [...all].sort((left, right) => left.updatedAt.getTime() - right.updatedAt.getTime());

export const nextCursor = (page: {
  readonly hasNextPage: boolean;
  readonly endCursor?: string | null | undefined;
}): string | null => (page.hasNextPage ? (page.endCursor ?? null) : null);
