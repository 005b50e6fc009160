import { json, type Answer, type Exchange } from '../http/exchange';
import { graphError } from './errors';
import { numberView } from './number';
import { sendMessage } from './send';
import type { Uploads } from './uploads';
import { BUSINESS } from './webhooks';
import type { MetaWorld } from './world';

type Part = (world: MetaWorld, exchange: Exchange) => Promise<Answer> | Answer;

/** Answers a Graph API call: `/{version}/{object}[/{edge}]`. */
export async function graph(
  world: MetaWorld,
  uploads: Uploads,
  exchange: Exchange,
): Promise<Answer> {
  const [version = '', ...path] = exchange.url.pathname.split('/').slice(1);
  if (version === 'media-download') return download(world, exchange, path[0] ?? '');
  if (!/^v\d+\.\d+$/.test(version)) return unknownObject(world, version);
  if (!isAuthorised(exchange)) {
    return graphError(
      { code: 190, details: 'Invalid OAuth access token - Cannot parse access token' },
      world.ids.trace(),
    );
  }
  return onObject(world, uploads, exchange, path);
}

async function onObject(
  world: MetaWorld,
  uploads: Uploads,
  exchange: Exchange,
  [object = '', edge = '']: string[],
): Promise<Answer> {
  if (edge === 'uploads') return uploads.open(exchange);
  if (object.startsWith('upload:')) {
    return uploads.receive(object, exchange) ?? unknownObject(world, object);
  }
  if (object === BUSINESS.phoneNumberId) return onPhoneNumber(world, exchange, edge);
  if (object === BUSINESS.wabaId) return onAccount(world, exchange, edge);
  return onOther(world, exchange, object);
}

function isAuthorised(exchange: Exchange): boolean {
  const header = exchange.headers['authorization'] ?? '';
  const token = header.replace(/^(Bearer|OAuth) /, '');
  return (token || exchange.url.searchParams.get('access_token')) === BUSINESS.token;
}

async function onPhoneNumber(world: MetaWorld, exchange: Exchange, edge: string): Promise<Answer> {
  const parts: Record<string, Part> = {
    'GET ': () => json(200, numberView(world.number)),
    'POST messages': sendMessage,
    'POST marketing_messages': sendMessage,
    'POST media': () => world.media.upload(exchange),
    'POST register': () => json(200, { success: true }),
    'GET whatsapp_business_profile': () =>
      json(200, { data: [{ about: 'Demo shop', messaging_product: 'whatsapp' }] }),
  };
  const part = parts[`${exchange.method} ${edge}`];
  return part === undefined ? unknownObject(world, edge) : part(world, exchange);
}

async function onAccount(world: MetaWorld, exchange: Exchange, edge: string): Promise<Answer> {
  const query = exchange.url.searchParams;
  const parts: Record<string, Part> = {
    'GET ': () => json(200, account()),
    'GET message_templates': () => world.templates.list(query),
    'POST message_templates': () => world.templates.create(exchange),
    'DELETE message_templates': () => world.templates.remove(query),
    'GET phone_numbers': () => json(200, { data: [numberView(world.number)] }),
    'GET subscribed_apps': () => json(200, { data: world.subscribed.webhooks ? [appLink()] : [] }),
    'POST subscribed_apps': () => subscribe(world, true),
    'DELETE subscribed_apps': () => subscribe(world, false),
  };
  const part = parts[`${exchange.method} ${edge}`];
  return part === undefined ? unknownObject(world, edge) : part(world, exchange);
}

const account = (): Record<string, unknown> => ({
  id: BUSINESS.wabaId,
  name: BUSINESS.verifiedName,
  currency: 'EUR',
  owner_business_info: { id: BUSINESS.portfolioId, name: BUSINESS.verifiedName },
});

function appLink(): Record<string, unknown> {
  return {
    whatsapp_business_api_data: {
      id: '500000000000001',
      link: 'https://www.facebook.com/games/?app_id=500000000000001',
      name: 'Ripresa',
    },
  };
}

function subscribe(world: MetaWorld, webhooks: boolean): Answer {
  world.subscribed.webhooks = webhooks;
  return json(200, { success: true });
}

/** A template or a piece of media, by its id. */
function onOther(world: MetaWorld, exchange: Exchange, object: string): Answer {
  const template = world.templates.byId(object);
  if (template !== undefined) {
    return exchange.method === 'POST'
      ? world.templates.edit(template, exchange)
      : world.templates.view(template);
  }
  const media =
    exchange.method === 'DELETE' ? world.media.remove(object) : world.media.describe(object);
  return media ?? unknownObject(world, object);
}

function download(world: MetaWorld, exchange: Exchange, id: string): Answer {
  const found = isAuthorised(exchange) ? world.media.download(id) : null;
  return found ?? json(404, { error: { message: 'Not found', type: 'OAuthException', code: 100 } });
}

function unknownObject(world: MetaWorld, object: string): Answer {
  return graphError(
    {
      code: 100,
      subcode: 33,
      details: `Unsupported request. Object with ID '${object}' does not exist, cannot be loaded due to missing permissions, or does not support this operation.`,
    },
    world.ids.trace(),
  );
}
