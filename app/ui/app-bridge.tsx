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

/** Says briefly that something was done. */
export const say = (message: string, isError = false): void =>
  appBridge()?.toast.show(message, { isError });
