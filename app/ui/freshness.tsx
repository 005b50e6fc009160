import { useEffect } from 'react';
import { useRevalidator } from '@remix-run/react';

/** Between looks at a conversation, which somebody may be having now. */
export const LIVE_MS = 4_000;
/** Between looks at what changes by the hour. */
export const CALM_MS = 30_000;

/**
 * Reads the page's facts again now and then while somebody looks at it, and when they come back.
 * @param everyMs null for a page on which nothing is to come
 */
export function useFreshness(everyMs: number | null): void {
  const { revalidate, state } = useRevalidator();
  useEffect(() => {
    if (everyMs === null || state !== 'idle') return undefined;
    const look = (): void => {
      if (document.visibilityState === 'visible') revalidate();
    };
    const timer = setInterval(look, everyMs);
    addEventListener('focus', look);
    return () => {
      clearInterval(timer);
      removeEventListener('focus', look);
    };
  }, [revalidate, state, everyMs]);
}
