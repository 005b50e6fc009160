import { attributeOrder, recordTouch, settleOrder } from '#core/attribution/index';
import type {
  AttributeOrderOutcome,
  RecordTouchOutcome,
  SettleOrderInput,
  SettleOrderOutcome,
} from '#core/attribution/index';
import type { LinkToken, OrderId, RecoveryId } from '#core/kernel/ids';
import { PHONE, begin, leaveCart, run, sent } from '../recovery/acts';
import { after, person } from '../recovery/world';
import type { Lab, World } from '../recovery/world';

export const PHONE_BROWSER =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 Safari/604.1';

/** The first message of a recovery, sent; answers its link's token. */
export async function messageSent(world: World, recovery: RecoveryId): Promise<LinkToken> {
  const outcome = await run(world, recovery, 0);
  if (outcome.kind !== 'queued') throw new Error(`not queued: ${JSON.stringify(outcome)}`);
  await sent(world, outcome.messageId, after(25));
  const message = await world.stores.messages.byId(world.shop.id, outcome.messageId);
  if (!message?.linkToken) throw new Error('no link');
  return message.linkToken;
}

/** A shop with somebody who was written to, and opened the link; answers the link's token. */
export async function openWithClick(
  lab: Lab,
): Promise<{ readonly world: World; readonly token: LinkToken }> {
  const world = await lab.createWorld();
  const ada = await person(world, ['phone', PHONE]);
  const token = await messageSent(world, await begin(world, await leaveCart(world, ada)));
  await open(world, token, after(26));
  return { world, token };
}

export const open = (
  world: World,
  token: string,
  now: Date,
  agent = PHONE_BROWSER,
): Promise<RecordTouchOutcome> =>
  world.transact((stores) =>
    recordTouch(
      { token, now, request: { method: 'GET', headers: { 'user-agent': agent } } },
      {
        ...stores,
        checkoutUrl: (shop, cart, code) =>
          world.outside.platform.checkoutUrl(shop.domain, cart, code),
      },
    ),
  );

export const paid = (world: World, orderId: OrderId, now: Date): Promise<AttributeOrderOutcome> =>
  world.transact((stores) => attributeOrder({ shopId: world.shop.id, orderId, now }, stores));

export const changed = (
  world: World,
  input: Omit<SettleOrderInput, 'shopId'>,
): Promise<SettleOrderOutcome> =>
  world.transact((stores) => settleOrder({ shopId: world.shop.id, ...input }, stores));

export async function balance(world: World, orderId: OrderId, currency = 'EUR'): Promise<number> {
  return (await world.stores.attributions.balance(world.shop.id, orderId, currency)).minor;
}
