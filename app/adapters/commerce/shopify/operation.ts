import type { z } from 'zod';

/**
 * One GraphQL operation that the app sends, beside the shape of its answer. A contract test
 * validates every document against Shopify's published schema of our API version.
 */
export interface Operation<Data> {
  readonly name: string;
  readonly document: string;
  readonly data: z.ZodType<Data>;
  /** Repeating it is not harmless: a call whose answer is lost is the caller's to look after. */
  readonly isOnce?: boolean;
}

export const operation = <Data>(
  name: string,
  document: string,
  data: z.ZodType<Data>,
): Operation<Data> => ({ name, document, data });

/** An operation that the transport never repeats by itself. */
export const onceOnly = <Data>(of: Operation<Data>): Operation<Data> => ({ ...of, isOnce: true });
