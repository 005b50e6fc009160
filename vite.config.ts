import { vitePlugin as remix } from '@remix-run/dev';
import { defineConfig } from 'vite';

export default defineConfig({
  plugins: [
    remix({
      ignoredRouteFiles: ['**/.*'],
      future: {
        v3_fetcherPersist: true,
        v3_relativeSplatPath: true,
        v3_throwAbortReason: true,
        // A list that is brought up to date ends a navigation that still asks for its route, blank.
        v3_lazyRouteDiscovery: false,
        // The Shopify library answers loaders with plain Responses.
        v3_singleFetch: false,
        v3_routeConfig: false,
      },
    }),
  ],
  build: {
    // An inlined asset would need `data:` in the content security policy.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 2000,
    // Emptying would take the bundles beside the pages, too; the build script clears its two folders.
    emptyOutDir: false,
  },
});
