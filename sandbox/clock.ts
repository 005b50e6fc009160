import type { AppControl } from './app-control';

/** The sandbox's view of the app's clock, so that payload times move with it. */
export interface SandboxClock {
  /** The app's time; asked again when the last answer is older than a quarter of a second. */
  now: () => Promise<Date>;
  /** The app's time as far as it is known without asking. */
  peek: () => Date;
  learn: (appTime: Date) => void;
}

const FRESH_MS = 250;
const ASK_PATIENCE_MS = 1_000;

export function createClock(control: AppControl): SandboxClock {
  let offsetMs = 0;
  let learnedAt = Number.NEGATIVE_INFINITY;
  let asking: Promise<void> | null = null;

  const learn = (appTime: Date): void => {
    offsetMs = appTime.getTime() - Date.now();
    learnedAt = Date.now();
  };
  const ask = async (): Promise<void> => {
    try {
      const answer = await control.get('/clock', ASK_PATIENCE_MS);
      const now = new Date(String(answer.body['now']));
      if (!Number.isNaN(now.getTime())) learn(now);
    } catch {
      // The app may not be up yet; the last known offset stands.
    }
    asking = null;
  };
  return {
    now: async () => {
      if (Date.now() - learnedAt > FRESH_MS) {
        asking ??= ask();
        await asking;
      }
      return new Date(Date.now() + offsetMs);
    },
    peek: () => new Date(Date.now() + offsetMs),
    learn,
  };
}
