import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import { equipDemoSite } from '#boot/demo-woocommerce';
import type { Services } from '#boot/services';
import { shopSettingsSchema } from '#core/commerce/index';
import { answer, answerJson, header, isLoopback, readBody } from './http';

const MAX_BODY_BYTES = 64 * 1024;

type Result = { readonly status: number; readonly value: unknown };
type Handler = (body: unknown, services: Services) => Promise<Result>;

const ok = (value: unknown): Result => ({ status: 200, value });
const bad = (status: number, error: string): Result => ({ status, value: { error } });

const ROUTES: Readonly<Record<string, Handler>> = {
  'GET /control/clock': (_body, { clock }) => Promise.resolve(ok({ now: clock.now() })),
  'POST /control/clock': moveClock,
  'POST /control/drain': async (_body, services) => {
    await services.work.drain();
    return ok({ idle: true });
  },
  'POST /control/sweep': async (_body, services) => {
    await services.work.sweep();
    return ok({ swept: true });
  },
  'POST /control/fault-points': armFaultPoints,
  'GET /control/due': async (_body, services) => ok(await services.work.nextDue()),
  'POST /control/settings': changeSettings,
  'POST /control/woocommerce': equipSite,
  'POST /control/reset': async (_body, services) => {
    await services.reset();
    return ok({ now: services.clock.now() });
  },
};

/** Whether a request is the control door's; other `/control` addresses go on to the app. */
export const isControl = (method: string, path: string): boolean => `${method} ${path}` in ROUTES;

/**
 * Lets a rehearsal move the clock and wait for the work. It exists only with CONTROL_TOKEN, answers
 * loopback only, and looks like any unknown address to everybody else.
 */
export async function answerControl(
  route: string,
  request: IncomingMessage,
  response: ServerResponse,
  services: Services,
): Promise<void> {
  const handler = ROUTES[route];
  if (!handler || !isLoopback(request) || !authorized(request, services.env.CONTROL_TOKEN)) {
    answer(response, 404, 'Not found.');
    return;
  }
  const read = await readBody(request, MAX_BODY_BYTES);
  const body = read.kind === 'body' ? parseJson(read.bytes) : undefined;
  const { status, value } =
    body === undefined ? bad(400, 'The body is not JSON.') : await handler(body, services);
  answerJson(response, status, value);
}

async function moveClock(body: unknown, services: Services): Promise<Result> {
  const parsed = z.object({ to: z.iso.datetime() }).safeParse(body);
  if (!parsed.success) return bad(400, '`to` must be an ISO 8601 instant.');
  const { rehearsal } = services;
  if (!rehearsal) return bad(409, 'This process runs on the system clock.');
  rehearsal.moveTo(new Date(parsed.data.to));
  await services.work.drain();
  return ok({ now: services.clock.now() });
}

function armFaultPoints(body: unknown, { faultPoints }: Services): Promise<Result> {
  const parsed = z
    .object({ points: z.array(z.string()), time: z.number().int().min(1) })
    .safeParse(body);
  if (!parsed.success) return Promise.resolve(bad(400, '`points` and `time` are needed.'));
  faultPoints.arm(parsed.data.points, parsed.data.time);
  return Promise.resolve(ok({ armed: parsed.data.points }));
}

async function changeSettings(body: unknown, services: Services): Promise<Result> {
  const parsed = z
    .object({ shop: z.string(), settings: z.record(z.string(), z.unknown()) })
    .safeParse(body);
  if (!parsed.success) return bad(400, '`shop` and `settings` are needed.');
  const shop = await services.stores.shops.byDomain(parsed.data.shop);
  if (!shop) return bad(404, 'No such shop.');
  const settings = shopSettingsSchema.safeParse({ ...shop.settings, ...parsed.data.settings });
  if (!settings.success) return bad(400, z.prettifyError(settings.error));
  await services.stores.shops.saveSettings(shop.id, settings.data);
  return ok({ settings: settings.data });
}

async function equipSite(body: unknown, services: Services): Promise<Result> {
  const parsed = z.object({ shop: z.string() }).safeParse(body);
  if (!parsed.success) return bad(400, '`shop` is needed.');
  const isDone = await equipDemoSite(parsed.data.shop, services);
  return isDone ? ok({ equipped: true }) : bad(404, 'No such WooCommerce store is connected.');
}

function authorized(request: IncomingMessage, token: string | undefined): boolean {
  const given = Buffer.from(header(request, 'authorization') ?? '');
  const wanted = Buffer.from(`Bearer ${token ?? ''}`);
  return token !== undefined && given.length === wanted.length && timingSafeEqual(given, wanted);
}

function parseJson(bytes: Buffer): unknown {
  if (bytes.length === 0) return {};
  try {
    return JSON.parse(bytes.toString('utf8')) as unknown;
  } catch {
    return undefined;
  }
}
