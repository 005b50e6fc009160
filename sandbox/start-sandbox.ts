import { createAppControl } from './app-control';
import { createClock } from './clock';
import { createFaults } from './faults';
import { startGateway } from './gateway/gateway';
import type { Listening } from './http/listen';
import { createMetaStandIn } from './meta/meta-standin';
import { payPalWebUrl, stripePageUrl } from './pay-desk/provider-pages';
import { createPayPalStandIn } from './paypal/paypal-standin';
import { createPostman } from './postman';
import { createSchedule } from './schedule';
import type { SandboxSettings } from './settings';
import { createShopifyStandIn } from './shopify/shopify-standin';
import { createStripeStandIn } from './stripe/stripe-standin';
import { BY_COURIER } from './woocommerce/state';
import { startWooCommerceStandIn } from './woocommerce/woocommerce-standin';
import type { Sandbox } from './world';

/** In the order in which they are started. */
const STARTED = ['shopify', 'meta', 'gateway', 'stripe', 'paypal', 'woocommerce'] as const;

export interface RunningSandbox {
  sandbox: Sandbox;
  ports: Record<(typeof STARTED)[number], number>;
  close: () => Promise<void>;
}

/** Starts the stand-ins and the gateway; they are ready when the promise resolves. */
export async function startSandbox(
  settings: SandboxSettings,
  onFault: (error: unknown) => void,
): Promise<RunningSandbox> {
  const sandbox = assemble(settings, onFault);
  const started: Listening[] = [];
  try {
    for (const start of [
      sandbox.shopify.start,
      sandbox.meta.start,
      () => startGateway(sandbox),
      () => sandbox.stripe.start(settings.stripePort),
      () => sandbox.paypal.start(settings.paypalPort),
      () => startSite(sandbox),
    ]) {
      started.push(await start());
    }
  } catch (error) {
    await Promise.all(started.map((listening) => listening.close()));
    throw error;
  }
  const ports = Object.fromEntries(
    STARTED.map((name, index) => [name, started[index]?.port ?? 0]),
  ) as RunningSandbox['ports'];
  return {
    sandbox,
    ports,
    close: async () => {
      sandbox.schedule.clear();
      await Promise.all(started.map((listening) => listening.close()));
    },
  };
}

async function startSite(sandbox: Sandbox): Promise<Listening> {
  const { settings, clock } = sandbox;
  const { appUrl, woocommercePort } = settings;
  const site = await startWooCommerceStandIn(appUrl, woocommercePort, clock.peek);
  site.state.shipping = BY_COURIER;
  sandbox.woocommerce = site;
  return { port: Number(new URL(site.home).port), close: site.close };
}

/** Where the shopper of a payment goes: the providers' pages are the gateway's. */
function providers({ publicUrl }: SandboxSettings, now: () => Date) {
  return {
    stripe: createStripeStandIn({
      ...{ now, keys: { rk_test_demo: [] } },
      pageUrl: (id) => stripePageUrl(publicUrl, id),
    }),
    paypal: createPayPalStandIn({
      ...{ now, keys: { 'demo-client:demo-secret': [] } },
      webUrl: payPalWebUrl(publicUrl),
    }),
  };
}

function assemble(settings: SandboxSettings, onFault: (error: unknown) => void): Sandbox {
  const listeners = new Set<() => void>();
  const changed = (): void => listeners.forEach((listener) => listener());
  const control = createAppControl(settings.appUrl, settings.controlToken);
  const clock = createClock(control);
  const faults = createFaults();
  const schedule = createSchedule(onFault);
  const postman = createPostman({ appUrl: settings.appUrl, schedule, faults, clock, changed });
  const shared = { settings, clock, faults, schedule, postman, changed };
  return {
    ...shared,
    control,
    shopify: createShopifyStandIn(shared),
    meta: createMetaStandIn(shared),
    ...providers(settings, clock.peek),
    woocommerce: null,
    onChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
