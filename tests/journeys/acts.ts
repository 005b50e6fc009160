import type { Shop } from '#core/commerce/index';
import { ledger, linkTokenOf, sentTo } from '../support/ledger';
import { checkoutPayload, outside } from '../support/outside';
import type { Outside, RecordedRequest } from '../support/outside';
import { startRehearsal } from '../support/rehearsal';
import type { Rehearsal, RehearsalOptions } from '../support/rehearsal';

export const DAY = 24 * 60;
export const DEMO = 'demo.myshopify.com';

/** A shopper's own browser: the door tells it from a preview by its name. */
export const PHONE_BROWSER =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 Safari/604.1';

export interface Stage {
  readonly rehearsal: Rehearsal;
  readonly world: Outside;
  readonly book: ReturnType<typeof ledger>;
  /** The app's own address, without the gateway before it. */
  readonly appUrl: string;
  readonly shop: () => Promise<Shop>;
}

/** The whole product for one file of journeys. Close it in `afterAll`. */
export async function openStage(options: RehearsalOptions = {}): Promise<Stage> {
  const rehearsal = await startRehearsal(options);
  const world = outside(rehearsal);
  // What the installation set off (WhatsApp tells of each template) is over before a test counts.
  await world.advance(0);
  return {
    rehearsal,
    world,
    book: ledger(rehearsal),
    appUrl: `http://127.0.0.1:${rehearsal.services.env.PORT}`,
    shop: async () => {
      const shop = await rehearsal.services.stores.shops.byDomain(DEMO);
      if (!shop) throw new Error('the demo shop is gone');
      return shop;
    },
  };
}

/** A shopper types a phone into a checkout and goes away. */
export async function leave(
  { world }: Stage,
  token: string,
  phone: string | null,
  more: object = {},
): Promise<void> {
  const at = await world.now();
  const { id: _id, ...payload } = checkoutPayload({ token, phone, at });
  const answer = await world.shopifyWebhook('checkouts/create', { ...payload, ...more });
  if (answer.status !== 200) throw new Error(`the checkout was answered ${answer.status}`);
}

export const arrived = async ({ world }: Stage, phone: string): Promise<RecordedRequest[]> =>
  sentTo(await world.messages(), phone);

/** The tracked link of the newest reminder that a phone got. */
export const linkFor = async (stage: Stage, phone: string): Promise<string> =>
  linkTokenOf((await arrived(stage, phone)).at(-1));

export const open = (
  { rehearsal }: Stage,
  token: string,
  headers: Record<string, string> = {},
  method = 'GET',
): Promise<Response> =>
  fetch(`${rehearsal.url}/r/${token}`, {
    method,
    redirect: 'manual',
    headers: { 'user-agent': PHONE_BROWSER, ...headers },
  });

/** Tells a topic and lets all that follows from it happen. */
export async function tell(
  { world }: Stage,
  topic: string,
  payload: unknown,
  headers: Record<string, string> = {},
): Promise<void> {
  const answer = await world.shopifyWebhook(topic, payload, headers);
  if (answer.status !== 200) throw new Error(`${topic} was answered ${answer.status}`);
  await world.advance(0);
}
