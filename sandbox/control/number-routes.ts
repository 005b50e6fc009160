import { NUMBER_QUALITIES, TIERS } from '../meta/number';
import { announce } from '../meta/world';
import { capabilityValue, numberQualityValue } from '../meta/webhooks';
import type { Sandbox } from '../world';
import { ControlRefusal } from './move-clock';
import { oneOf, type ControlRoute, type Fields } from './route';

/** Changes how Meta rates and limits the business's number, and tells the app as Meta would. */
async function setNumber({ meta: { world } }: Sandbox, fields: Fields): Promise<unknown> {
  const { number } = world;
  const { quality, tier, pairSeconds } = fields;
  if (pairSeconds !== undefined) number.pairSeconds = secondsOf(pairSeconds);
  if (quality !== undefined) {
    number.quality = oneOf('quality', quality, NUMBER_QUALITIES);
    const value = numberQualityValue(number.quality);
    // Meta tells of a low and of a restored rating only; a medium one is read from the number.
    if (value !== null) await announce(world, 'phone_number_quality_update', value);
  }
  if (tier !== undefined) {
    number.tier = oneOf('tier', tier, TIERS);
    await announce(world, 'business_capability_update', capabilityValue(number.tier));
  }
  return number;
}

function secondsOf(value: unknown): number {
  if (typeof value === 'number' && value >= 0 && value <= 60) return value;
  throw new ControlRefusal(400, '"pairSeconds" must be a number from 0 to 60.');
}

export const numberRoutes: Record<string, ControlRoute> = {
  'GET whatsapp/number': ({ meta: { world } }) => Promise.resolve(world.number),
  'POST whatsapp/number': setNumber,
};
