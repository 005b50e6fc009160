import { createAdminApp, type AdminApp } from '#adapters/commerce/shopify/admin-app.server';
import { services } from '#boot/services';
import type { Services } from '#boot/services';

/** By the services that it was built on: these can be started anew within one process. */
const built = new WeakMap<Services, Promise<AdminApp>>();

/** The embedded admin app, built at the first request. */
export function shopify(): Promise<AdminApp> {
  const started = services();
  const app = built.get(started) ?? createAdminApp(started.adminApp);
  built.set(started, app);
  return app;
}

/**
 * Authenticates a request of the embedded admin.
 * @throws Response to be sent instead (a redirect, a bounce page, 401 with a retry header)
 */
export const authenticateAdmin = async (
  request: Request,
): Promise<Awaited<ReturnType<AdminApp['authenticate']>>> =>
  (await shopify()).authenticate(request);
