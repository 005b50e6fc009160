import { json } from '../../../sandbox/http/exchange';
import type { Answer, Exchange } from '../../../sandbox/http/exchange';
import { graphError } from '../../../sandbox/meta/errors';
import type { Template } from '../../../sandbox/meta/template';
import { createTemplateStore } from '../../../sandbox/meta/template-store';
import type { TemplateStore } from '../../../sandbox/meta/template-store';
import { createUploads } from '../../../sandbox/meta/uploads';
import type { Uploads } from '../../../sandbox/meta/uploads';
import { SHOPS } from '../script/places';
import type { ShopPlace } from '../script/places';
import { createSending } from './sending';
import type { Sending } from './sending';
import type { Shoppers } from './shopper';
import type { World } from './world';

/** The token of a shop's number. */
export const whatsappTokenOf = (shop: ShopPlace): string => `chaos-whatsapp-${shop.number}`;

interface Account {
  readonly shop: ShopPlace;
  readonly templates: TemplateStore;
  readonly sending: Sending;
}

/** Meta's Graph API for all shops' numbers, as far as the app asks it. */
export function createMetaStandIn(world: World, shoppers: Shoppers) {
  const uploads = createUploads((bytes) => Buffer.alloc(bytes, 7));
  const ids = { last: 300_000_000_000_000 };
  const accounts = SHOPS.map((shop) => openAccount(world, shoppers, shop, { uploads, ids }));
  return async (exchange: Exchange): Promise<Answer> => {
    const [, version = '', object = '', edge = ''] = exchange.url.pathname.split('/');
    if (!/^v\d+\.\d+$/.test(version)) return unknown(object);
    const upload = onUpload(uploads, exchange, object, edge);
    if (upload) return upload;
    const account = accounts.find(({ shop }) => [shop.phoneNumberId, shop.wabaId].includes(object));
    return account ? onObject(account, exchange, object, edge) : unknown(object);
  };
}

/** The upload of a template's example picture; null for anything else. */
function onUpload(
  uploads: Uploads,
  exchange: Exchange,
  object: string,
  edge: string,
): Answer | null {
  if (edge === 'uploads') return uploads.open(exchange);
  return object.startsWith('upload:') ? uploads.receive(object, exchange) : null;
}

async function onObject(
  account: Account,
  exchange: Exchange,
  object: string,
  edge: string,
): Promise<Answer> {
  if (!isAuthorised(exchange, account.shop)) {
    return graphError({ code: 190, details: 'Invalid OAuth access token' }, 'A');
  }
  return object === account.shop.phoneNumberId
    ? onNumber(account, exchange, edge)
    : onAccount(account, exchange, edge);
}

const isAuthorised = ({ headers }: Exchange, shop: ShopPlace): boolean =>
  headers['authorization'] === `Bearer ${whatsappTokenOf(shop)}`;

const unknown = (object: string): Answer =>
  graphError({ code: 100, subcode: 33, details: `Object with ID '${object}' does not exist` }, 'A');

function openAccount(
  world: World,
  shoppers: Shoppers,
  shop: ShopPlace,
  { uploads, ids }: { uploads: Uploads; ids: { last: number } },
): Account {
  const templates: TemplateStore = createTemplateStore({
    nextId: () => String((ids.last += 1)),
    traceId: () => 'A',
    isKnownHandle: uploads.isKnownHandle,
    now: () => new Date(world.clock.now()),
    review: (template: Template) => {
      templates.setStatus(template, 'APPROVED');
    },
  });
  return { shop, templates, sending: createSending(world, shoppers, shop, templates) };
}

async function onNumber(account: Account, exchange: Exchange, edge: string): Promise<Answer> {
  const asked = `${exchange.method} ${edge}`;
  if (asked === 'POST messages') return account.sending(exchange);
  if (asked !== 'GET ') return unknown(edge);
  const { shop } = account;
  return json(200, {
    id: shop.phoneNumberId,
    display_phone_number: shop.displayPhone,
    verified_name: shop.name,
    quality_rating: 'GREEN',
    status: 'CONNECTED',
    platform_type: 'CLOUD_API',
    throughput: { level: shop.number % 2 === 0 ? 'HIGH' : 'STANDARD' },
  });
}

function onAccount({ templates, shop }: Account, exchange: Exchange, edge: string): Answer {
  switch (`${exchange.method} ${edge}`) {
    case 'GET message_templates':
      return templates.list(exchange.url.searchParams);
    case 'POST message_templates':
      return templates.create(exchange);
    case 'GET ':
      return json(200, { id: shop.wabaId, name: shop.name, currency: shop.currency });
    case 'POST subscribed_apps':
      return json(200, { success: true });
    default:
      return unknown(edge);
  }
}
