import type { SandboxClock } from '../clock';
import type { Faults } from '../faults';
import type { Postman } from '../postman';
import type { Schedule } from '../schedule';
import type { SandboxSettings } from '../settings';
import type { MediaStore } from './media';
import type { BusinessNumber } from './number';
import type { Phone, Phones } from './phones';
import type { TemplateStore } from './template-store';
import { whatsappParcel } from './webhooks';

/** Everything the Meta stand-in's parts share. */
export interface MetaWorld {
  settings: SandboxSettings;
  clock: SandboxClock;
  faults: Faults;
  schedule: Schedule;
  postman: Postman;
  phones: Phones;
  templates: TemplateStore;
  media: MediaStore;
  number: BusinessNumber;
  ids: MetaIds;
  /** WhatsApp ids of people who hide their number behind a username. */
  hidden: Set<string>;
  /** People who turned marketing messages off in WhatsApp's own menu. */
  stopped: Set<string>;
  subscribed: { webhooks: boolean };
  changed: () => void;
}

export interface MetaIds {
  wamid: () => string;
  number: () => string;
  trace: () => string;
}

export function createMetaIds(random: (bytes: number) => Buffer): MetaIds {
  let last = 300_000_000_000_000;
  return {
    wamid: () => `wamid.${random(30).toString('base64').replace(/[+/]/g, 'A')}`,
    number: () => String((last += 1)),
    trace: () => `A${random(16).toString('base64url')}`,
  };
}

export function showsNumber(world: MetaWorld, phone: Phone): boolean {
  return !world.hidden.has(phone.waId);
}

export async function announce(world: MetaWorld, field: string, value: unknown): Promise<void> {
  const secret = world.settings.whatsappAppSecret;
  await world.postman.post(whatsappParcel(field, value, secret, await world.clock.now()));
  world.changed();
}
