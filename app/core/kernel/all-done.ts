/**
 * The results of works that go on at once. Waits for all of them before it throws the first error,
 * because nobody may still be writing into a transaction that is being rolled back.
 */
export async function allDone<const Works extends readonly Promise<unknown>[]>(
  works: Works,
): Promise<{ readonly [Place in keyof Works]: Awaited<Works[Place]> }> {
  const settled = await Promise.allSettled(works);
  const results = settled.map((outcome) => {
    if (outcome.status === 'rejected') throw outcome.reason;
    return outcome.value;
  });
  return results as { readonly [Place in keyof Works]: Awaited<Works[Place]> };
}
