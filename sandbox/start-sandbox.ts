import { createAppControl } from './app-control';
import { createClock } from './clock';
import { createFaults } from './faults';
import { startGateway } from './gateway/gateway';
import type { Listening } from './http/listen';
import { createMetaStandIn } from './meta/meta-standin';
import { createPostman } from './postman';
import { createSchedule } from './schedule';
import type { SandboxSettings } from './settings';
import { createShopifyStandIn } from './shopify/shopify-standin';
import type { Sandbox } from './world';

export interface RunningSandbox {
  sandbox: Sandbox;
  ports: { gateway: number; shopify: number; meta: number };
  close: () => Promise<void>;
}

/** Starts the two stand-ins and the gateway; they are ready when the promise resolves. */
export async function startSandbox(
  settings: SandboxSettings,
  onFault: (error: unknown) => void,
): Promise<RunningSandbox> {
  const sandbox = assemble(settings, onFault);
  const started: Listening[] = [];
  try {
    for (const start of [sandbox.shopify.start, sandbox.meta.start, () => startGateway(sandbox)]) {
      started.push(await start());
    }
  } catch (error) {
    await Promise.all(started.map((listening) => listening.close()));
    throw error;
  }
  const [shopify, meta, gateway] = started.map((listening) => listening.port);
  return {
    sandbox,
    ports: { gateway: gateway ?? 0, shopify: shopify ?? 0, meta: meta ?? 0 },
    close: async () => {
      sandbox.schedule.clear();
      await Promise.all(started.map((listening) => listening.close()));
    },
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
    onChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
