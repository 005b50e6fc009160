import { useSyncExternalStore } from 'react';
import type { ReactNode } from 'react';

const never = (): (() => void) => () => undefined;

/** Whether the page is alive in the browser; false on the server and at the first paint. */
export const useHydrated = (): boolean =>
  useSyncExternalStore(
    never,
    () => true,
    () => false,
  );

/** What can't be rendered on the server; until then a stand-in of the same size. */
export function ClientOnly(props: {
  readonly children: () => ReactNode;
  readonly fallback: ReactNode;
}) {
  return useHydrated() ? props.children() : props.fallback;
}
