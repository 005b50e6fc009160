/**
 * Lets calls with the same input share one run while it lasts; its outcome, also a failure, is
 * everybody's. The next call after it starts anew.
 */
export function singleFlight<Input extends readonly (string | null)[], Result>(
  work: (...input: Input) => Promise<Result>,
): (...input: Input) => Promise<Result> {
  const running = new Map<string, Promise<Result>>();
  return (...input) => {
    const key = JSON.stringify(input);
    const current = running.get(key);
    if (current) return current;
    const started = work(...input).finally(() => running.delete(key));
    running.set(key, started);
    return started;
  };
}
