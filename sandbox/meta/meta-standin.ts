import { randomBytes } from 'node:crypto';
import { createLedger, type Ledger } from '../http/ledger';
import { listen, type Listening } from '../http/listen';
import { createMediaStore } from './media';
import { newNumber } from './number';
import { createPhones } from './phones';
import { graph } from './routes';
import type { Template } from './template';
import { createTemplateStore } from './template-store';
import { createUploads } from './uploads';
import { templateStatusValue } from './webhooks';
import { announce, createMetaIds, type MetaIds, type MetaWorld } from './world';

export interface MetaStandIn {
  world: MetaWorld;
  ledger: Ledger;
  start: () => Promise<Listening>;
  clear: () => void;
}

export type MetaPorts = Pick<
  MetaWorld,
  'settings' | 'clock' | 'faults' | 'schedule' | 'postman' | 'changed'
>;

const REVIEW_MS = 300;

/** A stand-in for graph.facebook.com as far as the WhatsApp Cloud API goes. */
export function createMetaStandIn(ports: MetaPorts): MetaStandIn {
  const ids = createMetaIds(randomBytes);
  const ledger = createLedger();
  const uploads = createUploads(randomBytes);
  let port = ports.settings.metaPort;
  const world = createWorld(ports, ids, uploads.isKnownHandle, () => `http://127.0.0.1:${port}`);
  return {
    world,
    ledger,
    start: async () => {
      const listening = await listen('127.0.0.1', ports.settings.metaPort, async (exchange) => {
        const close = ledger.open(exchange, ports.clock.peek().toISOString());
        const answer = await graph(world, uploads, exchange);
        close(answer);
        return answer;
      });
      port = listening.port;
      return listening;
    },
    clear: () => {
      for (const part of [world.phones, world.templates, world.media, uploads, ledger]) {
        part.clear();
      }
      world.number = newNumber();
      for (const set of [world.hidden, world.stopped]) set.clear();
    },
  };
}

function createWorld(
  ports: MetaPorts,
  ids: MetaIds,
  isKnownHandle: (handle: string) => boolean,
  baseUrl: () => string,
): MetaWorld {
  const named = { nextId: ids.number, traceId: ids.trace };
  const world: MetaWorld = {
    ...ports,
    ids,
    phones: createPhones(),
    media: createMediaStore({ ...named, baseUrl }),
    templates: createTemplateStore({
      ...named,
      isKnownHandle,
      now: ports.clock.peek,
      review: (template) => {
        ports.schedule.after(REVIEW_MS, () => decide(world, template));
      },
    }),
    number: newNumber(),
    hidden: new Set(),
    stopped: new Set(),
    subscribed: { webhooks: false },
  };
  return world;
}

/** Every template is approved, except one whose name asks for the opposite. */
async function decide(world: MetaWorld, template: Template): Promise<void> {
  if (template.status !== 'PENDING') return;
  world.templates.setStatus(
    template,
    template.name.startsWith('rejected_') ? 'REJECTED' : 'APPROVED',
  );
  await announce(world, 'message_template_status_update', templateStatusValue(template));
}
