/** Gives a seat back; a second time does nothing. */
export type GiveSeat = () => void;

export interface Seats {
  /** Waits for a seat, behind those who came before. */
  readonly take: () => Promise<GiveSeat>;
}

/** So many are on their way at once; whoever comes then waits until one of them gives its seat back. */
export function createSeats(most: number): Seats {
  const waiting: (() => void)[] = [];
  let free = most;

  const sit = (resolve: (give: GiveSeat) => void): void => {
    let isTaken = true;
    resolve(() => {
      if (!isTaken) return;
      isTaken = false;
      const next = waiting.shift();
      if (next) next();
      else free += 1;
    });
  };
  return {
    take: () =>
      new Promise((resolve) => {
        if (free === 0) {
          waiting.push(() => sit(resolve));
        } else {
          free -= 1;
          sit(resolve);
        }
      }),
  };
}
