/** The part of Shopify's App Bridge that we use. https://shopify.dev/docs/api/app-bridge-library */
interface AppBridge {
  readonly toast: {
    show(message: string, options?: { isError?: boolean; duration?: number }): void;
  };
}

/** App Bridge of the embedding admin; null on the server and where the script was blocked. */
export function appBridge(): AppBridge | null {
  if (typeof window === 'undefined') return null;
  return (window as unknown as { readonly shopify?: AppBridge }).shopify ?? null;
}

export interface Said {
  readonly message: string;
  readonly isError: boolean;
}

const SAID = 'ripresa:said';

/** Hears what is said where no App Bridge shows it; answers the way to stop. */
export function onSaid(hear: (said: Said) => void): () => void {
  const listen = (event: Event): void => {
    hear((event as CustomEvent<Said>).detail);
  };
  addEventListener(SAID, listen);
  return () => {
    removeEventListener(SAID, listen);
  };
}

/** Says briefly that something was done. */
export function say(message: string, isError = false): void {
  const bridge = appBridge();
  if (bridge) bridge.toast.show(message, { isError });
  else dispatchEvent(new CustomEvent<Said>(SAID, { detail: { message, isError } }));
}
