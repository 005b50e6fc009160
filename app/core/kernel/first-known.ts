/** The first value that is known, or null: what a later sighting leaves out stays. */
export function firstKnown<Value>(...values: readonly (Value | null | undefined)[]): Value | null {
  for (const value of values) if (value !== null && value !== undefined) return value;
  return null;
}
