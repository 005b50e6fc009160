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
        v3_lazyRouteDiscovery: true,
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
