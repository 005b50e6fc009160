import { isRecord, json, jsonBody, type Answer, type Exchange } from '../http/exchange';
import { sentence } from '../http/listen';
import type { Sandbox } from '../world';
import { clockRoutes } from './clock-routes';
import { ControlRefusal } from './move-clock';
import { numberRoutes } from './number-routes';
import { phoneRoutes } from './phone-routes';
import type { ControlRoute } from './route';
import { shopRoutes } from './shop-routes';

const PREFIX = '/sandbox/api/';
const ROUTES: Record<string, ControlRoute> = {
  ...clockRoutes,
  ...numberRoutes,
  ...phoneRoutes,
  ...shopRoutes,
};

/** The control API: JSON in, JSON out, for programs on this machine only. */
export async function controlApi(sandbox: Sandbox, exchange: Exchange): Promise<Answer> {
  const refusal = refuseStranger(exchange);
  if (refusal !== null) return refusal;
  const name = exchange.url.pathname.slice(PREFIX.length);
  const media = /^media\/(\w+)$/.exec(name)?.[1];
  if (media !== undefined) {
    return sandbox.meta.world.media.download(media) ?? json(404, { error: 'No such media.' });
  }
  const route = ROUTES[`${exchange.method} ${name}`];
  if (route === undefined) {
    return json(404, { error: `${exchange.method} ${exchange.url.pathname} is not known here.` });
  }
  return answerRoute(sandbox, exchange, route);
}

async function answerRoute(
  sandbox: Sandbox,
  exchange: Exchange,
  route: ControlRoute,
): Promise<Answer> {
  const body = exchange.body.length === 0 ? {} : jsonBody(exchange);
  if (!isRecord(body)) return json(400, { error: 'The body must be a JSON object.' });
  try {
    return json(200, await route(sandbox, body));
  } catch (error) {
    if (error instanceof ControlRefusal) return json(error.status, { error: error.message });
    return json(502, { error: `The app did not answer: ${sentence(error)}` });
  }
}

const LOOPBACK = /^(127\.\d+\.\d+\.\d+|::1|::ffff:127\.\d+\.\d+\.\d+)$/;

/** Only this machine may steer, and no web page of another origin may through its browser. */
export function refuseStranger(exchange: Exchange): Answer | null {
  if (!LOOPBACK.test(exchange.peer)) {
    return json(403, { error: 'The controls answer only on the machine the sandbox runs on.' });
  }
  const origin = exchange.headers['origin'];
  if (origin === undefined || origin === 'null') return null;
  const isOwn = origin === `http://${exchange.headers['host'] ?? ''}`;
  return isOwn ? null : json(403, { error: 'Another web page may not use the controls.' });
}
