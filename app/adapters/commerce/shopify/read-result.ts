/** What a reader made of one resource; `reason` is for the receipt, without personal data. */
export type ReadResult<Value> =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly reason: string };
