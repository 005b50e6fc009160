/**
 * The results of works that go on at once. Waits for all of them before it throws the first error,
 * because nobody may still be writing into a transaction that is being rolled back.
 */
export async function allDone<Result>(
  works: readonly Promise<Result>[],
): Promise<readonly Result[]> {
  const settled = await Promise.allSettled(works);
  return settled.map((outcome) => {
    if (outcome.status === 'rejected') throw outcome.reason;
    return outcome.value;
  });
}
