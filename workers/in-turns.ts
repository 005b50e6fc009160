type Work = () => Promise<void>;

/** Runs works of groups, a few at once. */
export type InTurns = <Result>(group: string, work: () => Promise<Result>) => Promise<Result>;

/**
 * Lets groups take turns, however many works one of them has waiting: what one asks for begins as
 * soon as each of the others has had one more.
 * @param most works at once
 */
export function inTurns(most: number): InTurns {
  const waiting = new Map<string, Work[]>();
  let running = 0;

  const next = (): Work | null => {
    const [first] = waiting;
    if (!first) return null;
    const [group, works] = first;
    const work = works.shift() ?? null;
    // Behind all others, for as long as it has more.
    waiting.delete(group);
    if (works.length > 0) waiting.set(group, works);
    return work;
  };
  const start = (): void => {
    while (running < most) {
      const work = next();
      if (!work) return;
      running += 1;
      void work().finally(() => {
        running -= 1;
        start();
      });
    }
  };
  return (group, work) =>
    new Promise((resolve, reject) => {
      const works = waiting.get(group) ?? [];
      works.push(() => work().then(resolve, reject));
      waiting.set(group, works);
      start();
    });
}
